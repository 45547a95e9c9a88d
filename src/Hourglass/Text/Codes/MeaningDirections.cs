using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Text.Codes;

/// <summary>The principal directions of dense rows around their mean, the strong ones held back.</summary>
/// <remarks>
/// What all texts have in common says nothing, and is taken away with the mean. The spread along each direction becomes its root: half the way to whitening
/// (Su et al., 2021, arXiv 2103.15316), which finds sentences again better, but topics worse. A part of the total variance, one for each row, keeps few rows
/// from being pushed apart at will.
/// </remarks>
internal sealed class MeaningDirections
{
    private const int RowsAtOnce = 1024;

    private readonly float[] _mean;
    private readonly float[] _directions;

    private MeaningDirections(float[] mean, float[] directions, int count) => (_mean, _directions, Count) = (mean, directions, count);

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Finds directions.</summary>
    /// <param name="rows"><c>[N, m]</c>; rows of zeros know nothing and are passed over.</param>
    /// <param name="size">m.</param>
    /// <param name="count">How many at most.</param>
    public static MeaningDirections Of(float[] rows, int size, int count)
    {
        var known = Enumerable.Range(0, rows.Length / size).Where(i => rows.AsSpan(i * size, size).ContainsAnyExcept(0f)).ToArray();
        var mean = new float[size];
        foreach (var i in known)
            TensorPrimitives.Add(mean, rows.AsSpan(i * size, size), mean);
        TensorPrimitives.Divide(mean, Math.Max(1, known.Length), mean);
        var gram = new float[size * size];
        var (centered, room) = (new float[RowsAtOnce * size], new float[RowsAtOnce * size]);
        foreach (var some in known.Chunk(RowsAtOnce))
        {
            for (var k = 0; k < some.Length; k++)
                TensorPrimitives.Subtract(rows.AsSpan(some[k] * size, size), mean, centered.AsSpan(k * size, size));
            MatrixProduct.AddGram(centered.AsSpan(0, some.Length * size), room.AsSpan(0, some.Length * size), gram, some.Length, size);
        }

        var (values, vectors) = Symmetric.Decompose(gram, size);
        count = Math.Min(count, Math.Min(size, Math.Max(1, known.Length - 1)));
        var (directions, floor) = (new float[size * count], values.Sum() / Math.Max(1, known.Length));
        for (var j = 0; j < count; j++)
        {
            var scale = Math.Pow(Math.Max(values[j], 0) + floor + 1e-30, -0.25);
            for (var i = 0; i < size; i++)
                directions[i * count + j] = (float)(vectors[j * size + i] * scale);
        }

        return new MeaningDirections(mean, directions, count);
    }

    /// <summary>Adds where a row lies along the directions.</summary>
    /// <param name="row"><c>[m]</c>; zeros leave zeros.</param>
    /// <param name="places"><c>[Count]</c>.</param>
    public void Place(ReadOnlySpan<float> row, Span<float> places)
    {
        if (!row.ContainsAnyExcept(0f))
            return;
        for (var i = 0; i < row.Length; i++)
            TensorPrimitives.MultiplyAdd(_directions.AsSpan(i * Count, Count), row[i] - _mean[i], places, places);
    }
}
