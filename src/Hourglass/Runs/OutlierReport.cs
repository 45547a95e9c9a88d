using Hourglass.Outliers;

namespace Hourglass.Runs;

/// <summary>What was found among the rows of a table.</summary>
public sealed record OutlierReport
{
    /// <summary>Rows that were judged.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows whose p-value is at most the false-alarm rate.</summary>
    public required long Outliers { get; init; }

    /// <summary>The false-alarm rate, in (0, 1).</summary>
    public required double FalseAlarms { get; init; }

    /// <summary>The strangest rows, the strangest first.</summary>
    public required IReadOnlyList<OutlierRow> Top { get; init; }

    /// <summary>The names of the scores that are combined.</summary>
    public IReadOnlyList<string> Scores { get; init; } = [];

    /// <summary>For each of the strangest rows its rank by each baseline, from 1, in the order of <see cref="Baselines"/>; empty where the model was not fitted on these rows.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Ranks { get; init; } = [];

    /// <summary>The names of the baselines.</summary>
    public IReadOnlyList<string> Baselines { get; init; } = [];

    /// <summary>How well each score finds the rows that are known to be outliers; empty without a label.</summary>
    public IReadOnlyList<OutlierQuality> Quality { get; init; } = [];

    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Seconds that fitting and scoring took.</summary>
    public double Seconds { get; init; }
}
