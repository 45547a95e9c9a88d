namespace Hourglass.Archives.Codes;

/// <summary>No way of keeping codes does what was asked for; the message says how near it comes.</summary>
/// <param name="message">What was asked for, and the nearest.</param>
public sealed class CodeTargetException(string message) : Exception(message);
