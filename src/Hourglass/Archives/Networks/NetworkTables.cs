namespace Hourglass.Archives.Networks;

/// <summary>The weights of a network laid out for computing: embeddings multiplied out, weights in pairs of inputs.</summary>
internal sealed unsafe class NetworkTables
{
    private readonly List<Array> _memory = [];

    /// <summary>Lays the weights out, and proves that no sum can overflow.</summary>
    /// <exception cref="ArchiveFormatException">One could.</exception>
    public NetworkTables(IntegerWeights weights)
    {
        var shape = Shape = weights.Shape;
        var wide = shape.Wide;
        Taps = Keep(MakeTaps(weights));
        Places = Keep(MakePlaces(weights));
        WideBias = Keep(weights.WideBias);
        NarrowPairs = Keep(MakePairs(weights.NarrowWeights, wide, shape.Narrow, shape.Narrow, (o, n) => (o * shape.Narrow) + n));
        NarrowShift = weights.NarrowShift;
        NarrowBias = Keep([.. weights.NarrowBias.Select(bias => Biased(bias, weights.NarrowShift))]);
        FeaturePairs = Keep(MakePairs(weights.FeatureWeights, shape.Narrow, shape.Rank, NetworkShape.Features, (n, r) => (r * shape.Narrow) + n));
        FeatureShift = weights.FeatureShift;
        FeatureBias = Half(FeatureShift);
        NodeWeights = Keep(MakeNodes(weights));
        NodeShifts = Keep(weights.NodeShifts);
        NodeBias = Keep([.. weights.NodeBias.Select((bias, node) => Biased(bias, weights.NodeShifts[node]))]);
        Prove();
    }

    /// <summary>The sizes.</summary>
    public NetworkShape Shape { get; }

    /// <summary><c>[taps, values, wide]</c>.</summary>
    public short* Taps { get; }

    /// <summary><c>[2, classes, wide]</c>: of rows, of columns.</summary>
    public short* Places { get; }

    /// <summary><c>[channels, wide]</c>.</summary>
    public short* WideBias { get; }

    /// <summary><c>[wide / 2, narrow, 2]</c>.</summary>
    public short* NarrowPairs { get; }

    /// <summary><c>[narrow]</c>, before the shift, with half a unit for rounding.</summary>
    public int* NarrowBias { get; }

    /// <summary>Of the second layer.</summary>
    public int NarrowShift { get; }

    /// <summary><c>[narrow / 2, 16, 2]</c>.</summary>
    public short* FeaturePairs { get; }

    /// <summary>Half a unit of the features before the shift.</summary>
    public int FeatureBias { get; }

    /// <summary>Of the features.</summary>
    public int FeatureShift { get; }

    /// <summary><c>[nodes, 16]</c>.</summary>
    public short* NodeWeights { get; }

    /// <summary><c>[nodes]</c>, before the shift, with half a unit for rounding.</summary>
    public int* NodeBias { get; }

    /// <summary><c>[nodes]</c>.</summary>
    public byte* NodeShifts { get; }

    /// <summary>Where the row of a tap that sees a value begins in <see cref="Taps"/>.</summary>
    public int TapRow(int tap, int value) => ((tap * Shape.Values) + value) * Shape.Wide;

    /// <summary>A copy at an address that stays.</summary>
    private T* Keep<T>(T[] values)
        where T : unmanaged
    {
        var copy = GC.AllocateUninitializedArray<T>(values.Length, pinned: true);
        values.CopyTo(copy, 0);
        _memory.Add(copy);
        return (T*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref copy[0]);
    }

    private static short[] MakeTaps(IntegerWeights weights)
    {
        var shape = weights.Shape;
        int wide = shape.Wide, size = shape.EmbeddingSize;
        var taps = new short[shape.Taps.Length * shape.Values * wide];
        for (var tap = 0; tap < shape.Taps.Length; tap++)
        {
            var source = weights.TapWeights.AsSpan(tap * size * wide, size * wide);
            var target = taps.AsSpan(tap * shape.Values * wide, shape.Values * wide);
            for (var value = 0; value < shape.Values; value++)
                Expand(weights.Embedding.AsSpan(value * size, size), source, weights.TapShift, target.Slice(value * wide, wide));
        }

        return taps;
    }

    private static int Biased(int bias, int shift) => (bias << shift) + Half(shift);

    private static int Half(int shift) => (1 << shift) >> 1;

    private static void Expand(ReadOnlySpan<sbyte> inputs, ReadOnlySpan<sbyte> weights, int shift, Span<short> target)
    {
        for (var o = 0; o < target.Length; o++)
        {
            var sum = Half(shift);
            for (var i = 0; i < inputs.Length; i++)
                sum += inputs[i] * weights[(i * target.Length) + o];
            target[o] = (short)Math.Clamp(sum >> shift, -short.MaxValue, short.MaxValue);
        }
    }

    private static short[] MakePlaces(IntegerWeights weights)
    {
        const int classes = NetworkShape.PositionClasses, size = NetworkShape.PositionSize;
        var wide = weights.Shape.Wide;
        var places = new short[2 * classes * wide];
        for (var i = 0; i < places.Length; i++)
        {
            var (place, o) = (i / wide, i % wide);
            long sum = Half(weights.PositionShift);
            for (var k = 0; k < size; k++)
                sum += weights.Position[(place * size) + k] * weights.PositionWeights[(((place / classes * size) + k) * wide) + o];
            places[i] = (short)Math.Clamp(sum >> weights.PositionShift, -short.MaxValue, short.MaxValue);
        }

        return places;
    }

    private static short[] MakePairs(sbyte[] weights, int inputs, int outputs, int width, Func<int, int, int> at)
    {
        var pairs = new short[inputs * width];
        for (var i = 0; i < inputs; i++)
        {
            for (var o = 0; o < outputs; o++)
                pairs[(((i / 2 * width) + o) * 2) + (i % 2)] = weights[at(i, o)];
        }

        return pairs;
    }

    private static short[] MakeNodes(IntegerWeights weights)
    {
        var rank = weights.Shape.Rank;
        var nodes = new short[weights.Shape.Nodes * NetworkShape.Features];
        for (var i = 0; i < weights.NodeWeights.Length; i++)
            nodes[(i / rank * NetworkShape.Features) + (i % rank)] = weights.NodeWeights[i];
        return nodes;
    }

    /// <summary>
    /// Adds up the largest that every sum of the first layer can become. Of the others 31 bits are enough for any weights: 256 inputs of at
    /// most 32767, times 128, and a bias of 16 bits shifted by 15.
    /// </summary>
    private void Prove()
    {
        int wide = Shape.Wide, values = Shape.Values;
        for (var o = 0; o < wide; o++)
        {
            long bound = Largest(WideBias, o, Shape.Channels, wide);
            for (var axis = 0; axis < 2; axis++)
                bound += Largest(Places, (axis * NetworkShape.PositionClasses * wide) + o, NetworkShape.PositionClasses, wide);
            for (var tap = 0; tap < Shape.Taps.Length; tap++)
                bound += Largest(Taps, (tap * values * wide) + o, values, wide);
            if (bound > short.MaxValue)
                throw new ArchiveFormatException(0, "a sum of the first layer", $"up to {bound}", $"at most {short.MaxValue}");
        }
    }

    private static int Largest(short* table, int start, int count, int stride)
    {
        var largest = 0;
        for (var i = 0; i < count; i++)
            largest = Math.Max(largest, Math.Abs((int)table[start + (i * stride)]));
        return largest;
    }
}
