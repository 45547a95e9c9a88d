using System.Numerics;
using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Pixels;

/// <summary>
/// Which earlier pictures of the chunk, of the same size, a picture is made of: their samples tell much about its own. One scan may lie on the
/// paper of a second and have the text of a third.
/// </summary>
internal static class References
{
    /// <summary>Pictures with fewer samples gain less than a reference costs.</summary>
    public const int LeastSamples = 4096;

    /// <summary>The most pictures that one refers to.</summary>
    public const int Most = 3;

    private const int Probes = 1024;
    private const int Window = 256;
    private const int Even = 1 << 15;

    /// <summary>
    /// A reference must take away one part in so many of what the samples cost. The better of two guesses for every sample costs a tenth less even
    /// where both say nothing.
    /// </summary>
    private const int WorthTheTime = 6;

    /// <summary>How many pictures back the references of each picture are, the best first.</summary>
    public static IReadOnlyList<int>[] Find(IReadOnlyList<Raster> pictures)
    {
        var found = new IReadOnlyList<int>[pictures.Count];
        for (var i = 0; i < found.Length; i++)
            found[i] = pictures[i].Samples.Length < LeastSamples ? [] : Greedy(pictures, i);
        return found;
    }

    /// <summary>Codes the references of picture <paramref name="index"/>.</summary>
    /// <param name="coder">The coder.</param>
    /// <param name="pictures">The pictures of a chunk.</param>
    /// <param name="index">Which one.</param>
    /// <param name="backs">How many pictures back they are; empty when decoding.</param>
    /// <param name="most">The most it can have.</param>
    public static List<Raster> Code<TCoder>(ref TCoder coder, IReadOnlyList<Raster> pictures, int index, IReadOnlyList<int> backs, int most)
        where TCoder : struct, IBinaryCoder
    {
        var references = new List<Raster>(most);
        for (var i = 0; i < most; i++)
        {
            var back = CodeNumber(ref coder, (i < backs.Count ? backs[i] : 0) + 1) - 1;
            if (back <= 0 || back > index || !Fits(pictures[index - back], pictures[index]))
                break;
            references.Add(pictures[index - back]);
        }

        return references;
    }

    /// <summary>Takes one reference after the other, always the one that leaves the fewest bits to say.</summary>
    private static List<int> Greedy(IReadOnlyList<Raster> pictures, int index)
    {
        var picture = pictures[index];
        var (samples, step) = (picture.Samples, Math.Max(1, picture.Samples.Length / Probes));
        var costs = new int[((samples.Length - picture.Channels - 1) / step) + 1];
        for (var probe = 0; probe < costs.Length; probe++)
            costs[probe] = Cost(samples[At(probe)] - samples[At(probe) - picture.Channels]);

        var taken = new List<int>();
        while (taken.Count < Most)
        {
            long total = costs.Sum(cost => (long)cost);
            var (least, best) = (total - (total / WorthTheTime), 0);
            for (var back = 1; back <= Math.Min(index, Window); back++)
            {
                if (!Fits(pictures[index - back], picture))
                    continue;
                var other = pictures[index - back].Samples;
                long sum = 0;
                for (var probe = 0; probe < costs.Length && sum < least; probe++)
                    sum += Math.Min(costs[probe], Cost(samples[At(probe)] - other[At(probe)]));
                if (sum < least)
                    (least, best) = (sum, back);
            }

            if (best == 0)
                break;
            taken.Add(best);
            for (var probe = 0; probe < costs.Length; probe++)
                costs[probe] = Math.Min(costs[probe], Cost(samples[At(probe)] - pictures[index - best].Samples[At(probe)]));
        }

        return taken;

        int At(int probe) => picture.Channels + (probe * step);
    }

    /// <summary>About the bits that a difference costs, in eighths.</summary>
    private static int Cost(int difference)
    {
        var value = 1u + (uint)Math.Abs(difference);
        var octave = BitOperations.Log2(value);
        return (8 * octave) + (int)((value << 3 >> octave) & 7);
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
