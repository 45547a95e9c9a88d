using Hourglass.Archives.Restoration;
using Hourglass.Numerics;

namespace Hourglass.Tests.Archives.Restoration;

/// <summary>Networks and inputs drawn at random.</summary>
internal static class RandomNetwork
{
    public static IntegerNetwork Draw(Rng random, int channels, int width, int layers)
    {
        var drawn = new List<ConvLayer>();
        for (var i = 0; i < layers; i++)
        {
            var (inputs, outputs) = (i == 0 ? channels : width, i == layers - 1 ? channels : width);
            drawn.Add(new ConvLayer(
                inputs, outputs, 6 + random.NextInt(4), rectified: i < layers - 1, Numbers(random, ConvLayer.Taps * inputs * outputs, 60), Numbers(random, outputs, 500)));
        }

        return new IntegerNetwork(drawn);
    }

    public static short[] Numbers(Rng random, int count, int most) => [.. Enumerable.Range(0, count).Select(_ => (short)(random.NextInt((2 * most) + 1) - most))];
}
