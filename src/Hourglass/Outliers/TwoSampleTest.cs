using MathNet.Numerics;

namespace Hourglass.Outliers;

/// <summary>Do two sets of values come from the same distribution?</summary>
internal static class TwoSampleTest
{
    private const double LeastExpected = 5;

    /// <summary>The test of Kolmogorov and Smirnov against values at evenly spaced ranks of a larger set.</summary>
    /// <param name="kept">Ascending values of the first set, at evenly spaced ranks.</param>
    /// <param name="firstCount">How many values the first set has.</param>
    /// <param name="second">The second set; sorted by this call.</param>
    /// <param name="tolerance">A distance that is not counted: what the first set's sketch, or the way it was measured, may be off by.</param>
    /// <param name="onlyLarger">Whether only a second set that tends to larger values is another one (the one-sided test).</param>
    /// <returns>The largest distance between the distribution functions, in [0, 1], and the p-value.</returns>
    public static (double Distance, double PValue) KolmogorovSmirnov(
        IReadOnlyList<double> kept, double firstCount, Span<double> second, double tolerance, bool onlyLarger = false)
    {
        second.Sort();
        var (distance, i, j) = (0.0, 0, 0);
        while (i < kept.Count || j < second.Length)
        {
            var value = j == second.Length || i < kept.Count && kept[i] <= second[j] ? kept[i] : second[j];
            while (i < kept.Count && kept[i] <= value)
                i++;
            while (j < second.Length && second[j] <= value)
                j++;
            var gap = i / (double)kept.Count - j / (double)second.Length;
            distance = Math.Max(distance, onlyLarger ? gap : Math.Abs(gap));
        }

        var effective = Math.Sqrt(firstCount * second.Length / (firstCount + second.Length));
        var scaled = Math.Max(0, distance - tolerance) * (effective + 0.12 + 0.11 / effective);
        return (distance, onlyLarger ? Math.Exp(-2 * scaled * scaled) : Kolmogorov(scaled));
    }

    /// <summary>The chi-squared test of homogeneity: are categories as frequent in both sets? Rare ones are taken together.</summary>
    /// <returns>The total variation distance, in [0, 1], and the p-value.</returns>
    public static (double Distance, double PValue) ChiSquared(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var (firstTotal, secondTotal) = (first.Sum(), second.Sum());
        if (firstTotal == 0 || secondTotal == 0)
            return (0, 1);
        var (statistic, cells, distance, restFirst, restSecond) = (0.0, 0, 0.0, 0.0, 0.0);
        for (var i = 0; i < first.Count; i++)
        {
            distance += Math.Abs(first[i] / firstTotal - second[i] / secondTotal) / 2;
            var smaller = (first[i] + second[i]) * Math.Min(firstTotal, secondTotal) / (firstTotal + secondTotal);
            if (smaller < LeastExpected)
                (restFirst, restSecond) = (restFirst + first[i], restSecond + second[i]);
            else
                Add(first[i], second[i]);
        }

        if (restFirst + restSecond > 0)
            Add(restFirst, restSecond);
        return (distance, cells < 2 ? 1 : SpecialFunctions.GammaUpperRegularized((cells - 1) / 2.0, statistic / 2));

        void Add(double ofFirst, double ofSecond)
        {
            var share = (ofFirst + ofSecond) / (firstTotal + secondTotal);
            statistic += Square(ofFirst - share * firstTotal) / (share * firstTotal) + Square(ofSecond - share * secondTotal) / (share * secondTotal);
            cells++;
        }
    }

    private static double Square(double value) => value * value;

    /// <summary>The chance of a larger distance, scaled (Marsaglia, Tsang and Wang, 2003, use the same series for large sets).</summary>
    private static double Kolmogorov(double scaled)
    {
        if (scaled < 0.2)
            return 1;
        var (sum, sign) = (0.0, 1.0);
        for (var k = 1; k <= 100; k++, sign = -sign)
        {
            var term = Math.Exp(-2.0 * k * k * scaled * scaled);
            sum += sign * term;
            if (term < 1e-16)
                break;
        }

        return Math.Clamp(2 * sum, 0, 1);
    }
}
