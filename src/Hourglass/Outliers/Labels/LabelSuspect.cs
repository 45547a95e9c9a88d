namespace Hourglass.Outliers.Labels;

/// <summary>A sample and what its content says of its label.</summary>
/// <param name="Index">Which sample.</param>
/// <param name="Given">The label in the data.</param>
/// <param name="Suggested">The likeliest other label.</param>
/// <param name="Probability">How likely the given label is wrong, in [0, 1].</param>
/// <param name="LogOdds">The logarithm of the odds against the given label by content alone; orders suspects, most suspect highest.</param>
public readonly record struct LabelSuspect(int Index, int Given, int Suggested, double Probability, double LogOdds);
