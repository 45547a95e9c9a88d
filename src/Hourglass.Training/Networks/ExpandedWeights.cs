using System.Numerics.Tensors;
using Hourglass.Archives.Networks;

namespace Hourglass.Training.Networks;

/// <summary>
/// The weights of a network with embeddings multiplied out, so that a tap costs one row of a table: <c>[taps, values, wide]</c>. A second one
/// takes the gradient.
/// </summary>
internal sealed unsafe class ExpandedWeights
{
    private readonly NetworkShape _shape;
    private readonly float[] _memory;
    private readonly float* _start;
    private readonly int _plain;

    /// <summary>All zero.</summary>
    public ExpandedWeights(FloatNetwork network)
    {
        _shape = network.Shape;
        var taps = _shape.Taps.Length * _shape.Values * _shape.Wide;
        var places = 2 * NetworkShape.PositionClasses * _shape.Wide;
        _plain = taps + places;
        var rest = network.Weights.Length - PlainStart(network);
        _memory = GC.AllocateArray<float>(_plain + rest + 16, pinned: true);
        var address = (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _memory[0]);
        _start = (float*)(((nuint)address + 63) & ~(nuint)63);
        Length = _plain + rest;
        Taps = _start;
        Places = _start + taps;
        WideBias = _start + _plain;
        NarrowWeights = WideBias + network.WideBias.Length;
        NarrowBias = NarrowWeights + network.NarrowWeights.Length;
        FeatureWeights = NarrowBias + network.NarrowBias.Length;
        NodeWeights = FeatureWeights + network.FeatureWeights.Length;
        NodeBias = NodeWeights + network.NodeWeights.Length;
    }

    /// <summary>Numbers in all.</summary>
    public int Length { get; }

    /// <summary>All of them.</summary>
    public Span<float> All => new(_start, Length);

    /// <summary><c>[taps, values, wide]</c>.</summary>
    public float* Taps { get; }

    /// <summary><c>[2, classes, wide]</c>: of rows, of columns.</summary>
    public float* Places { get; }

    /// <summary><c>[channels, wide]</c>.</summary>
    public float* WideBias { get; }

    /// <summary><c>[wide, narrow]</c>.</summary>
    public float* NarrowWeights { get; }

    /// <summary><c>[narrow]</c>.</summary>
    public float* NarrowBias { get; }

    /// <summary><c>[16, narrow]</c>.</summary>
    public float* FeatureWeights { get; }

    /// <summary><c>[nodes, 16]</c>.</summary>
    public float* NodeWeights { get; }

    /// <summary><c>[nodes]</c>.</summary>
    public float* NodeBias { get; }

    /// <summary>Multiplies a share of the tables out; the shares of all threads together are the whole.</summary>
    public void Expand(FloatNetwork network, int share, int shares)
    {
        int size = _shape.EmbeddingSize, wide = _shape.Wide;
        for (var tap = share; tap < _shape.Taps.Length; tap += shares)
        {
            Product(network.Embedding, network.TapWeights.Slice(tap * size * wide, size * wide), _shape.Values, size,
                new Span<float>(Taps + ((long)tap * _shape.Values * wide), _shape.Values * wide));
        }

        if (share != 0)
            return;
        for (var axis = 0; axis < 2; axis++)
        {
            Product(Axis(network.Position, axis), Axis(network.PositionWeights, axis), NetworkShape.PositionClasses, NetworkShape.PositionSize,
                Axis(new Span<float>(Places, 2 * NetworkShape.PositionClasses * wide), axis));
        }

        network.Weights.AsSpan(PlainStart(network)).CopyTo(All[_plain..]);
    }

    /// <summary>Takes this as the gradient of the tables: adds a share of that of the network's weights.</summary>
    /// <param name="network">Whose weights were expanded.</param>
    /// <param name="gradient">Of the shape of the network's weights.</param>
    /// <param name="share">Which share.</param>
    /// <param name="shares">Of how many.</param>
    public void Collapse(FloatNetwork network, float[] gradient, int share, int shares)
    {
        int size = _shape.EmbeddingSize, wide = _shape.Wide;
        for (var tap = share; tap < _shape.Taps.Length; tap += shares)
        {
            var table = new Span<float>(Taps + ((long)tap * _shape.Values * wide), _shape.Values * wide);
            ProductGradient(network.Embedding, network.TapWeights.Slice(tap * size * wide, size * wide), _shape.Values, size, table,
                network.PartOf(gradient, 0), network.PartOf(gradient, 1).Slice(tap * size * wide, size * wide));
        }

        if (share != 0)
            return;
        for (var axis = 0; axis < 2; axis++)
        {
            ProductGradient(Axis(network.Position, axis), Axis(network.PositionWeights, axis), NetworkShape.PositionClasses,
                NetworkShape.PositionSize, Axis(new Span<float>(Places, 2 * NetworkShape.PositionClasses * wide), axis),
                Axis(network.PartOf(gradient, 2), axis), Axis(network.PartOf(gradient, 3), axis));
        }

        All[_plain..].CopyTo(gradient.AsSpan(PlainStart(network)));
    }

    private static int PlainStart(FloatNetwork network) =>
        network.Embedding.Length + network.TapWeights.Length + network.Position.Length + network.PositionWeights.Length;

    private static Span<float> Axis(Span<float> both, int axis) => both.Slice(axis * both.Length / 2, both.Length / 2);

    private static void Product(Span<float> rows, Span<float> weights, int count, int size, Span<float> result)
    {
        var width = weights.Length / size;
        for (var row = 0; row < count; row++)
        {
            var target = result.Slice(row * width, width);
            TensorPrimitives.Multiply(weights[..width], rows[row * size], target);
            for (var i = 1; i < size; i++)
                TensorPrimitives.MultiplyAdd(weights.Slice(i * width, width), rows[(row * size) + i], target, target);
        }
    }

    private static void ProductGradient(
        Span<float> rows, Span<float> weights, int count, int size, Span<float> table, Span<float> rowGradient, Span<float> weightGradient)
    {
        var width = weights.Length / size;
        for (var row = 0; row < count; row++)
        {
            var source = table.Slice(row * width, width);
            if (!source.ContainsAnyExcept(0f))
                continue;
            for (var i = 0; i < size; i++)
            {
                rowGradient[(row * size) + i] += TensorPrimitives.Dot(source, weights.Slice(i * width, width));
                var target = weightGradient.Slice(i * width, width);
                TensorPrimitives.MultiplyAdd(source, rows[(row * size) + i], target, target);
            }
        }
    }
}
