namespace Hourglass.Outliers;

/// <summary>Whether new rows are like the training rows.</summary>
/// <param name="Rows">New rows.</param>
/// <param name="TestedRows">Rows that were compared, drawn where there are many.</param>
/// <param name="Level">The chance of calling drift where there is none, in (0, 1).</param>
/// <param name="Findings">All comparisons, the clearest first.</param>
public sealed record DriftReport(long Rows, int TestedRows, double Level, IReadOnlyList<DriftFinding> Findings)
{
    /// <summary>Whether at least one comparison shows drift after correction.</summary>
    public bool HasDrifted => Findings.Any(finding => finding.Corrected <= Level);
}
