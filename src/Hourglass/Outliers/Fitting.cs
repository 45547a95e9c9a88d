namespace Hourglass.Outliers;

/// <summary>What the fit of a score gets.</summary>
/// <param name="Rows">The training rows, encoded.</param>
/// <param name="Seed">Names random choices.</param>
/// <param name="Threads">Threads to work with.</param>
/// <param name="Cancellation">Stops.</param>
internal sealed record Fitting(FeatureRows Rows, ulong Seed, int Threads, CancellationToken Cancellation);
