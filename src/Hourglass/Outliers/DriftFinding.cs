namespace Hourglass.Outliers;

/// <summary>One comparison of new rows with the training rows.</summary>
/// <param name="What">A column's name, or what else is compared.</param>
/// <param name="Test">The test: <c>values</c>, <c>categories</c>, <c>missing</c> or <c>score</c>.</param>
/// <param name="Distance">How far apart the distributions are, in [0, 1].</param>
/// <param name="PValue">The chance of such a distance without drift, not corrected.</param>
/// <param name="Corrected">The p-value corrected for the number of tests (Holm, 1979), in [0, 1].</param>
/// <param name="Before">What was usual in the training rows.</param>
/// <param name="Now">What is usual in the new rows.</param>
public sealed record DriftFinding(string What, string Test, double Distance, double PValue, double Corrected, string Before, string Now);
