using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>One number that a row is looked at by, and the three scales it is looked at on.</summary>
public sealed record Feature
{
    private const float StandardLimit = 100;
    private const float RobustLimit = 10;
    private const int MostKnots = 512;

    /// <summary>The index of its column among the model's.</summary>
    public required int Column { get; init; }

    /// <summary>What it says about the column.</summary>
    public required FeatureKind Kind { get; init; }

    /// <summary>The category, for <see cref="FeatureKind.Category"/>.</summary>
    public string? Category { get; init; }

    /// <summary>Mean over the training rows.</summary>
    public required double Mean { get; init; }

    /// <summary>Standard deviation over the training rows, above 0.</summary>
    public required double Deviation { get; init; }

    /// <summary>Median over the training rows.</summary>
    public required double Median { get; init; }

    /// <summary>The distance of the quartiles over 1.349, which is the standard deviation of a normal distribution; else <see cref="Deviation"/>.</summary>
    public required double Spread { get; init; }

    /// <summary>Distinct training values, ascending.</summary>
    public required double[] Knots { get; init; }

    /// <summary>The normal score of each knot: where its middle rank lies in a standard normal distribution.</summary>
    public required double[] Scores { get; init; }

    /// <summary>What distances count it by: a column of many categories weighs as much as one number.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Measures a feature; null when it is constant and says nothing.</summary>
    /// <param name="values">Of all training rows, finite; sorted by this call.</param>
    /// <param name="column">The index of its column.</param>
    /// <param name="kind">What it says.</param>
    /// <param name="category">The category, if it is of one.</param>
    internal static Feature? Of(Span<double> values, int column, FeatureKind kind, string? category = null)
    {
        values.Sort();
        var (mean, low, high) = (TensorPrimitives.Average<double>(values), Quantile(values, 0.25), Quantile(values, 0.75));
        var deviation = TensorPrimitives.StdDev<double>(values);
        if (!(deviation > 1e-12 * Math.Max(1, Math.Abs(mean))) || !double.IsFinite(deviation))
            return null;
        var (knots, scores) = KnotsOf(values);
        var spread = (high - low) / 1.349;
        return new Feature
        {
            Column = column,
            Kind = kind,
            Category = category,
            Mean = mean,
            Deviation = deviation,
            Median = Quantile(values, 0.5),
            Spread = spread > 1e-9 * deviation ? spread : deviation,
            Knots = knots,
            Scores = scores,
        };
    }

    /// <summary>In standard deviations from the mean.</summary>
    internal float Standard(double value) => Limited((value - Mean) / Deviation, StandardLimit);

    /// <summary>In spreads from the median, cut off where farther does not matter.</summary>
    internal float Robust(double value) => Limited((value - Median) / Spread, RobustLimit);

    /// <summary>The normal score, linear between knots; beyond the last it grows as slowly as the standard deviation says.</summary>
    internal float Normal(double value)
    {
        var at = Array.BinarySearch(Knots, value);
        if (at >= 0)
            return (float)(Weight * Scores[at]);
        at = ~at;
        if (at == 0)
            return Limited(Scores[0] - Math.Min(1, (Knots[0] - value) / Deviation), StandardLimit);
        if (at == Knots.Length)
            return Limited(Scores[^1] + Math.Min(1, (value - Knots[^1]) / Deviation), StandardLimit);
        var share = (value - Knots[at - 1]) / (Knots[at] - Knots[at - 1]);
        return (float)(Weight * (Scores[at - 1] + share * (Scores[at] - Scores[at - 1])));
    }

    /// <summary>The value at a share of sorted values.</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    private float Limited(double value, float limit) => (float)(Weight * Math.Clamp(value, -limit, limit));

    private static (double[] Knots, double[] Scores) KnotsOf(ReadOnlySpan<double> sorted)
    {
        var (knots, scores) = (new List<double>(), new List<double>());
        for (int first = 0, end; first < sorted.Length; first = end)
        {
            for (end = first + 1; end < sorted.Length && sorted[end] == sorted[first];)
                end++;
            knots.Add(sorted[first]);
            scores.Add(NormalQuantile.At((first + end) / 2.0 / sorted.Length));
        }

        if (knots.Count <= MostKnots)
            return ([.. knots], [.. scores]);
        var chosen = Enumerable.Range(0, MostKnots).Select(i => (int)((long)i * (knots.Count - 1) / (MostKnots - 1))).ToArray();
        return ([.. chosen.Select(i => knots[i])], [.. chosen.Select(i => scores[i])]);
    }
}
