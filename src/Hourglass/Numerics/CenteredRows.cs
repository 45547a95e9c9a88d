using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Hourglass.Numerics;

/// <summary>The covariance of rows, as a matrix or only as a product, from passes over them.</summary>
/// <remarks>Rows are shifted by the mean of the first of them, so that little is left to subtract at the end and float32 sums keep their digits.</remarks>
internal sealed class CenteredRows(RowPass pass, int size)
{
    private const int RowsPerTotal = 4096;

    private readonly double[] _sums = new double[size];
    private float[]? _shift;
    private long _count;

    /// <summary>The mean of the rows seen in the last pass, <c>[D]</c>.</summary>
    public float[] Mean()
    {
        var mean = new float[size];
        for (var i = 0; i < size; i++)
            mean[i] = (float)(_shift![i] + _sums[i] / _count);
        return mean;
    }

    /// <summary>The mean <c>[D]</c> and the covariance <c>[D, D]</c>, in one pass.</summary>
    public static (float[] Mean, float[] Covariance) Covariance(RowPass pass, int size)
    {
        var rows = new CenteredRows(pass, size);
        var totals = new double[size * size];
        var sums = new float[totals.Length];
        var room = new float[PrincipalAxes.RowsAtOnce(size) * size];
        var pending = 0;
        rows.Pass(block =>
        {
            MatrixProduct.AddGram(block, room.AsSpan(0, block.Length), sums, block.Length / size, size);
            pending += block.Length / size;
            if (pending < RowsPerTotal)
                return;
            AddAndClear(sums, totals);
            pending = 0;
        });
        AddAndClear(sums, totals);
        for (var i = 0; i < size; i++)
        {
            for (var j = i; j < size; j++)
                sums[i * size + j] = sums[j * size + i] = (float)((totals[i * size + j] - rows._sums[i] * rows._sums[j] / rows._count) / rows._count);
        }

        return (rows.Mean(), sums);
    }

    /// <summary>Multiplies directions <c>[l, D]</c> by the covariance, in one pass and without the covariance.</summary>
    public void MultiplyByCovariance(float[] directions, float[] products)
    {
        var count = directions.Length / size;
        var transposed = new float[directions.Length];
        MatrixProduct.Transpose(directions, transposed, count, size);
        var most = PrincipalAxes.RowsAtOnce(size);
        var (places, placesTransposed) = (new float[most * count], new float[most * count]);
        var sums = new float[directions.Length];
        var totals = new double[directions.Length];
        var pending = 0;
        Pass(block =>
        {
            var rows = block.Length / size;
            var place = places.AsSpan(0, rows * count);
            var placeTransposed = placesTransposed.AsSpan(0, place.Length);
            place.Clear();
            MatrixProduct.Add(block, transposed, place, rows, size, count);
            MatrixProduct.Transpose(place, placeTransposed, rows, count);
            MatrixProduct.Add(placeTransposed, block, sums, count, rows, size);
            pending += rows;
            if (pending < RowsPerTotal)
                return;
            AddAndClear(sums, totals);
            pending = 0;
        });
        AddAndClear(sums, totals);
        for (var i = 0; i < count; i++)
        {
            var along = 0.0;
            for (var j = 0; j < size; j++)
                along += directions[i * size + j] * _sums[j];
            for (var j = 0; j < size; j++)
                products[i * size + j] = (float)((totals[i * size + j] - along * _sums[j] / _count) / _count);
        }
    }

    private void Pass(RowBlock use)
    {
        _sums.AsSpan().Clear();
        _count = 0;
        var sums = new float[size];
        pass(block =>
        {
            _shift ??= MeanOf(block);
            sums.AsSpan().Clear();
            for (var at = 0; at < block.Length; at += size)
            {
                var row = block.Slice(at, size);
                TensorPrimitives.Subtract(row, _shift, row);
                TensorPrimitives.Add(sums, row, sums);
            }

            AddAndClear(sums, _sums);
            _count += block.Length / size;
            use(block);
        });
    }

    private float[] MeanOf(ReadOnlySpan<float> block)
    {
        var mean = new float[size];
        for (var at = 0; at < block.Length; at += size)
            TensorPrimitives.Add(mean, block.Slice(at, size), mean);
        TensorPrimitives.Divide(mean, (float)(block.Length / size), mean);
        return mean;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddAndClear(float[] sums, double[] totals)
    {
        for (var i = 0; i < sums.Length; i++)
            totals[i] += sums[i];
        sums.AsSpan().Clear();
    }
}
