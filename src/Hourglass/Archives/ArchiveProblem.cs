namespace Hourglass.Archives;

/// <summary>Something wrong in an archive.</summary>
/// <param name="Offset">Where the damaged block begins, in bytes.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Block">What it is.</param>
/// <param name="What">What is wrong with it.</param>
public sealed record ArchiveProblem(long Offset, long Length, string Block, string What);
