namespace Hourglass.Archives.Codes;

/// <summary>The quantized values that one place of a code takes.</summary>
/// <param name="Low">The least.</param>
/// <param name="Count">How many, at least 1.</param>
internal readonly record struct LatentRange(int Low, int Count);
