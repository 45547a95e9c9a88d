namespace Hourglass.Archives.Pixels;

/// <summary>Which contexts a chunk is coded with, and how its samples become decisions. Stored at the head of the chunk.</summary>
internal sealed record ContextPlan
{
    /// <summary>Values per pixel, 1 to 4.</summary>
    public required int Channels { get; init; }

    /// <summary>Bits of a sample, 1 to 16.</summary>
    public required int Bits { get; init; }

    /// <summary>A value so frequent that it is asked for first; -1 when there is none.</summary>
    public required int Background { get; init; }

    /// <summary>Whether all pictures have one small size, so that the position in the picture tells something.</summary>
    public required bool Positions { get; init; }

    /// <summary>Whether the values are brightnesses of a natural picture: predictors of smooth surfaces are tried.</summary>
    public required bool Smooth { get; init; }

    /// <summary>How many earlier pictures of the chunk one may refer to: none, one, or <see cref="Pixels.References.Most"/>.</summary>
    public required int References { get; init; }

    /// <summary>Whether contexts that a network knows of already are left out: they would only take slots away from the others.</summary>
    public bool Lean { get; init; }

    /// <summary>2 to the power of this slots are kept for contexts.</summary>
    public required int LogSlots { get; init; }

    /// <summary>Whether these are pictures of the world: the same surroundings hardly ever come twice.</summary>
    public bool IsNatural => Smooth && (Channels > 1 || !Positions);

    /// <summary>Decisions per sample that differs from the background.</summary>
    public int Depth => Bits + (Background >= 0 ? 1 : 0);

    /// <summary>The longest side of pictures in which positions are told apart.</summary>
    public const int SmallSide = 64;

    /// <summary>Bytes at the head of a chunk.</summary>
    public const int Length = 4;

    /// <summary>The least memory for contexts: 128 KiB.</summary>
    public const int LeastLogSlots = 12;

    /// <summary>The most memory for contexts: 64 MiB.</summary>
    public const int MostLogSlots = 21;

    private const int PositionsFlag = 1;
    private const int SmoothFlag = 2;
    private const int ReferencesFlag = 4;
    private const int BackgroundFlag = 8;
    private const int MoreReferencesFlag = 16;
    private const int LeanFlag = 32;

    /// <summary>Bits for a number of values.</summary>
    public static int BitsOf(int levels) => Math.Max(1, 32 - int.LeadingZeroCount(levels - 1));

    /// <summary>Whether pictures all have one small size.</summary>
    public static bool TakesPositions(IReadOnlyList<Raster> pictures) => pictures[0].Width <= SmallSide && pictures[0].Height <= SmallSide
        && pictures.All(picture => picture.Width == pictures[0].Width && picture.Height == pictures[0].Height);

    /// <summary>The head of a chunk: flags, the memory for contexts, the background.</summary>
    public byte[] Write()
    {
        var flags = (Positions ? PositionsFlag : 0) | (Smooth ? SmoothFlag : 0) | (Background >= 0 ? BackgroundFlag : 0)
            | (References > 0 ? ReferencesFlag : 0) | (References > 1 ? MoreReferencesFlag : 0)
            | (Lean ? LeanFlag : 0);
        var background = Math.Max(Background, 0);
        return [(byte)flags, (byte)LogSlots, (byte)background, (byte)(background >> 8)];
    }

    /// <summary>Reads the head of a chunk.</summary>
    /// <exception cref="ArchiveFormatException">A field is missing or out of range.</exception>
    public static ContextPlan Read(ReadOnlySpan<byte> head, IReadOnlyList<Raster> pictures, int levels)
    {
        if (head.Length < Length)
            throw new ArchiveFormatException(0, "the length of a chunk", $"{head.Length}", $"at least {Length} bytes");
        var (flags, logSlots, background) = (head[0], head[1], head[2] | (head[3] << 8));
        if (flags >= 2 * LeanFlag || (flags & (MoreReferencesFlag | ReferencesFlag)) == MoreReferencesFlag)
            throw new ArchiveFormatException(0, "the flags of a chunk", $"{flags}", $"less than {2 * LeanFlag}, and {MoreReferencesFlag} only with {ReferencesFlag}");
        if (logSlots is < LeastLogSlots or > MostLogSlots)
            throw new ArchiveFormatException(1, "the memory for contexts", $"2^{logSlots} slots", $"2^{LeastLogSlots} to 2^{MostLogSlots}");
        if ((flags & PositionsFlag) != 0 && !TakesPositions(pictures))
            throw new ArchiveFormatException(0, "the flags of a chunk", "for small pictures of one size", "flags for pictures like these");
        if (background >= levels)
            throw new ArchiveFormatException(2, "the background", $"{background}", $"less than {levels}");
        return new ContextPlan
        {
            Channels = pictures[0].Channels,
            Bits = BitsOf(levels),
            Background = (flags & BackgroundFlag) != 0 ? background : -1,
            Positions = (flags & PositionsFlag) != 0,
            Smooth = (flags & SmoothFlag) != 0,
            References = (flags & ReferencesFlag) == 0 ? 0 : (flags & MoreReferencesFlag) == 0 ? 1 : Pixels.References.Most,
            Lean = (flags & LeanFlag) != 0,
            LogSlots = logSlots,
        };
    }
}
