using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Hourglass.Outliers;

/// <summary>Reconstruction errors of principal component analysis on standardized features.</summary>
internal static class PrincipalRest
{
    private const double KeptVariance = 0.9;

    /// <summary>The squared error of each row.</summary>
    public static double[] Of(FeatureRows rows, int threads, CancellationToken cancellation)
    {
        var width = rows.Features;
        var mean = new float[width];
        for (var row = 0; row < rows.Count; row++)
            TensorPrimitives.Add(mean, rows.Row(FeatureScale.Standard, row), mean);
        TensorPrimitives.Divide(mean, rows.Count, mean);
        var covariance = GaussianScore.Covariance(rows, FeatureScale.Standard, [.. Enumerable.Range(0, rows.Count)], mean);
        var decomposition = Matrix<double>.Build.Dense(width, width, covariance).Evd(Symmetricity.Symmetric);
        var values = decomposition.EigenValues;
        var (total, kept, first) = (values.Sum(value => Math.Max(0, value.Real)), 0.0, width);
        while (first > 1 && kept < KeptVariance * total)
            kept += values[--first].Real;
        var rest = decomposition.EigenVectors.SubMatrix(0, width, 0, first).ToColumnMajorArray().Select(value => (float)value).ToArray();
        var errors = new double[rows.Count];
        RowRanges.Run(rows.Count, threads, cancellation, (begin, count) =>
        {
            var centered = new float[width];
            for (var row = begin; row < begin + count; row++)
            {
                TensorPrimitives.Subtract(rows.Row(FeatureScale.Standard, row), mean, centered);
                for (var j = 0; j < first; j++)
                {
                    var part = TensorPrimitives.Dot<float>(centered, rest.AsSpan(j * width, width));
                    errors[row] += part * part;
                }
            }
        });
        return errors;
    }
}
