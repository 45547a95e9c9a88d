using Hourglass.Archives.Networks;
using Hourglass.Archives.Pixels;
using static TorchSharp.torch;

namespace Hourglass.Training.Tests;

/// <summary>A context network as a graph of libtorch, written from its formula: slow and plain.</summary>
internal static class TorchGradient
{
    /// <summary>The code length of a picture in nats, and its gradient by all weights.</summary>
    public static (double Nats, float[] Gradient) Of(FloatNetwork network, Raster picture)
    {
        using var scope = NewDisposeScope();
        var shape = network.Shape;
        using var weights = tensor(network.Weights, requires_grad: true);
        var start = 0;
        var embedding = Part(shape.Values, shape.EmbeddingSize);
        var taps = Part(shape.Taps.Length, shape.EmbeddingSize, shape.Wide);
        var position = Part(2, NetworkShape.PositionClasses, NetworkShape.PositionSize);
        var positionWeights = Part(2, NetworkShape.PositionSize, shape.Wide);
        var wideBias = Part(shape.Channels, shape.Wide);
        var narrowWeights = Part(shape.Wide, shape.Narrow);
        var narrowBias = Part(shape.Narrow);
        var featureWeights = Part(NetworkShape.Features, shape.Narrow);
        var nodeWeights = Part(shape.Nodes, NetworkShape.Features);
        var nodeBias = Part(shape.Nodes);
        var loss = zeros(1);
        for (var i = 0; i < picture.Samples.Length; i++)
        {
            var (x, y, channel) = (i / shape.Channels % picture.Width, i / shape.Channels / picture.Width, i % shape.Channels);
            var sum = wideBias[channel];
            for (var tap = 0; tap < shape.Taps.Length; tap++)
                sum = sum + embedding[Value(shape, picture, shape.Taps[tap], x, y, channel)].unsqueeze(0).mm(taps[tap]).squeeze(0);
            sum = sum + position[0][NetworkShape.PositionClass(y, picture.Height)].unsqueeze(0).mm(positionWeights[0]).squeeze(0);
            sum = sum + position[1][NetworkShape.PositionClass(x, picture.Width)].unsqueeze(0).mm(positionWeights[1]).squeeze(0);
            var narrow = (sum.relu().unsqueeze(0).mm(narrowWeights).squeeze(0) + narrowBias).relu();
            var features = featureWeights.mm(narrow.unsqueeze(1)).squeeze(1);
            foreach (var (node, bit) in Path(shape, picture.Samples[i]))
            {
                var logit = (nodeWeights[node] * features).sum() + nodeBias[node];
                loss = loss + nn.functional.softplus(bit != 0 ? -logit : logit);
            }
        }

        loss.sum().backward();
        var gradient = weights.grad!.data<float>().ToArray();
        if (shape.Background >= 0)
            gradient.AsSpan(shape.Background * shape.EmbeddingSize, shape.EmbeddingSize).Clear();
        return (loss.sum().item<float>(), gradient);

        Tensor Part(params long[] sides)
        {
            var length = sides.Aggregate(1L, (product, side) => product * side);
            var part = weights.slice(0, start, start + length, 1).reshape(sides);
            start += (int)length;
            return part;
        }
    }

    private static int Value(NetworkShape shape, Raster picture, Tap tap, int x, int y, int channel)
    {
        var (column, row) = (x + tap.Dx, y + tap.Dy);
        if (!tap.IsKnown(channel, shape.Channels) || column < 0 || column >= picture.Width || row < 0)
            return shape.Outside;
        return picture.Samples[(((row * picture.Width) + column) * shape.Channels) + ((channel + tap.Channel) % shape.Channels)];
    }

    private static IEnumerable<(int Node, int Bit)> Path(NetworkShape shape, int value)
    {
        if (shape.Background >= 0)
            yield return (0, value != shape.Background ? 1 : 0);
        if (value == shape.Background)
            yield break;
        var node = 1;
        for (var i = shape.Bits - 1; i >= 0; i--)
        {
            var bit = (value >> i) & 1;
            yield return (node, bit);
            node = (2 * node) + bit;
        }
    }
}
