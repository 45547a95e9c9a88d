using Hourglass.Data.Tables;

namespace Hourglass.Outliers;

/// <summary>What the training rows say about one column; kept in the model, and compared by the drift test.</summary>
public sealed record ColumnProfile
{
    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>What its values are.</summary>
    public required ColumnKind Kind { get; init; }

    /// <summary>Share of training rows without a value, in [0, 1].</summary>
    public double MissingShare { get; init; }

    /// <summary>The value that stands in for a missing number: the median.</summary>
    public double Median { get; init; }

    /// <summary>At most <see cref="MostQuantiles"/> values at evenly spaced ranks, ascending: the column's distribution. Empty for text.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>The categories with features of their own, the most frequent first. Empty for numbers.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Rows of every category that was seen more than once, for its rarity.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; init; } = new Dictionary<string, int>();

    /// <summary>Why the column is not looked at; null when it is.</summary>
    public string? LeftOut { get; init; }

    /// <summary>Whether all training rows have the same value: another one was never seen.</summary>
    public bool IsConstant { get; init; }

    /// <summary>The most values kept of a distribution.</summary>
    public const int MostQuantiles = 512;

    /// <summary>The most categories with features of their own; a rarer one shows by its rarity.</summary>
    public const int MostCategories = 16;

    /// <summary>The most categories that are remembered.</summary>
    public const int MostCounts = 10_000;
}
