namespace Hourglass.Outliers;

/// <summary>One comparison of new rows or samples with those that a model knows.</summary>
/// <param name="What">A column's name, or what else is compared.</param>
/// <param name="Test">The test: <c>values</c>, <c>categories</c>, <c>missing</c> or <c>score</c> of a table; <c>error</c>, <c>values</c> or <c>distance</c> of samples.</param>
/// <param name="Distance">How far apart the distributions are, in [0, 1].</param>
/// <param name="PValue">The chance of such a distance without drift, not corrected.</param>
/// <param name="Corrected">The p-value corrected for the number of tests (Holm, 1979), in [0, 1].</param>
/// <param name="Before">What was usual before.</param>
/// <param name="Now">What is usual now.</param>
public sealed record DriftFinding(string What, string Test, double Distance, double PValue, double Corrected, string Before, string Now);
