namespace Hourglass.Outliers;

/// <summary>Whether new rows or samples are like those that a model knows.</summary>
/// <param name="Rows">New rows or samples.</param>
/// <param name="TestedRows">Of them, those that were compared, drawn where there are many.</param>
/// <param name="Level">The chance of calling drift where there is none, in (0, 1).</param>
/// <param name="Findings">All comparisons, the clearest first.</param>
public sealed record DriftReport(long Rows, int TestedRows, double Level, IReadOnlyList<DriftFinding> Findings)
{
    /// <summary>Of samples, those with the largest reconstruction errors; empty for tables.</summary>
    public IReadOnlyList<StrangeSample> Strangest { get; init; } = [];

    /// <summary>Whether at least one comparison shows drift after correction.</summary>
    public bool HasDrifted => Findings.Any(finding => finding.Corrected <= Level);

    /// <summary>Corrects for the number of tests by Holm's step-down procedure.</summary>
    internal static DriftReport Of(long rows, int tested, double level, List<DriftFinding> findings)
    {
        var ordered = findings.OrderBy(finding => finding.PValue).ThenByDescending(finding => finding.Distance).ToArray();
        var largest = 0.0;
        for (var i = 0; i < ordered.Length; i++)
        {
            largest = Math.Min(1, Math.Max(largest, ordered[i].PValue * (ordered.Length - i)));
            ordered[i] = ordered[i] with { Corrected = largest };
        }

        return new DriftReport(rows, tested, level, ordered);
    }
}
