namespace Hourglass.Outliers;

/// <summary>Scores of training rows, each from the parts of the model that did not see the row.</summary>
/// <param name="RowNumbers">Which rows of the table, ascending from 0.</param>
/// <param name="Parts">For each score, the surprisals of the rows.</param>
/// <param name="Combined">The combined surprisals.</param>
/// <param name="Baselines">Scores that a sceptic would try, of the same rows.</param>
internal sealed record HeldOutScores(
    long[] RowNumbers, IReadOnlyList<double[]> Parts, double[] Combined, IReadOnlyList<(string Id, double[] Scores)> Baselines)
{
    /// <summary>Where a row of the table stands among the training rows; null when it was not drawn.</summary>
    public int? Find(long row) => Array.BinarySearch(RowNumbers, row) is >= 0 and var at ? at : null;

    private readonly Calibration _calibration = Calibration.Of(Combined);

    /// <summary>The p-value of a training row: its rank among all of them.</summary>
    public double PValueOf(int at) => _calibration.PValueOfTraining(Combined[at]);

    /// <summary>The surprisals of one row.</summary>
    public double[] PartsOf(int at) => [.. Parts.Select(part => part[at])];
}
