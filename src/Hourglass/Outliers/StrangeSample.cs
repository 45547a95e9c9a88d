namespace Hourglass.Outliers;

/// <summary>A new sample with a large reconstruction error.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Error">The mean squared error, values in [0, 1].</param>
/// <param name="PValue">The share of held-out samples with at least this error, this one counted in; in (0, 1].</param>
public sealed record StrangeSample(string Name, double Error, double PValue);
