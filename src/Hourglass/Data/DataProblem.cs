namespace Hourglass.Data;

/// <summary>One file or entry that was left out, and why.</summary>
/// <param name="Name">Its path inside the data set.</param>
/// <param name="Reason">What is wrong with it, in a few words.</param>
public sealed record DataProblem(string Name, string Reason);
