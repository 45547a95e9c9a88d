namespace Hourglass.Outliers;

/// <summary>The names of the scales in the ids of scores.</summary>
internal static class Scales
{
    /// <summary>All scales.</summary>
    public static readonly FeatureScale[] All = [FeatureScale.Standard, FeatureScale.Robust, FeatureScale.Normal];

    /// <summary>The name of a scale.</summary>
    public static string NameOf(FeatureScale scale) => scale switch
    {
        FeatureScale.Standard => "standard",
        FeatureScale.Robust => "robust",
        _ => "normal",
    };
}
