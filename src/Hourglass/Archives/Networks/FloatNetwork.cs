using Hourglass.Numerics;

namespace Hourglass.Archives.Networks;

/// <summary>
/// The weights of a context network while it learns. The quantizer makes integers of them.
/// <code>
/// taps: values -> embedding [8] each -> |
/// row, column  -> embedding [4] each -> | sum, rectified [wide] -> rectified [narrow] -> features [rank] -> logit of a node
/// channel      ------------------------> |
/// </code>
/// </summary>
internal sealed class FloatNetwork
{
    private readonly int[] _starts;

    /// <summary>A network of random weights.</summary>
    public FloatNetwork(NetworkShape shape, ulong seed)
    {
        Shape = shape;
        int[] sizes =
        [
            shape.Values * shape.EmbeddingSize, shape.Taps.Length * shape.EmbeddingSize * shape.Wide,
            2 * NetworkShape.PositionClasses * NetworkShape.PositionSize, 2 * NetworkShape.PositionSize * shape.Wide,
            shape.Channels * shape.Wide, shape.Wide * shape.Narrow, shape.Narrow, NetworkShape.Features * shape.Narrow,
            shape.Nodes * NetworkShape.Features, shape.Nodes,
        ];
        _starts = new int[sizes.Length + 1];
        for (var i = 0; i < sizes.Length; i++)
            _starts[i + 1] = _starts[i] + sizes[i];
        Weights = new float[_starts[^1]];
        Initialize(new Rng(seed));
    }

    /// <summary>The sizes.</summary>
    public NetworkShape Shape { get; }

    /// <summary>All weights.</summary>
    public float[] Weights { get; }

    /// <summary>Of the values, <c>[values, embedding]</c>; all zero for the background.</summary>
    public Span<float> Embedding => Part(0);

    /// <summary>From the taps, <c>[taps, embedding, wide]</c>.</summary>
    public Span<float> TapWeights => Part(1);

    /// <summary>Of the classes of rows and of columns, <c>[2, classes, 4]</c>.</summary>
    public Span<float> Position => Part(2);

    /// <summary>From rows and columns, <c>[2, 4, wide]</c>.</summary>
    public Span<float> PositionWeights => Part(3);

    /// <summary>The constants of the first layer, <c>[channels, wide]</c>.</summary>
    public Span<float> WideBias => Part(4);

    /// <summary>From the first to the second layer, <c>[wide, narrow]</c>.</summary>
    public Span<float> NarrowWeights => Part(5);

    /// <summary>The constants of the second layer, <c>[narrow]</c>.</summary>
    public Span<float> NarrowBias => Part(6);

    /// <summary>From the second layer to the features, <c>[16, narrow]</c>; zero from the rank on.</summary>
    public Span<float> FeatureWeights => Part(7);

    /// <summary>From the features to the logits, in nats, <c>[nodes, 16]</c>; zero from the rank on.</summary>
    public Span<float> NodeWeights => Part(8);

    /// <summary>The constants of the logits, in nats, <c>[nodes]</c>.</summary>
    public Span<float> NodeBias => Part(9);

    /// <summary>The part of another array of the same length that <see cref="Part"/> is of the weights.</summary>
    public Span<float> PartOf(float[] weights, int index) => weights.AsSpan(_starts[index].._starts[index + 1]);

    private Span<float> Part(int index) => PartOf(Weights, index);

    private void Initialize(Rng random)
    {
        var shape = Shape;
        InitializeEmbedding();
        Fill(TapWeights, random, MathF.Sqrt(1f / (shape.Taps.Length * shape.EmbeddingSize)));
        var position = Position;
        for (var i = 0; i < position.Length; i++)
        {
            var (place, frequency) = (i / NetworkShape.PositionSize % NetworkShape.PositionClasses, i % NetworkShape.PositionSize);
            position[i] = MathF.Cos(MathF.PI * (place + 0.5f) * (frequency + 1) / NetworkShape.PositionClasses);
        }

        Fill(PositionWeights, random, 0.1f);
        Fill(NarrowWeights, random, MathF.Sqrt(2f / shape.Wide));
        Fill(FeatureWeights[..(shape.Rank * shape.Narrow)], random, MathF.Sqrt(1f / shape.Narrow));
        for (var node = 0; node < shape.Nodes; node++)
            Fill(NodeWeights.Slice(node * NetworkShape.Features, shape.Rank), random, 0.1f);
    }

    /// <summary>Values near each other begin alike: waves over the range, and one number that tells the background from all others.</summary>
    private void InitializeEmbedding()
    {
        var embedding = Embedding;
        var size = Shape.EmbeddingSize;
        for (var value = 0; value < Shape.Values; value++)
        {
            var place = value / (float)Shape.Levels;
            for (var i = 0; i < size; i++)
                embedding[(value * size) + i] = i == 0 ? 1 : i == 1 ? place : MathF.Cos(MathF.PI * place * (i - 1));
        }

        var zero = Shape.Background >= 0 ? embedding.Slice(Shape.Background * size, size).ToArray() : new float[size];
        zero[0] = 0;
        for (var i = 0; i < embedding.Length; i++)
            embedding[i] -= zero[i % size];
        if (Shape.Background >= 0)
            embedding.Slice(Shape.Background * size, size).Clear();
    }

    private static void Fill(Span<float> weights, Rng random, float deviation)
    {
        foreach (ref var weight in weights)
            weight = deviation * random.NextNormal();
    }
}
