namespace Hourglass.Outliers;

/// <summary>The scores that are combined, one line each.</summary>
/// <remarks>The weights are the same for every table. Distances on the robust scale count most: see docs/decisions/0010-tables-and-outliers.md.</remarks>
internal static class ScoreCatalogue
{
    private static readonly FeatureScale[] Gaussians = [FeatureScale.Standard, FeatureScale.Normal];

    /// <summary>Fits each on the same rows.</summary>
    public static readonly IReadOnlyList<Func<Fitting, FittedScore>> Fits =
    [
        ForestScore.Fit,
        .. Scales.All.Select(scale => (Func<Fitting, FittedScore>)(fitting => NeighborScore.Fit(fitting, scale))),
        .. Gaussians.Select(scale => (Func<Fitting, FittedScore>)(fitting => GaussianScore.Fit(fitting, scale))),
        AutoencoderScore.Fit,
    ];

    /// <summary>What each counts in the combination, in the same order.</summary>
    public static readonly IReadOnlyList<double> Weights = [1, 1, 3, 1, 0.5, 0.5, 0.5];

    /// <summary>Reads each from a model, in the same order.</summary>
    public static IReadOnlyList<IOutlierScore> Read(TensorReader tensors, int features)
    {
        var compact = Math.Min(features, Projection.MostFeatures);
        return
        [
            ForestScore.Read(tensors, features),
            .. Scales.All.Select(scale => NeighborScore.Read(tensors, scale, compact)),
            .. Gaussians.Select(scale => GaussianScore.Read(tensors, scale, compact)),
            AutoencoderScore.Read(tensors, compact),
        ];
    }
}
