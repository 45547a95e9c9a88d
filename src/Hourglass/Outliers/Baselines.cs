using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>What a sceptic would try first, on the same rows: nearest neighbors and principal components. The forest is one of the scores.</summary>
internal static class Baselines
{
    private const ulong Stream = 0xBA5E;
    private const int MostReferences = 8192;
    private const int Neighbors = 5;

    /// <summary>The scores of the training rows by each.</summary>
    public static IReadOnlyList<(string Id, double[] Scores)> Of(Fitting fitting) =>
        [("k-NN", NearestNeighbors(fitting)), ("PCA", PrincipalError(fitting))];

    /// <summary>The distance to the fifth nearest row.</summary>
    private static double[] NearestNeighbors(Fitting fitting)
    {
        var rows = fitting.Rows.Compact;
        var chosen = Draw.Some(new Rng(fitting.Seed, Stream), rows.Count, Math.Min(rows.Count, MostReferences));
        var references = ReferenceRows.Of(rows.On(FeatureScale.Standard), rows.Features, chosen);
        var places = chosen.Select((row, at) => (row, at)).ToDictionary(pair => pair.row, pair => pair.at);
        var distances = new double[rows.Count];
        RowRanges.Run(rows.Count, fitting.Threads, fitting.Cancellation, (first, count) =>
            references.Distances(rows.On(FeatureScale.Standard, first, count), Neighbors, distances.AsSpan(first, count), first, places));
        return distances;
    }

    /// <summary>What is left of a row outside of the principal components that hold nine tenths of the variance.</summary>
    private static double[] PrincipalError(Fitting fitting) => PrincipalRest.Of(fitting.Rows.Compact, fitting.Threads, fitting.Cancellation);
}
