using Hourglass.Archives.Networks;
using Hourglass.Archives.Pixels;
using Hourglass.Numerics;

namespace Hourglass.Tests.Archives.Networks;

/// <summary>Networks of random weights, and pictures with something in them.</summary>
internal static class GivenNetworks
{
    public static readonly NetworkShape Grey = new()
    {
        Levels = 256,
        Channels = 1,
        Background = 0,
        Taps = Tap.Nearest(10, 1),
        EmbeddingSize = 3,
        Wide = 32,
        Narrow = 16,
        Rank = 5,
    };

    public static readonly NetworkShape Color = Grey with { Channels = 3, Background = -1, Taps = Tap.Nearest(12, 3), Wide = 96, Narrow = 64, Rank = 16 };

    public static readonly NetworkShape Few = Grey with { Levels = 5, Background = 4, Wide = 160, Narrow = 80 };

    public static NetworkShape Shape(string name) => name switch
    {
        nameof(Grey) => Grey,
        nameof(Color) => Color,
        _ => Few,
    };

    public static ContextNetwork Network(NetworkShape shape, ulong seed = 1)
    {
        var network = new FloatNetwork(shape, seed);
        var random = new Rng(seed, 9);
        foreach (ref var bias in network.NodeBias)
            bias = random.NextNormal();
        foreach (ref var bias in network.WideBias)
            bias = 0.2f * random.NextNormal();
        return Quantizer.Quantize(network, rate: 32, delay: 16);
    }

    /// <summary>A bright disc on the background, with noise.</summary>
    public static Raster Picture(NetworkShape shape, int width, int height, ulong seed)
    {
        var picture = new Raster(width, height, shape.Channels, shape.Levels);
        var random = new Rng(seed);
        for (var i = 0; i < picture.Samples.Length; i++)
        {
            var (x, y) = (i / shape.Channels % width - width / 2, i / shape.Channels / width - height / 2);
            var inside = (4 * x * x) + (4 * y * y) < width * height;
            picture.Samples[i] = (ushort)(inside ? random.NextInt(shape.Levels) : Math.Max(shape.Background, 0));
        }

        return picture;
    }
}
