namespace Hourglass.Outliers;

/// <summary>How features are scaled before distances are taken.</summary>
internal enum FeatureScale
{
    /// <summary>Standard deviations from the mean: far values count in full.</summary>
    Standard,

    /// <summary>Spreads of the middle half from the median, limited: what most rows vary by counts.</summary>
    Robust,

    /// <summary>Normal scores of ranks: every feature has the same distribution.</summary>
    Normal,
}
