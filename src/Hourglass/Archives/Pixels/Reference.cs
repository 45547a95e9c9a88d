using System.Numerics;
using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Pixels;

/// <summary>Which earlier picture of the chunk, of the same size, a picture looks most like: its samples tell much about those of the picture.</summary>
internal static class Reference
{
    /// <summary>Pictures with fewer samples gain less than a reference costs.</summary>
    public const int LeastSamples = 4096;

    private const int Probes = 1024;
    private const int Even = 1 << 15;

    /// <summary>Codes the reference of picture <paramref name="index"/>; an encoder first looks for the best.</summary>
    /// <returns>The earlier picture, or null for none.</returns>
    public static Raster? Code<TCoder>(ref TCoder coder, IReadOnlyList<Raster> pictures, int index)
        where TCoder : struct, IBinaryCoder
    {
        var back = typeof(TCoder) == typeof(BinaryDecoder) ? 0 : Find(pictures, index);
        back = CodeNumber(ref coder, back + 1) - 1;
        return back > 0 && back <= index && Fits(pictures[index - back], pictures[index]) ? pictures[index - back] : null;
    }

    /// <summary>How many pictures back the most similar one is; 0 for none.</summary>
    private static int Find(IReadOnlyList<Raster> pictures, int index)
    {
        var picture = pictures[index];
        var (best, back) = (Unlikeness(picture, null), 0);
        for (var other = index - 1; other >= 0; other--)
        {
            if (!Fits(pictures[other], picture))
                continue;
            var unlikeness = Unlikeness(picture, pictures[other]);
            if (unlikeness < best)
                (best, back) = (unlikeness, index - other);
        }

        return back;
    }

    /// <summary>How far the samples are from those of another picture, or, without one, from their neighbors on the left.</summary>
    private static long Unlikeness(Raster picture, Raster? other)
    {
        long sum = 0;
        var samples = picture.Samples;
        var step = Math.Max(1, samples.Length / Probes);
        for (var i = picture.Channels; i < samples.Length; i += step)
            sum += Math.Abs(samples[i] - (other is null ? samples[i - picture.Channels] : other.Samples[i]));
        return sum;
    }

    private static bool Fits(Raster other, Raster picture) =>
        other.Width == picture.Width && other.Height == picture.Height && picture.Samples.Length >= LeastSamples;

    /// <summary>Elias' gamma code.</summary>
    private static int CodeNumber<TCoder>(ref TCoder coder, int number)
        where TCoder : struct, IBinaryCoder
    {
        var length = BitOperations.Log2((uint)number);
        var bits = 0;
        while (bits < 24 && coder.Code(bits < length ? 1 : 0, Even) != 0)
            bits++;
        var value = 1;
        for (var bit = bits - 1; bit >= 0; bit--)
            value = (2 * value) + coder.Code((number >> bit) & 1, Even);
        return value;
    }
}
