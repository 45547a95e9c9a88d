using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>The structural similarity of pictures with values in [0, 1]: 1 for equal ones, around 0 for unrelated ones.</summary>
/// <remarks>
/// Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural similarity", 2004: a Gaussian window of
/// 11 x 11 with a standard deviation of 1.5, at every place where it lies wholly inside the picture, K1 = 0.01, K2 = 0.03; the mean over
/// places, then over channels. On a side shorter than 11 the window is cut to that side and its weights again sum to 1. Not thread-safe:
/// an instance holds the room it works in.
/// </remarks>
public sealed class Ssim
{
    /// <summary>The side of the window.</summary>
    public const int WindowSide = 11;

    private const double Sigma = 1.5;
    private const float C1 = 0.01f * 0.01f;
    private const float C2 = 0.03f * 0.03f;

    private readonly SampleShape _shape;
    private readonly float[] _rowWeights;
    private readonly float[] _columnWeights;
    private readonly float[] _product;
    private readonly float[] _partial;
    private readonly float[][] _windowed;

    /// <summary>For pictures of one shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shape has no values.</exception>
    public Ssim(SampleShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shape.Size, nameof(shape));
        _shape = shape;
        _rowWeights = Weights(Math.Min(WindowSide, shape.Height));
        _columnWeights = Weights(Math.Min(WindowSide, shape.Width));
        _product = new float[shape.Height * shape.Width];
        _partial = new float[_product.Length];
        _windowed = [.. Enumerable.Range(0, 5).Select(_ => new float[_product.Length])];
    }

    /// <summary>The mean similarity of two pictures.</summary>
    /// <param name="sample"><c>[C, H, W]</c>, in [0, 1].</param>
    /// <param name="output"><c>[C, H, W]</c>, in [0, 1].</param>
    /// <exception cref="ArgumentException">The lengths are not those of the shape.</exception>
    public double Mean(ReadOnlySpan<float> sample, ReadOnlySpan<float> output)
    {
        if (sample.Length != _shape.Size || output.Length != _shape.Size)
            throw new ArgumentException($"Pictures of {sample.Length} and {output.Length} values; expected {_shape.Size} for {_shape}.");
        var sum = 0.0;
        for (var channel = 0; channel < _shape.Channels; channel++)
            sum += Channel(sample.Slice(channel * _product.Length, _product.Length), output.Slice(channel * _product.Length, _product.Length));
        return sum / _shape.Channels;
    }

    private double Channel(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Window(x, _windowed[0]);
        Window(y, _windowed[1]);
        TensorPrimitives.Multiply(x, x, _product);
        Window(_product, _windowed[2]);
        TensorPrimitives.Multiply(y, y, _product);
        Window(_product, _windowed[3]);
        TensorPrimitives.Multiply(x, y, _product);
        Window(_product, _windowed[4]);

        int rows = _shape.Height - _rowWeights.Length + 1, columns = _shape.Width - _columnWeights.Length + 1;
        var sum = 0.0;
        for (var row = 0; row < rows; row++)
        {
            var start = row * _shape.Width;
            sum += Similarities(
                _windowed[0].AsSpan(start, columns), _windowed[1].AsSpan(start, columns), _windowed[2].AsSpan(start, columns),
                _windowed[3].AsSpan(start, columns), _windowed[4].AsSpan(start, columns));
        }

        return sum / ((double)rows * columns);
    }

    /// <summary>
    /// The weighted mean under the window, standing where the window's first row and column are. All rows are filtered as one run of values: what
    /// a window that reaches over the end of a row gives is never read.
    /// </summary>
    private void Window(ReadOnlySpan<float> from, Span<float> to)
    {
        var width = _shape.Width;
        var tall = (_shape.Height - _rowWeights.Length + 1) * width;
        var partial = _partial.AsSpan(0, tall);
        TensorPrimitives.Multiply(from[..tall], _rowWeights[0], partial);
        for (var t = 1; t < _rowWeights.Length; t++)
            TensorPrimitives.MultiplyAdd(from.Slice(t * width, tall), _rowWeights[t], partial, partial);

        var length = tall - _columnWeights.Length + 1;
        to = to[..length];
        TensorPrimitives.Multiply(partial[..length], _columnWeights[0], to);
        for (var t = 1; t < _columnWeights.Length; t++)
            TensorPrimitives.MultiplyAdd(partial.Slice(t, length), _columnWeights[t], to, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Similarities(
        ReadOnlySpan<float> meanX, ReadOnlySpan<float> meanY, ReadOnlySpan<float> squareX, ReadOnlySpan<float> squareY, ReadOnlySpan<float> product)
    {
        var sum = 0.0;
        for (var i = 0; i < meanX.Length; i++)
        {
            float x = meanX[i], y = meanY[i];
            float xx = x * x, yy = y * y, xy = x * y;
            var above = (2 * xy + C1) * (2 * (product[i] - xy) + C2);
            var below = (xx + yy + C1) * (squareX[i] - xx + (squareY[i] - yy) + C2);
            sum += above / below;
        }

        return sum;
    }

    private static float[] Weights(int length)
    {
        var weights = new double[length];
        for (var i = 0; i < length; i++)
        {
            var distance = i - (length - 1) / 2.0;
            weights[i] = Math.Exp(-distance * distance / (2 * Sigma * Sigma));
        }

        return [.. weights.Select(weight => (float)(weight / weights.Sum()))];
    }
}
