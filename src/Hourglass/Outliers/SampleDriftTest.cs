using System.Globalization;
using System.Numerics.Tensors;
using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>Compares new samples with those that an autoencoder was not taught: their reconstruction errors, each value of their codes, and the codes as a whole.</summary>
/// <remarks>
/// Two-sample tests of Kolmogorov and Smirnov on what a network makes of the data (Rabanser, Günnemann and Lipton, 2019, arXiv 1810.11953). The codes as a whole
/// are compared by squared Mahalanobis distances, where there are more than four times as many held-out samples as values in a code.
/// </remarks>
public static class SampleDriftTest
{
    /// <summary>How many held-out samples a model is stored with at most.</summary>
    public const int MostHeldOut = 2000;

    /// <summary>The most new samples that are looked at, evenly spaced.</summary>
    public const int MostSamples = 10_000;

    private const int MostStrange = 10;

    /// <summary>So small a distance between distributions concerns nobody; not counting it keeps false alarms rarer than the level.</summary>
    private const double Tolerance = 0.01;

    /// <summary>Tests new samples.</summary>
    /// <param name="model">A trained model that has held-out samples.</param>
    /// <param name="data">New samples of the same shape and range.</param>
    /// <param name="level">The chance of calling drift where there is none, over all tests together, in (0, 1).</param>
    /// <param name="progress">Told how many samples are done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ModelMismatchException">The model has too few held-out samples, or the data another shape.</exception>
    /// <exception cref="DataException">There are too few samples, one cannot be read, or its values overflow.</exception>
    public static DriftReport Run(
        Autoencoder model, DataSet data, double level = 0.05, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        var before = HeldOutSamples.Of(model);
        if (data.Count < DriftTest.FewestRows)
            throw new DataException($"{data.Name} has {data.Count} samples; at least {DriftTest.FewestRows} are needed to tell drift from chance.");
        var now = HeldOutSamples.Measure(model, data, MostSamples, progress, cancellation);
        if (now.FirstWithoutNumber() is >= 0 and var first)
            throw new DataException($"{data.Name}: the network makes no number of {data.NameOf(Spacing.Even(data.Count, now.Errors.Length)[first])}; its values are far from those that it learned from.");
        var findings = new List<DriftFinding> { Compare("reconstruction error", "error", Column(before.Errors, 0, 1), Column(now.Errors, 0, 1)) };
        for (var j = 0; j < model.CodeLength; j++)
            findings.Add(Compare($"code {j}", "values", Column(before.Codes, j, model.CodeLength), Column(now.Codes, j, model.CodeLength)));
        if (Together(before.Codes, now.Codes, model.CodeLength) is { } together)
            findings.Add(together);
        return DriftReport.Of(data.Count, now.Errors.Length, level, findings) with { Strangest = Strangest(before.Errors, now.Errors, data) };
    }

    /// <summary>Squared Mahalanobis distances from the mean of one half of the held-out codes; neither the other half nor the new ones had a part in it.</summary>
    private static DriftFinding? Together(float[] before, float[] now, int size)
    {
        var half = before.Length / size / 2;
        if (half <= 2 * size)
            return null;
        var (mean, covariance) = (new double[size], new double[size * size]);
        for (var i = 0; i < half * size; i++)
            mean[i % size] += before[i] / (double)half;
        for (var row = 0; row < half; row++)
        {
            for (var a = 0; a < size; a++)
            {
                for (var b = 0; b <= a; b++)
                    covariance[a * size + b] += (before[row * size + a] - mean[a]) * (before[row * size + b] - mean[b]) / half;
            }
        }

        var whitening = Cholesky.InverseOfFactor(covariance, size);
        return Compare("all code values together", "distance", Distances(before.AsSpan(half * size)), Distances(now));

        double[] Distances(ReadOnlySpan<float> codes)
        {
            var (distances, white) = (new double[codes.Length / size], new float[size]);
            for (var row = 0; row < distances.Length; row++)
            {
                white.AsSpan().Clear();
                for (var j = 0; j < size; j++)
                    TensorPrimitives.MultiplyAdd(whitening.AsSpan(j * size, size), codes[row * size + j] - (float)mean[j], white, white);
                distances[row] = TensorPrimitives.SumOfSquares<float>(white);
            }

            return distances;
        }
    }

    private static DriftFinding Compare(string what, string test, double[] before, double[] now)
    {
        Array.Sort(before);
        var (distance, p) = TwoSampleTest.KolmogorovSmirnov(before, before.Length, now, Tolerance);
        return new DriftFinding(what, test, distance, p, 1, Median(before), Median(now));
    }

    private static StrangeSample[] Strangest(float[] before, float[] now, DataSet data)
    {
        var places = Spacing.Even(data.Count, now.Length);
        return
        [
            .. Enumerable.Range(0, now.Length).OrderByDescending(i => now[i]).Take(MostStrange)
                .Select(i => new StrangeSample(data.NameOf(places[i]), now[i], (1.0 + before.Count(error => error >= now[i])) / (before.Length + 1.0))),
        ];
    }

    private static double[] Column(float[] rows, int column, int width) => [.. Enumerable.Range(0, rows.Length / width).Select(i => (double)rows[i * width + column])];

    private static string Median(double[] sorted) => "median " + sorted[sorted.Length / 2].ToString("G4", CultureInfo.InvariantCulture);
}
