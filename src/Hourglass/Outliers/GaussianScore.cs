using System.Numerics.Tensors;
using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>The Mahalanobis distance from the middle of the most ordinary rows, in the logarithm.</summary>
/// <remarks>
/// Mean and covariance of the three quarters of the rows that lie nearest, found by concentration steps (Rousseeuw and Van Driessen, 1999), with
/// a small multiple of the identity added, so that columns which depend on each other do no harm.
/// </remarks>
internal sealed class GaussianScore : IOutlierScore
{
    private const int Steps = 6;
    private const double Kept = 0.75;
    private const double Ridge = 0.01;

    private readonly FeatureScale _scale;
    private readonly float[] _mean;
    private readonly float[] _whitening;
    private float[]? _precision;

    private GaussianScore(FeatureScale scale, float[] mean, float[] whitening) => (_scale, _mean, _whitening) = (scale, mean, whitening);

    /// <inheritdoc/>
    public string Id => IdOf(_scale);

    private int Width => _mean.Length;

    /// <summary>Fits mean and covariance.</summary>
    public static FittedScore Fit(Fitting fitting, FeatureScale scale)
    {
        var rows = fitting.Rows.Compact;
        var (distances, kept) = (new double[rows.Count], Enumerable.Range(0, rows.Count).ToArray());
        for (var step = 0; ; step++)
        {
            fitting.Cancellation.ThrowIfCancellationRequested();
            var score = Of(scale, rows, kept);
            RowRanges.Run(rows.Count, fitting.Threads, fitting.Cancellation, (first, count) => score.Score(rows, first, distances.AsSpan(first, count)));
            if (step == Steps)
                return new FittedScore(score, WithoutThemselves(distances, kept));
            kept = Draw.Least(distances, Kept);
            Array.Sort(kept);
        }
    }

    /// <inheritdoc/>
    public void Score(FeatureRows rows, int first, Span<double> scores)
    {
        for (var at = 0; at < scores.Length; at += RowRanges.Length)
        {
            var count = Math.Min(RowRanges.Length, scores.Length - at);
            var white = Whiten(rows.Compact.On(_scale, first + at, count), count);
            for (var i = 0; i < count; i++)
                scores[at + i] = Math.Log(TensorPrimitives.SumOfSquares<float>(white.AsSpan(i * Width, Width)) + 1e-9);
        }
    }

    /// <summary>For each feature of a row, what the other features let expect, and by how many standard deviations it differs from that.</summary>
    /// <param name="row">On this score's scale, <c>[D]</c>.</param>
    /// <param name="expected">The conditional means, <c>[D]</c>.</param>
    /// <param name="residuals">The conditional residuals in conditional standard deviations, <c>[D]</c>.</param>
    public void Explain(ReadOnlySpan<float> row, Span<float> expected, Span<float> residuals)
    {
        var precision = _precision ??= Precision();
        var centered = new float[Width];
        TensorPrimitives.Subtract(row, _mean, centered);
        for (var j = 0; j < Width; j++)
        {
            var line = precision.AsSpan(j * Width, Width);
            var pull = TensorPrimitives.Dot<float>(line, centered);
            expected[j] = row[j] - pull / line[j];
            residuals[j] = pull / MathF.Sqrt(line[j]);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<WeightTensor> ToTensors() =>
        [new($"{Id}.mean", [Width], _mean), new($"{Id}.whitening", [Width, Width], _whitening)];

    /// <summary>Reads what <see cref="ToTensors"/> gave.</summary>
    /// <exception cref="ModelFormatException">The arrays are not those of this score.</exception>
    public static GaussianScore Read(TensorReader tensors, FeatureScale scale, int features) =>
        new(scale, tensors.Take($"{IdOf(scale)}.mean", features), tensors.Take($"{IdOf(scale)}.whitening", features, features));

    /// <summary>The name on a scale.</summary>
    public static string IdOf(FeatureScale scale) => $"gaussian-{Scales.NameOf(scale)}";

    private static GaussianScore Of(FeatureScale scale, FeatureRows rows, int[] kept)
    {
        var width = rows.Features;
        var sums = new double[width];
        foreach (var row in kept)
        {
            var values = rows.Row(scale, row);
            for (var j = 0; j < width; j++)
                sums[j] += values[j];
        }

        var mean = Array.ConvertAll(sums, sum => (float)(sum / kept.Length));
        var covariance = Covariance(rows, scale, kept, mean);
        var trace = 0.0;
        for (var j = 0; j < width; j++)
            trace += covariance[j * width + j];
        for (var j = 0; j < width; j++)
            covariance[j * width + j] += Math.Max(Ridge * trace / width, 1e-6);
        return new GaussianScore(scale, mean, Cholesky.InverseOfFactor(covariance, width));
    }

    /// <summary>The covariance <c>[D, D]</c> of some rows around a mean.</summary>
    internal static double[] Covariance(FeatureRows rows, FeatureScale scale, int[] kept, float[] mean)
    {
        var width = rows.Features;
        var (sums, gram) = (new double[width * width], new float[width * width]);
        var (block, transposed) = (new float[RowRanges.Length * width], new float[RowRanges.Length * width]);
        for (var first = 0; first < kept.Length; first += RowRanges.Length)
        {
            var count = Math.Min(RowRanges.Length, kept.Length - first);
            for (var i = 0; i < count; i++)
                TensorPrimitives.Subtract(rows.Row(scale, kept[first + i]), mean, block.AsSpan(i * width, width));
            gram.AsSpan().Clear();
            MatrixProduct.AddGram(block.AsSpan(0, count * width), transposed.AsSpan(0, count * width), gram, count, width);
            for (var i = 0; i < width; i++)
            {
                for (var j = i; j < width; j++)
                    sums[i * width + j] += gram[i * width + j];
            }
        }

        for (var i = 0; i < width; i++)
        {
            for (var j = i; j < width; j++)
                sums[j * width + i] = sums[i * width + j] /= Math.Max(1, kept.Length - 1);
        }

        return sums;
    }

    /// <summary>The distances that rows would have, had they not been among those that mean and covariance were taken of.</summary>
    private static double[] WithoutThemselves(double[] logDistances, int[] kept)
    {
        const double MostLeverage = 0.95;
        var result = (double[])logDistances.Clone();
        var rows = (double)kept.Length;
        foreach (var row in kept)
        {
            var leverage = Math.Min(MostLeverage, Math.Exp(logDistances[row]) / rows);
            result[row] -= 2 * Math.Log(1 - leverage);
        }

        return result;
    }

    private float[] Whiten(ReadOnlySpan<float> rows, int count)
    {
        var (centered, white) = (new float[rows.Length], new float[rows.Length]);
        for (var i = 0; i < count; i++)
            TensorPrimitives.Subtract(rows.Slice(i * Width, Width), _mean, centered.AsSpan(i * Width, Width));
        MatrixProduct.Add(centered, _whitening, white, count, Width, Width);
        return white;
    }

    /// <summary>The inverse covariance <c>W W^T</c> of the whitening <c>x W</c>.</summary>
    private float[] Precision()
    {
        var (transposed, precision) = (new float[_whitening.Length], new float[_whitening.Length]);
        MatrixProduct.Transpose(_whitening, transposed, Width, Width);
        MatrixProduct.Add(_whitening, transposed, precision, Width, Width, Width);
        return precision;
    }
}
