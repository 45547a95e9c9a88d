namespace Hourglass.Archives.Networks;

/// <summary>The weights of a context network as they stand in an archive: small whole numbers. The formulas are in <see cref="NetworkArithmetic"/>.</summary>
internal sealed class IntegerWeights
{
    /// <summary>The largest shift.</summary>
    public const int MaxShift = 15;

    /// <summary>All zero.</summary>
    public IntegerWeights(NetworkShape shape)
    {
        Shape = shape;
        Embedding = new sbyte[shape.Values * shape.EmbeddingSize];
        TapWeights = new sbyte[shape.Taps.Length * shape.EmbeddingSize * shape.Wide];
        Position = new sbyte[2 * NetworkShape.PositionClasses * NetworkShape.PositionSize];
        PositionWeights = new short[2 * NetworkShape.PositionSize * shape.Wide];
        WideBias = new short[shape.Channels * shape.Wide];
        NarrowWeights = new sbyte[shape.Wide * shape.Narrow];
        NarrowBias = new short[shape.Narrow];
        FeatureWeights = new sbyte[shape.Rank * shape.Narrow];
        NodeWeights = new sbyte[shape.Nodes * shape.Rank];
        NodeBias = new short[shape.Nodes];
        NodeShifts = new byte[shape.Nodes];
    }

    /// <summary>The sizes.</summary>
    public NetworkShape Shape { get; }

    /// <summary><c>[values, embedding]</c>; zero for the background.</summary>
    public sbyte[] Embedding { get; }

    /// <summary><c>[taps, embedding, wide]</c>.</summary>
    public sbyte[] TapWeights { get; }

    /// <summary>By how many bits sums over the embedding are shifted right.</summary>
    public int TapShift { get; set; }

    /// <summary><c>[2, classes, 4]</c>: of rows, of columns.</summary>
    public sbyte[] Position { get; }

    /// <summary><c>[2, 4, wide]</c>.</summary>
    public short[] PositionWeights { get; }

    /// <summary>By how many bits sums over a position are shifted right.</summary>
    public int PositionShift { get; set; }

    /// <summary><c>[channels, wide]</c>.</summary>
    public short[] WideBias { get; }

    /// <summary><c>[wide, narrow]</c>.</summary>
    public sbyte[] NarrowWeights { get; }

    /// <summary><c>[narrow]</c>, in units of the second layer.</summary>
    public short[] NarrowBias { get; }

    /// <summary>By how many bits sums of the second layer are shifted right.</summary>
    public int NarrowShift { get; set; }

    /// <summary><c>[rank, narrow]</c>.</summary>
    public sbyte[] FeatureWeights { get; }

    /// <summary>By how many bits sums of features are shifted right.</summary>
    public int FeatureShift { get; set; }

    /// <summary><c>[nodes, rank]</c>.</summary>
    public sbyte[] NodeWeights { get; }

    /// <summary><c>[nodes]</c>, in 1/256 nat.</summary>
    public short[] NodeBias { get; }

    /// <summary>By how many bits the sum of a node is shifted right, <c>[nodes]</c>.</summary>
    public byte[] NodeShifts { get; }

    /// <summary>How fast a picture's own statistics move its logits, in 1/16 nat; 0 for not at all. See <see cref="PictureOffsets"/>.</summary>
    public int OffsetRate { get; set; }

    /// <summary>How slowly the first ones do, 1 to 255 in quarters of a visit.</summary>
    public int OffsetDelay { get; set; } = 16;
}
