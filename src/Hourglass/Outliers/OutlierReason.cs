namespace Hourglass.Outliers;

/// <summary>A column that makes a row an outlier.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Expected">What the other columns of the row let expect; where they are as extreme, and for a category never seen, what is usual: the median, or the most frequent.</param>
/// <param name="Share">How much of the strangeness comes from it, in [0, 1].</param>
public sealed record OutlierReason(string Column, string Value, string Expected, double Share);
