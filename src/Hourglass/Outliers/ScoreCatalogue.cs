namespace Hourglass.Outliers;

/// <summary>The scores that are combined, one line each.</summary>
internal static class ScoreCatalogue
{
    /// <summary>Fits each on the same rows.</summary>
    public static readonly IReadOnlyList<Func<Fitting, FittedScore>> Fits =
    [
        ForestScore.Fit,
        fitting => NeighborScore.Fit(fitting, FeatureScale.Standard),
        fitting => NeighborScore.Fit(fitting, FeatureScale.Robust),
        fitting => NeighborScore.Fit(fitting, FeatureScale.Normal),
        fitting => GaussianScore.Fit(fitting, FeatureScale.Standard),
        fitting => GaussianScore.Fit(fitting, FeatureScale.Robust),
        fitting => GaussianScore.Fit(fitting, FeatureScale.Normal),
        AutoencoderScore.Fit,
    ];

    /// <summary>Reads each from a model, in the same order.</summary>
    public static IReadOnlyList<IOutlierScore> Read(TensorReader tensors, int features)
    {
        var compact = Math.Min(features, Projection.MostFeatures);
        return
        [
            ForestScore.Read(tensors, features),
            .. Scales.All.Select(scale => NeighborScore.Read(tensors, scale, compact)),
            .. Scales.All.Select(scale => GaussianScore.Read(tensors, scale, compact)),
            AutoencoderScore.Read(tensors, compact),
        ];
    }
}
