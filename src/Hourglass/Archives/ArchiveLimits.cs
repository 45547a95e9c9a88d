namespace Hourglass.Archives;

/// <summary>What a reader accepts from an archive before it takes memory, disk space or time on the archive's word.</summary>
public sealed record ArchiveLimits
{
    /// <summary>The most files and folders.</summary>
    public long MaxEntries { get; init; } = 10_000_000;

    /// <summary>The most pictures, bands of large pictures counted one by one.</summary>
    public long MaxItems { get; init; } = 10_000_000;

    /// <summary>The most pixels of one picture.</summary>
    public long MaxPixels { get; init; } = 1 << 28;

    /// <summary>The most samples or bytes of one chunk.</summary>
    public long MaxChunkSamples { get; init; } = 64 << 20;

    /// <summary>The most bytes of one model.</summary>
    public long MaxModelBytes { get; init; } = 64 << 20;

    /// <summary>The most bytes of the table of contents of one part.</summary>
    public long MaxContentsBytes { get; init; } = 256 << 20;

    /// <summary>The most bytes of all files together that are believed whatever the size of the archive.</summary>
    public long MaxOutputBytes { get; init; } = 1L << 30;

    /// <summary>Beyond <see cref="MaxOutputBytes"/>: the most bytes of all files together per byte of the archive.</summary>
    public long MaxExpansion { get; init; } = 2_000;

    /// <summary>The most parts: how often an archive may have been appended to.</summary>
    public long MaxParts { get; init; } = 100_000;

    /// <summary>For archives that one trusts: as much as the format and this machine can hold.</summary>
    public static ArchiveLimits Large { get; } = new()
    {
        MaxEntries = int.MaxValue / 2,
        MaxItems = long.MaxValue / (1 << 20),
        MaxPixels = int.MaxValue / 2,
        MaxChunkSamples = int.MaxValue / 4,
        MaxModelBytes = int.MaxValue / 2,
        MaxContentsBytes = int.MaxValue / 2,
        MaxOutputBytes = long.MaxValue,
        MaxParts = int.MaxValue,
    };
}
