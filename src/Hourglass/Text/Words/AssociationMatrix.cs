using System.Numerics.Tensors;

namespace Hourglass.Text.Words;

/// <summary>Shifted positive pointwise mutual information of words, sparse and symmetric: <c>[V, V]</c>.</summary>
/// <remarks>
/// <c>max(0, log(n_ij / (n_i n_j)^((1 + s) / 2)) + c - log shift)</c>: the smoothing s of context frequencies (Levy, Goldberg and Dagan, 2015) is shared
/// between both words, so that the matrix stays symmetric and half of it need be counted and one need be stored.
/// </remarks>
internal sealed class AssociationMatrix
{
    private readonly long[] _starts;
    private readonly int[] _columns;
    private readonly float[] _values;

    private AssociationMatrix(long[] starts, int[] columns, float[] values) => (_starts, _columns, _values) = (starts, columns, values);

    /// <summary>V.</summary>
    public int Size => _starts.Length - 1;

    /// <summary>How many entries are not zero.</summary>
    public long Count => _starts[^1];

    /// <summary>The matrix of pairs that were counted.</summary>
    public static AssociationMatrix Of(PairTable pairs, int size, double smoothing, double shift)
    {
        var sums = new double[size];
        pairs.ForEach((low, high, weight) =>
        {
            sums[low] += weight;
            sums[high] += weight;
        });
        var smooth = sums.Sum(sum => Math.Pow(sum, smoothing));
        var scales = sums.Select(sum => (1 + smoothing) / 2 * Math.Log(Math.Max(sum, 1e-30))).ToArray();

        var constant = Math.Log(smooth) - Math.Log(shift);
        var starts = new long[size + 1];
        pairs.ForEach((low, high, weight) =>
        {
            if (Value(low, high, weight) <= 0)
                return;
            starts[low + 1]++;
            if (low != high)
                starts[high + 1]++;
        });
        for (var i = 0; i < size; i++)
            starts[i + 1] += starts[i];
        var (columns, values, next) = (new int[starts[size]], new float[starts[size]], starts[..^1]);
        pairs.ForEach((low, high, weight) =>
        {
            var value = Value(low, high, weight);
            if (value <= 0)
                return;
            Put(low, high, value);
            if (low != high)
                Put(high, low, value);
        });
        for (var i = 0; i < size; i++)
            Array.Sort(columns, values, (int)starts[i], (int)(starts[i + 1] - starts[i]));
        return new AssociationMatrix(starts, columns, values);

        float Value(int low, int high, float weight) => (float)(Math.Log(low == high ? 2 * weight : weight) - scales[low] - scales[high] + constant);

        void Put(int row, int column, float value)
        {
            columns[next[row]] = column;
            values[next[row]++] = value;
        }
    }

    /// <summary>Multiplies with a dense matrix: <c>[V, V] [V, n] -> [V, n]</c>.</summary>
    /// <param name="right"><c>[V, n]</c>.</param>
    /// <param name="width">n.</param>
    /// <param name="product">Is filled.</param>
    /// <param name="threads">Threads to work with; the result does not depend on them.</param>
    /// <param name="cancellation">Stops.</param>
    public void Multiply(float[] right, int width, float[] product, int threads, CancellationToken cancellation) =>
        Parallel.For(0, Size, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, row =>
        {
            var sum = product.AsSpan(row * width, width);
            sum.Clear();
            for (var k = _starts[row]; k < _starts[row + 1]; k++)
                TensorPrimitives.MultiplyAdd(right.AsSpan(_columns[k] * width, width), _values[k], sum, sum);
        });
}
