namespace Hourglass.Runs;

/// <summary>How well one score finds known outliers.</summary>
/// <param name="Score">The score's name; <c>combined</c> is the one that ranks.</param>
/// <param name="Auroc">See <see cref="Evaluation.RankingQuality"/>.</param>
/// <param name="AveragePrecision">See <see cref="Evaluation.RankingQuality"/>.</param>
public sealed record OutlierQuality(string Score, double Auroc, double AveragePrecision);
