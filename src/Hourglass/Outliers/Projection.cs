using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>Fewer features that keep distances, for tables of many columns: a fixed random projection (Johnson and Lindenstrauss, 1984).</summary>
internal sealed class Projection
{
    /// <summary>The most features that distances, covariances and networks work with.</summary>
    public const int MostFeatures = 256;

    private const ulong Stream = 0x9807;

    private readonly float[] _matrix;
    private readonly int _width;

    private Projection(int width, ulong seed)
    {
        (_width, _matrix) = (width, new float[width * MostFeatures]);
        var rng = new Rng(seed, Stream);
        var scale = 1 / MathF.Sqrt(MostFeatures);
        for (var i = 0; i < _matrix.Length; i++)
            _matrix[i] = scale * rng.NextNormal();
    }

    /// <summary>The projection of so many features; null where there are few enough.</summary>
    public static Projection? For(int features, ulong seed) => features > MostFeatures ? new Projection(features, seed) : null;

    /// <summary>Room for rows and, where they are projected, for their projections.</summary>
    public static FeatureRows Room(Projection? projection, int capacity, int features)
    {
        var rows = new FeatureRows(capacity, features);
        if (projection is not null)
            rows.Compact = new FeatureRows(capacity, MostFeatures);
        return rows;
    }

    /// <summary>Fills in the projections of some rows.</summary>
    public void Apply(FeatureRows rows, int first, int count)
    {
        rows.Compact.Count = rows.Count;
        foreach (var scale in Scales.All)
        {
            var to = rows.Compact.On(scale, first, count);
            to.Clear();
            MatrixProduct.Add(rows.On(scale, first, count), _matrix, to, count, _width, MostFeatures);
        }
    }
}
