namespace Hourglass.Outliers;

/// <summary>Encoded rows on three scales, each <c>[N, D]</c>, and what was never seen in training.</summary>
internal sealed class FeatureRows
{
    private readonly float[][] _scales;

    /// <summary>Room for rows.</summary>
    public FeatureRows(int capacity, int features)
    {
        (Capacity, Features) = (capacity, features);
        _scales = [new float[capacity * features], new float[capacity * features], new float[capacity * features]];
        Surprises = new string?[capacity];
    }

    /// <summary>The most rows.</summary>
    public int Capacity { get; }

    /// <summary>Features of a row, D.</summary>
    public int Features { get; }

    /// <summary>Rows that are filled.</summary>
    public int Count { get; set; }

    /// <summary>The same rows in fewer features for what grows with their square; these rows themselves where there are few.</summary>
    public FeatureRows Compact { get => field ?? this; set; }

    /// <summary>For each row, the first column whose value is of a sort that no training row has; null when there is none.</summary>
    public string?[] Surprises { get; }

    /// <summary>All rows on one scale.</summary>
    public float[] On(FeatureScale scale) => _scales[(int)scale];

    /// <summary>Some rows on one scale.</summary>
    public Span<float> On(FeatureScale scale, int first, int count) => On(scale).AsSpan(first * Features, count * Features);

    /// <summary>One row on one scale.</summary>
    public Span<float> Row(FeatureScale scale, int row) => On(scale, row, 1);
}
