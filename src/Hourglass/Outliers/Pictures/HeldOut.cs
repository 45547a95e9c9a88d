namespace Hourglass.Outliers.Pictures;

/// <summary>Scores of normal samples that a fit did not see: they say what a score is worth (Vovk and others, 2005).</summary>
internal sealed class HeldOut
{
    private readonly double[] _sorted;
    private readonly double _mean;
    private readonly double _deviation;

    /// <summary>Keeps scores of held-out normal samples; at least one.</summary>
    public HeldOut(IEnumerable<double> scores)
    {
        _sorted = [.. scores.Order()];
        _mean = _sorted.Average();
        _deviation = Math.Sqrt(_sorted.Average(score => (score - _mean) * (score - _mean)));
    }

    /// <summary>A score in standard deviations of normal ones.</summary>
    public double Standardized(double score) => (score - _mean) / Math.Max(_deviation, 1e-12);

    /// <summary>The share of scores at least as high, the new one counted too.</summary>
    public double PValue(double score)
    {
        var at = Array.BinarySearch(_sorted, score);
        at = at < 0 ? ~at : at;
        while (at > 0 && _sorted[at - 1] == score)
            at--;
        return (_sorted.Length - at + 1.0) / (_sorted.Length + 1);
    }
}
