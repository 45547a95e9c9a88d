namespace Hourglass.Outliers;

/// <summary>A score and what it says of the training rows, each as if it had not been among them.</summary>
/// <param name="Score">Scores any rows.</param>
/// <param name="HeldOut">One score for each training row, from the parts of the score that were learnt without that row.</param>
internal sealed record FittedScore(IOutlierScore Score, double[] HeldOut);
