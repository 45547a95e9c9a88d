using Hourglass.Archives.Pixels;

namespace Hourglass.Archives.Restoration;

/// <summary>Chooses the cells of a lattice by the data.</summary>
internal static class LatticeDesign
{
    private const int Rounds = 50;

    /// <summary>
    /// Cells that give the least squared error when every sample is replaced by the mean of its cell (S. P. Lloyd, "Least squares quantization
    /// in PCM", 1982), started evenly over the range.
    /// </summary>
    /// <param name="histogram">How often each sample occurs.</param>
    /// <param name="cells">How many cells, at least 2. Cells that nothing falls into are left out, so that there may be fewer.</param>
    public static Lattice Lloyd(ReadOnlySpan<long> histogram, int cells)
    {
        var means = new double[cells];
        for (var i = 0; i < cells; i++)
            means[i] = (i + 0.0) * (histogram.Length - 1) / (cells - 1);
        for (var round = 0; round < Rounds; round++)
            Means(histogram, Starts(means, histogram.Length), means);
        return Of(histogram, Starts(means, histogram.Length));
    }

    /// <summary>A lattice whose values are the means of given cells.</summary>
    /// <param name="histogram">How often each sample occurs.</param>
    /// <param name="starts">The least sample of every cell but the first, rising.</param>
    public static Lattice Of(ReadOnlySpan<long> histogram, int[] starts)
    {
        var (levels, means) = (histogram.Length, new double[starts.Length + 1]);
        for (var i = 0; i < means.Length; i++)
            means[i] = ((i == 0 ? 0 : starts[i - 1]) + (i == starts.Length ? histogram.Length : starts[i]) - 1) / 2.0;
        Means(histogram, starts, means);
        return new Lattice(
            levels, [.. starts.Select(start => (ushort)start)],
            [.. means.Select(mean => (short)Math.Round(mean * Lattice.One / (levels - 1)))]);
    }

    /// <summary>How often each sample occurs.</summary>
    public static long[] Histogram(IReadOnlyList<Raster> pictures)
    {
        var histogram = new long[pictures[0].Levels];
        foreach (var picture in pictures)
        {
            foreach (var sample in picture.Samples)
                histogram[sample]++;
        }

        return histogram;
    }

    private static int[] Starts(double[] means, int levels)
    {
        var starts = new int[means.Length - 1];
        for (var i = 0; i < starts.Length; i++)
            starts[i] = Math.Clamp((int)Math.Ceiling((means[i] + means[i + 1]) / 2), i == 0 ? 1 : starts[i - 1] + 1, levels - starts.Length + i);
        return starts;
    }

    private static void Means(ReadOnlySpan<long> histogram, int[] starts, double[] means)
    {
        for (var i = 0; i < means.Length; i++)
        {
            var (count, sum) = (0.0, 0.0);
            for (var sample = i == 0 ? 0 : starts[i - 1]; sample < (i == starts.Length ? histogram.Length : starts[i]); sample++)
            {
                count += histogram[sample];
                sum += (double)histogram[sample] * sample;
            }

            if (count > 0)
                means[i] = sum / count;
        }
    }
}
