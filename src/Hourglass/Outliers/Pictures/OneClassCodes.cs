using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Outliers.Pictures;

/// <summary>Scores small pictures by their codes: how far the nearest normal codes are, and how far the middle of all is.</summary>
/// <remarks>
/// The code of a picture is that of <see cref="PictureCodes"/>, learned on the normal pictures alone. Two distances, to the three nearest codes
/// and Mahalanobis's to the mean, are each put in standard deviations of held-out normal pictures, in logarithms, and added.
/// </remarks>
public sealed class OneClassCodes : IPictureScorer
{
    private const int Neighbors = 3;
    private const int HeldOutEvery = 5;

    private readonly PictureCodes _coder;
    private readonly int _sampleSize;
    private readonly int _threads;
    private readonly float[] _normal;
    private readonly float[] _mean;
    private readonly float[] _precision;
    private readonly HeldOut _near;
    private readonly HeldOut _middle;
    private readonly HeldOut _sum;

    private OneClassCodes(PictureCodes coder, int sampleSize, float[] codes, int threads)
    {
        (_coder, _sampleSize, _threads) = (coder, sampleSize, threads);
        var (size, count) = (coder.CodeLength, codes.Length / coder.CodeLength);
        var held = Enumerable.Range(0, count).Where(i => i % HeldOutEvery == HeldOutEvery - 1 || count < HeldOutEvery).ToArray();
        _normal = Rows(codes, size, [.. Enumerable.Range(0, count).Where(i => i % HeldOutEvery != HeldOutEvery - 1)]);
        (_mean, _precision) = Spread(_normal, size);
        var asked = Rows(codes, size, held);
        var (near, middle) = (Near(asked), Middle(asked));
        (_near, _middle) = (new HeldOut(near), new HeldOut(middle));
        _sum = new HeldOut(held.Select((_, i) => Sum(near[i], middle[i])));
        _normal = codes;
    }

    /// <summary>Fits on normal pictures.</summary>
    /// <param name="pictures"><c>[N, C, H, W]</c> as stored, N at least 8.</param>
    /// <param name="shape">The shape of one.</param>
    /// <param name="range">The lowest and highest stored value.</param>
    /// <param name="seed">Names random choices.</param>
    /// <param name="threads">How many work.</param>
    /// <param name="cancellation">Stops.</param>
    public static OneClassCodes Fit(
        float[] pictures, SampleShape shape, (float Low, float High) range, ulong seed, int threads, CancellationToken cancellation = default)
    {
        var coder = PictureCodes.Learn(pictures, shape, range, seed, threads, cancellation);
        return new OneClassCodes(coder, shape.Size, coder.Encode(pictures, shape.Size, threads, cancellation), threads);
    }

    /// <inheritdoc />
    public IReadOnlyList<PictureScore> Score(float[] pictures, CancellationToken cancellation = default)
    {
        var codes = _coder.Encode(pictures, _sampleSize, _threads, cancellation);
        var (near, middle) = (Near(codes), Middle(codes));
        return
        [
            .. near.Select((distance, i) =>
            {
                var sum = Sum(distance, middle[i]);
                return new PictureScore(_sum.Standardized(sum), _sum.PValue(sum));
            }),
        ];
    }

    private double Sum(double near, double middle) => _near.Standardized(near) + _middle.Standardized(middle);

    /// <summary>The logarithm of the mean squared distance to the nearest codes.</summary>
    private double[] Near(float[] codes)
    {
        var size = _coder.CodeLength;
        var count = codes.Length / size;
        var (logs, neighbors) = (new double[count], Math.Min(Neighbors, _normal.Length / size));
        const int atOnce = 1024;
        Parallel.For(0, (count + atOnce - 1) / atOnce, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, _threads) }, block =>
        {
            var (first, some) = (block * atOnce, Math.Min(atOnce, count - block * atOnce));
            var found = NearestNeighbors.Find(_normal, codes.AsSpan(first * size, some * size), size, neighbors);
            for (var i = 0; i < some; i++)
            {
                var sum = 0.0;
                for (var k = 0; k < neighbors; k++)
                    sum += Math.Pow(TensorPrimitives.Distance<float>(codes.AsSpan((first + i) * size, size), _normal.AsSpan(found[i * neighbors + k] * size, size)), 2);
                logs[first + i] = Math.Log(sum / neighbors + 1e-12);
            }
        });
        return logs;
    }

    /// <summary>The logarithm of the squared Mahalanobis distance to the mean; directions of little variance count as the least one twice.</summary>
    private double[] Middle(float[] codes)
    {
        var size = _coder.CodeLength;
        var logs = new double[codes.Length / size];
        for (var i = 0; i < logs.Length; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < size; j++)
                sum += Math.Pow(codes[i * size + j] - _mean[j], 2) * _precision[j];
            logs[i] = Math.Log(sum + 1e-12);
        }

        return logs;
    }

    private static (float[] Mean, float[] Precision) Spread(float[] codes, int size)
    {
        var count = codes.Length / size;
        var (mean, variance) = (new float[size], new float[size]);
        for (var i = 0; i < count; i++)
            TensorPrimitives.Add(mean, codes.AsSpan(i * size, size), mean);
        TensorPrimitives.Divide(mean, count, mean);
        for (var i = 0; i < codes.Length; i++)
            variance[i % size] += (codes[i] - mean[i % size]) * (codes[i] - mean[i % size]) / count;

        // Codes have the root of the variance of what they are made of: v^2 is that, and v times the square of a code is its square.
        var least = TensorPrimitives.Min<float>(variance);
        return (mean, [.. variance.Select(v => v / Math.Max(v * v + least * least, 1e-12f))]);
    }

    private static float[] Rows(float[] codes, int size, int[] indices)
    {
        var rows = new float[indices.Length * size];
        for (var i = 0; i < indices.Length; i++)
            codes.AsSpan(indices[i] * size, size).CopyTo(rows.AsSpan(i * size));
        return rows;
    }
}
