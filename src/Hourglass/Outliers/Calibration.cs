using Hourglass.Architectures;

namespace Hourglass.Outliers;

/// <summary>The scores of held-out training rows: what a score means.</summary>
/// <remarks>Conformal p-values (Vovk, Gammerman and Shafer, 2005; for outliers Bates et al., 2023, arXiv 2104.08279): a row like the training rows
/// gets a p-value below a with probability a at most, up to one in the number of rows.</remarks>
internal sealed class Calibration
{
    private const double TailShare = 0.05;

    private readonly float[] _sorted;
    private readonly double _tailScale;

    private Calibration(float[] sorted)
    {
        _sorted = sorted;
        var tail = Math.Max(1, (int)(TailShare * sorted.Length));
        var threshold = sorted[Math.Max(0, sorted.Length - tail - 1)];
        var excess = 0.0;
        foreach (var score in sorted.AsSpan(sorted.Length - tail))
            excess += score - threshold;
        _tailScale = Math.Max(excess / tail, 1e-6 * Math.Max(1, Math.Abs(sorted[^1])));
    }

    /// <summary>Training rows.</summary>
    public int Count => _sorted.Length;

    /// <summary>The scores, ascending.</summary>
    public IReadOnlyList<double> Values => Array.ConvertAll(_sorted, score => (double)score);

    /// <summary>Of the scores of training rows that took no part in what scored them.</summary>
    public static Calibration Of(ReadOnlySpan<double> heldOut)
    {
        var sorted = new float[heldOut.Length];
        for (var i = 0; i < sorted.Length; i++)
            sorted[i] = (float)heldOut[i];
        Array.Sort(sorted);
        return new Calibration(sorted);
    }

    /// <summary>The share of training rows, this row counted in, that are at least as strange; in (0, 1].</summary>
    public double PValue(double score) => (1.0 + Above(score)) / (Count + 1.0);

    /// <summary>The p-value of a training row itself, which is among those counted.</summary>
    public double PValueOfTraining(double score) => Math.Max(1.0, Above(score)) / Count;

    /// <summary>How surprising a score is, in nats: minus the logarithm of the p-value where training rows reach, and on from there as an
    /// exponential tail.</summary>
    public double Surprisal(double score)
    {
        var beyond = Math.Max(0, ((float)score - _sorted[^1]) / _tailScale);
        return Math.Log((Count + 1.0) / (0.5 + Middle(score))) + beyond;
    }

    /// <summary>As an array <c>[N]</c>.</summary>
    public WeightTensor ToTensor(string name) => new(name, [Count], _sorted);

    /// <summary>Reads what <see cref="ToTensor"/> gave.</summary>
    /// <exception cref="ModelFormatException">The values do not ascend.</exception>
    public static Calibration Read(TensorReader tensors, string name)
    {
        var values = tensors.Take(name, (int?)null);
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] < values[i - 1])
                throw tensors.Wrong(name, $"value {i} is below the one before", "ascending values");
        }

        return new Calibration(values);
    }

    private int Above(double score) => Count - Place(_sorted, (float)score);

    /// <summary>Training rows above; of those that are equal, a half.</summary>
    private double Middle(double score) => Count - (Place(_sorted, (float)score) + Place(_sorted, MathF.BitIncrement((float)score))) / 2.0;

    /// <summary>How many values are below.</summary>
    private static int Place(float[] sorted, float score)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < score)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
