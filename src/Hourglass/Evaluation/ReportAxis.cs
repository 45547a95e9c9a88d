namespace Hourglass.Evaluation;

/// <summary>Where numbers stand along a side of a figure.</summary>
/// <param name="Low">The number at the beginning.</param>
/// <param name="High">The number at the end, above <paramref name="Low"/>.</param>
/// <param name="Logarithmic">Whether equal ratios are equal lengths; then <paramref name="Low"/> is above 0.</param>
internal sealed record ReportAxis(double Low, double High, bool Logarithmic = false)
{
    /// <summary>The axis of some losses: logarithmic, unless one of them is not above 0.</summary>
    public static ReportAxis OfLosses(IEnumerable<double> losses)
    {
        double[] finite = [.. losses.Where(double.IsFinite)];
        if (finite.Length == 0)
            return new ReportAxis(0, 1);
        var (low, high) = (finite.Min(), finite.Max());
        if (low > 0)
            return new ReportAxis(low / Margin(low, high), high * Margin(low, high), Logarithmic: true);
        var margin = high > low ? 0.05 * (high - low) : 1;
        return new ReportAxis(low - margin, high + margin);

        static double Margin(double low, double high) => Math.Max(1.02, Math.Pow(high / low, 0.06));
    }

    /// <summary>The place of a number, 0 at the beginning and 1 at the end.</summary>
    public double Place(double value) =>
        Logarithmic ? Math.Log(Math.Max(value, double.Epsilon) / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);

    /// <summary>Round numbers along the axis: at least two where there are any, at most <paramref name="most"/>.</summary>
    public IReadOnlyList<double> Ticks(int most)
    {
        if (Logarithmic)
        {
            double[][] mantissas = [[1, 2, 5], [1, 3], [1]];
            foreach (var set in mantissas)
                if (Decades(set) is { Count: >= 3 } ticks && ticks.Count <= most)
                    return ticks;
            if (High / Low > 1e4)
                return Thinned(Decades([1]), most);
        }

        return Even(most);
    }

    private List<double> Decades(double[] mantissas)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(Low)), (int)Math.Ceiling(Math.Log10(High)));
        return [.. Enumerable.Range(first, last - first + 1)
            .SelectMany(exponent => mantissas.Select(mantissa => mantissa * Math.Pow(10, exponent)))
            .Where(tick => tick >= Low && tick <= High)];
    }

    private static List<double> Thinned(List<double> ticks, int most)
    {
        var step = (ticks.Count + most - 1) / most;
        return [.. ticks.Where((_, i) => i % step == 0)];
    }

    private List<double> Even(int most)
    {
        var rough = (High - Low) / most;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        var ticks = new List<double>();
        for (var i = Math.Ceiling(Low / step - 1e-9); i * step <= High * (1 + 1e-12) && ticks.Count <= most; i++)
            ticks.Add(i * step + 0.0);
        return ticks;
    }
}
