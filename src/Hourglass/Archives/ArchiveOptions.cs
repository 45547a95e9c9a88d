namespace Hourglass.Archives;

/// <summary>How an archive is read.</summary>
public sealed record ArchiveOptions
{
    /// <summary>What is accepted.</summary>
    public ArchiveLimits Limits { get; init; } = new();

    /// <summary>Models that archives may name without holding them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Models { get; init; } = [];

    /// <summary>How many chunks are unpacked at a time.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
