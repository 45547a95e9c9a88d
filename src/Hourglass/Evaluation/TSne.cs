using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>Stochastic neighbor embedding with a Student-t kernel, exact: every pair in every step.</summary>
/// <remarks>
/// van der Maaten and Hinton, "Visualizing data using t-SNE", 2008; start, learning rate and exaggeration as Belkina et al., 2019 (Nature
/// Communications 10:5415) and Kobak and Berens, 2019 found best.
/// </remarks>
internal sealed class TSne
{
    private const double Perplexity = 30;
    private const float StartDeviation = 1e-4f;
    private const int Steps = 750;
    private const int EarlySteps = 250;
    private const float EarlyExaggeration = 12;
    private const float EarlyMomentum = 0.5f;
    private const float LateMomentum = 0.8f;
    private const int RowsAtOnce = 64;
    private const float FarAway = 1e12f;

    private readonly int _count;
    private readonly int _stride;
    private readonly float[] _affinities;
    private readonly float[] _x;
    private readonly float[] _y;

    private TSne(ReadOnlySpan<float> codes, int codeLength, (float[] X, float[] Y) start)
    {
        _count = start.X.Length;
        _stride = (_count + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _affinities = Affinities(codes, codeLength, _count, _stride);
        var scale = StartDeviation / (float)Math.Max(Math.Sqrt(TensorPrimitives.SumOfSquares<float>(start.X) / _count), float.Epsilon);

        // The places that only fill the last vector lie where they pull and push nothing.
        (_x, _y) = (new float[_stride], new float[_stride]);
        _x.AsSpan(_count).Fill(FarAway);
        TensorPrimitives.Multiply(start.X, scale, _x);
        TensorPrimitives.Multiply(start.Y, scale, _y);
    }

    /// <summary>Lays out codes <c>[N, n]</c>, N at least 2, from a start around zero.</summary>
    public static (float[] X, float[] Y) Arrange(
        ReadOnlySpan<float> codes, int codeLength, (float[] X, float[] Y) start, CancellationToken cancellation)
    {
        var map = new TSne(codes, codeLength, start);
        map.Descend(cancellation);
        return (map._x[..map._count], map._y[..map._count]);
    }

    private void Descend(CancellationToken cancellation)
    {
        // The gradient below carries the factor 4 of the paper, hence N / 12 / 4.
        var rate = Math.Max(_count / EarlyExaggeration / 4, 50);
        var (slopeX, slopeY) = (new float[_count], new float[_count]);
        var (velocityX, velocityY) = (new float[_count], new float[_count]);
        var (gainX, gainY) = (new float[_count], new float[_count]);
        gainX.AsSpan().Fill(1);
        gainY.AsSpan().Fill(1);
        for (var step = 0; step < Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var early = step < EarlySteps;
            Slopes(early ? EarlyExaggeration : 1, slopeX, slopeY);
            var momentum = early ? EarlyMomentum : LateMomentum;
            Move(_x, slopeX, velocityX, gainX, momentum, rate);
            Move(_y, slopeY, velocityY, gainY, momentum, rate);
        }
    }

    private static void Move(Span<float> places, float[] slopes, float[] velocities, float[] gains, float momentum, float rate)
    {
        const float leastGain = 0.01f;
        for (var i = 0; i < slopes.Length; i++)
        {
            gains[i] = Math.Max(slopes[i] > 0 == velocities[i] > 0 ? gains[i] * 0.8f : gains[i] + 0.2f, leastGain);
            velocities[i] = momentum * velocities[i] - rate * gains[i] * slopes[i];
            places[i] += velocities[i];
        }
    }

    /// <summary>The gradient: <c>4 sum_j (e p_ij - k_ij / Z) k_ij (y_i - y_j)</c> with <c>k_ij = 1 / (1 + |y_i - y_j|^2)</c>, <c>Z = sum k</c>.</summary>
    private void Slopes(float exaggeration, float[] slopeX, float[] slopeY)
    {
        Span<float> pushX = new float[_count], pushY = new float[_count];
        var total = 0.0;
        for (var i = 0; i < _count; i++)
            total += Row(i, out slopeX[i], out slopeY[i], out pushX[i], out pushY[i]);
        total = Math.Max(total - _count, double.Epsilon); // without each place's kernel with itself
        for (var i = 0; i < _count; i++)
        {
            slopeX[i] = (float)(4 * (exaggeration * slopeX[i] - pushX[i] / total));
            slopeY[i] = (float)(4 * (exaggeration * slopeY[i] - pushY[i] / total));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Row(int i, out float pullX, out float pullY, out float pushX, out float pushY)
    {
        ReadOnlySpan<float> xs = _x, ys = _y.AsSpan(0, xs.Length), affinities = _affinities.AsSpan(i * _stride, xs.Length);
        Vector<float> x = new(_x[i]), y = new(_y[i]), one = Vector<float>.One;
        Vector<float> sum = default, towardX = default, towardY = default, awayX = default, awayY = default;
        for (var j = 0; j <= xs.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            var dx = x - new Vector<float>(xs[j..]);
            var dy = y - new Vector<float>(ys[j..]);
            var kernel = one / Vector.FusedMultiplyAdd(dy, dy, Vector.FusedMultiplyAdd(dx, dx, one));
            sum += kernel;
            var pull = kernel * new Vector<float>(affinities[j..]);
            var push = kernel * kernel;
            towardX = Vector.FusedMultiplyAdd(pull, dx, towardX);
            towardY = Vector.FusedMultiplyAdd(pull, dy, towardY);
            awayX = Vector.FusedMultiplyAdd(push, dx, awayX);
            awayY = Vector.FusedMultiplyAdd(push, dy, awayY);
        }

        (pullX, pullY, pushX, pushY) = (Vector.Sum(towardX), Vector.Sum(towardY), Vector.Sum(awayX), Vector.Sum(awayY));
        return Vector.Sum(sum);
    }

    /// <summary>The symmetric probabilities <c>p_ij</c>, rows padded with zeros to whole vectors; they sum to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] Affinities(ReadOnlySpan<float> codes, int codeLength, int count, int stride)
    {
        var affinities = new float[checked(count * stride)];
        var transposed = new float[codes.Length];
        MatrixProduct.Transpose(codes, transposed, count, codeLength);
        var (squares, products) = (new float[count], new float[RowsAtOnce * count]);
        for (var i = 0; i < count; i++)
            squares[i] = TensorPrimitives.SumOfSquares(codes.Slice(i * codeLength, codeLength));
        for (var first = 0; first < count; first += RowsAtOnce)
        {
            var rows = Math.Min(RowsAtOnce, count - first);
            products.AsSpan().Clear();
            MatrixProduct.Add(codes.Slice(first * codeLength, rows * codeLength), transposed, products.AsSpan(0, rows * count), rows, codeLength, count);
            for (var i = first; i < first + rows; i++)
            {
                // |a - b|^2 = |a|^2 + |b|^2 - 2 a b
                var row = affinities.AsSpan(i * stride, count);
                TensorPrimitives.MultiplyAdd(products.AsSpan((i - first) * count, count), -2, squares, row);
                TensorPrimitives.Add(row, squares[i], row);
                TensorPrimitives.Max(row, 0, row);
                ToProbabilities(row, i, Math.Min(Perplexity, (count - 1) / 3.0));
            }
        }

        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var both = (affinities[i * stride + j] + affinities[j * stride + i]) / (2f * count);
                affinities[i * stride + j] = affinities[j * stride + i] = both;
            }
        }

        return affinities;
    }

    /// <summary>Turns squared distances into probabilities, with the width of the kernel at which they have the perplexity asked for.</summary>
    private static void ToProbabilities(Span<float> row, int self, double perplexity)
    {
        const int tries = 60;
        row[self] = float.PositiveInfinity;
        var nearest = TensorPrimitives.Min<float>(row);
        TensorPrimitives.Subtract(row, nearest, row);
        row[self] = 0;
        Span<float> weights = new float[row.Length];
        var (precision, low, high, sum) = (1.0 / Math.Max(TensorPrimitives.Sum<float>(row) / row.Length, 1e-20), 0.0, double.PositiveInfinity, 0f);
        for (var i = 0; i < tries; i++)
        {
            TensorPrimitives.Multiply(row, -(float)precision, weights);
            TensorPrimitives.Exp<float>(weights, weights);
            weights[self] = 0;
            sum = TensorPrimitives.Sum<float>(weights);
            var entropy = Math.Log(sum) + precision * TensorPrimitives.Dot<float>(weights, row) / sum;
            var excess = entropy - Math.Log(perplexity);
            if (Math.Abs(excess) < 1e-5)
                break;
            (low, high) = excess > 0 ? (precision, high) : (low, precision);
            precision = Math.Min(double.IsInfinity(high) ? 2 * precision : (low + high) / 2, 1e30);
        }

        TensorPrimitives.Divide(weights, sum, row);
    }
}
