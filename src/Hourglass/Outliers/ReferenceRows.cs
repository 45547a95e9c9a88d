using System.Numerics.Tensors;
using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>A few rows that others are held against: <c>|x - r|^2 = |x|^2 + |r|^2 - 2 x r</c>, for many rows by one product of matrices.</summary>
internal sealed class ReferenceRows
{
    private const float RelativeFloor = 1e-6f;

    private readonly int _width;
    private readonly float[] _rows;
    private readonly float[] _transposed;
    private readonly float[] _squares;

    private ReferenceRows(float[] rows, int width)
    {
        (_rows, _width) = (rows, width);
        Count = rows.Length / width;
        _transposed = new float[rows.Length];
        MatrixProduct.Transpose(rows, _transposed, Count, width);
        _squares = new float[Count];
        for (var i = 0; i < Count; i++)
            _squares[i] = TensorPrimitives.SumOfSquares<float>(rows.AsSpan(i * width, width));
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Some rows of <c>[N, D]</c>.</summary>
    public static ReferenceRows Of(float[] rows, int width, int[] chosen)
    {
        var values = new float[chosen.Length * width];
        for (var i = 0; i < chosen.Length; i++)
            rows.AsSpan(chosen[i] * width, width).CopyTo(values.AsSpan(i * width));
        return new ReferenceRows(values, width);
    }

    /// <summary>The logarithm of the distance from each row to its k-th nearest reference.</summary>
    /// <param name="rows"><c>[n, D]</c>.</param>
    /// <param name="neighbors">k, at least 1.</param>
    /// <param name="logDistances">One for each row.</param>
    /// <param name="first">The number of the first row among the training rows.</param>
    /// <param name="chosen">Which training rows are references and where; those do not count for themselves.</param>
    public void Distances(ReadOnlySpan<float> rows, int neighbors, Span<double> logDistances, int first, Dictionary<int, int>? chosen)
    {
        var count = rows.Length / _width;
        var (twice, products) = (new float[rows.Length], new float[count * Count]);
        TensorPrimitives.Multiply(rows, -2f, twice);
        for (var i = 0; i < count; i++)
            _squares.CopyTo(products, i * Count);
        MatrixProduct.Add(twice, _transposed, products, count, _width, Count);
        Span<float> nearest = stackalloc float[neighbors];
        for (var i = 0; i < count; i++)
        {
            var line = products.AsSpan(i * Count, Count);
            if (chosen is not null && chosen.TryGetValue(first + i, out var self))
                line[self] = float.PositiveInfinity;
            var square = TensorPrimitives.SumOfSquares(rows.Slice(i * _width, _width));
            var distance = Math.Max(KthSmallest(line, nearest) + square, RelativeFloor * (square + 1));
            logDistances[i] = 0.5 * Math.Log(distance);
        }
    }

    /// <summary>As an array <c>[n, D]</c>.</summary>
    public WeightTensor ToTensor(string name) => new(name, [Count, _width], _rows);

    /// <summary>Reads what <see cref="ToTensor"/> gave.</summary>
    /// <exception cref="ModelFormatException">The array has another width.</exception>
    public static ReferenceRows Read(TensorReader tensors, string name, int width) => new(tensors.Take(name, null, width), width);

    private static float KthSmallest(ReadOnlySpan<float> values, Span<float> nearest)
    {
        nearest.Fill(float.PositiveInfinity);
        foreach (var value in values)
        {
            if (value >= nearest[^1])
                continue;
            var place = nearest.Length - 1;
            for (; place > 0 && value < nearest[place - 1]; place--)
                nearest[place] = nearest[place - 1];
            nearest[place] = value;
        }

        for (var k = nearest.Length - 1; k > 0; k--)
        {
            if (float.IsFinite(nearest[k]))
                return nearest[k];
        }

        return float.IsFinite(nearest[0]) ? nearest[0] : 0;
    }
}
