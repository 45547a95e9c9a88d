using Hourglass.Archives.Arrays;
using Hourglass.Archives.Codes;
using Hourglass.Archives.Packing;
using Hourglass.Archives.Pixels;

namespace Hourglass.Archives;

/// <summary>How data is packed.</summary>
public sealed record PackOptions
{
    /// <summary>From 1, quick, to 9, small.</summary>
    public int Effort { get; init; } = 5;

    /// <summary>What the archive is made for.</summary>
    public PackPreset Preset { get; init; } = PackPreset.Best;

    /// <summary>
    /// The largest error of a sample, in 1/255 of its range; 0 when every sample comes back exactly. A sample of L levels is at most
    /// <c>MaxError (L - 1) / 255</c> levels off, rounded down. Places in palettes are always exact.
    /// </summary>
    public int MaxError { get; init; }

    /// <summary>How far the numbers of an array may be off, as a share of its largest finite number less its smallest: above 0, at most 1. Null for exact.</summary>
    public double? RelativeError { get; init; }

    /// <summary>How far the numbers of arrays may be off, in their own units: above 0. Null for exact.</summary>
    public double? AbsoluteError { get; init; }

    /// <summary>Whether PNG files come back byte by byte, and not only with the same pixels and metadata.</summary>
    public bool ExactFiles { get; init; }

    /// <summary>How many chunks are packed at a time; the archive is the same for every number.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether every chunk is unpacked again and compared before it is written.</summary>
    public bool Verify { get; init; } = true;

    /// <summary>The most pictures of one chunk, or null to leave it to the preset. A picture out of the archive costs unpacking its chunk.</summary>
    public int? PicturesPerChunk { get; init; }

    /// <summary>
    /// Networks that the archive names by their hash and does not hold: they are taken instead of learning one, and whoever unpacks needs them too.
    /// See <see cref="ArchiveModels"/>.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Models { get; init; } = [];

    /// <summary>Whether to measure what general programs make of the same files; takes time of its own.</summary>
    public bool Baselines { get; init; }

    /// <summary>Learns networks for streams of pictures; null when none are to be learned.</summary>
    public NetworkTrainer? Train { get; init; }

    /// <summary>What is tried instead of <see cref="PixelCandidates"/>; null for those.</summary>
    internal IReadOnlyList<IPixelCodec>? Codecs { get; init; }

    /// <summary>
    /// What codes must do, when only codes of the pictures are to be kept; null when all samples come back, exactly or within
    /// <see cref="MaxError"/>. Pictures with palettes come back exactly even so.
    /// </summary>
    public CodeTarget? Codes { get; init; }

    /// <summary>
    /// How many numbers the code of a picture has that is kept beside the picture, for search, previews and outliers without unpacking any; null
    /// when no such codes are kept. <see cref="Search"/> learns them. Pictures of one size and at most 64x64 are coded as they are, others scaled to
    /// 32x32. Streams of fewer than 32 pictures, and places in palettes, get none.
    /// </summary>
    public int? CodeLength { get; init; }

    /// <summary>Searches for codes; null to search without learning anything.</summary>
    public CodeSearcher? Search { get; init; }

    /// <summary>Names what is learned: the same seed and number of threads give the same archive.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>The largest error of a sample in levels.</summary>
    /// <param name="levels">How many values it can take.</param>
    internal int ErrorOf(int levels) => (int)((long)MaxError * (levels - 1) / 255);

    /// <summary>How far the numbers of arrays may be off.</summary>
    internal ArrayBound ArrayBound => RelativeError is { } share ? ArrayBound.Relative(share) : AbsoluteError is { } error ? ArrayBound.Absolute(error) : ArrayBound.Exact;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Effort, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Effort, 9);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxError, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxError, 127);
        if (RelativeError is <= 0 or > 1 or double.NaN)
            throw new ArgumentOutOfRangeException(nameof(RelativeError), RelativeError, "A share is above 0 and at most 1.");
        if (AbsoluteError is <= 0 or double.NaN or double.PositiveInfinity || (AbsoluteError is not null && RelativeError is not null))
            throw new ArgumentOutOfRangeException(nameof(AbsoluteError), AbsoluteError, "An error is finite, above 0, and not beside a relative one.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Codes?.Value ?? 1);
        if (Codes is not null && MaxError > 0)
            throw new ArgumentException("Codes have no bound on the error of single samples.", nameof(MaxError));
        if (CodeLength is < 1 or > VectorCodec.MaxLatents)
            throw new ArgumentOutOfRangeException(nameof(CodeLength), CodeLength, $"A code has 1 to {VectorCodec.MaxLatents} numbers.");
        if (CodeLength is not null && (Codes is not null || Search is null))
            throw new ArgumentException("Codes beside the pictures need someone who learns them, and pictures of which not only codes are kept.", nameof(CodeLength));
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(PicturesPerChunk ?? 1, 1);
    }
}
