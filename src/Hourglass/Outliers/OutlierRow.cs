namespace Hourglass.Outliers;

/// <summary>What a model says of one row.</summary>
/// <param name="Row">Which row of the table, from 1.</param>
/// <param name="Score">How surprising it is, in nats: a weighted mean over all scores of minus the logarithm of their p-values.</param>
/// <param name="PValue">The share of ordinary rows that are at least as surprising, in (0, 1].</param>
/// <param name="Parts">The surprisal by each of <see cref="OutlierModel.Scores"/>, in nats.</param>
/// <param name="Reasons">The columns that contribute most, the first the most.</param>
public sealed record OutlierRow(long Row, double Score, double PValue, IReadOnlyList<double> Parts, IReadOnlyList<OutlierReason> Reasons);
