using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Outliers.Pictures;

/// <summary>Cuts square windows out of pictures, brighter in the middle, and turns them about.</summary>
internal sealed class PatchWindows
{
    private const int Turns = 8;

    private readonly SampleShape _shape;
    private readonly int _factor;
    private readonly int _side;
    private readonly float[] _weights;
    private readonly int[][] _turns;

    /// <summary>Windows of a side, in pixels of a picture made smaller by a factor.</summary>
    public PatchWindows(SampleShape shape, int factor, int side)
    {
        (_shape, _factor, _side) = (new SampleShape(shape.Channels, shape.Height / factor, shape.Width / factor), factor, side);
        _weights = new float[side * side];
        for (var i = 0; i < _weights.Length; i++)
        {
            var (y, x) = (i / side - (side - 1) / 2.0, i % side - (side - 1) / 2.0);
            _weights[i] = (float)Math.Exp(-(y * y + x * x) * 9 / (4.0 * side * side));
        }

        _turns = [.. Enumerable.Range(0, Turns).Select(Turn)];
    }

    /// <summary>Values of a window.</summary>
    public int Length => _shape.Channels * _side * _side;

    /// <summary>The shape of the smaller picture.</summary>
    public SampleShape Shape => _shape;

    /// <summary>The picture in [0, 1], made smaller by averaging.</summary>
    public float[] Shrink(ReadOnlySpan<float> picture, SampleShape shape, (float Low, float High) range)
    {
        var small = new float[_shape.Size];
        var scale = 1 / ((range.High - range.Low) * _factor * _factor);
        for (var c = 0; c < _shape.Channels; c++)
        {
            for (var y = 0; y < _shape.Height * _factor; y++)
            {
                var row = picture.Slice((c * shape.Height + y) * shape.Width, _shape.Width * _factor);
                var to = small.AsSpan((c * _shape.Height + y / _factor) * _shape.Width, _shape.Width);
                for (var x = 0; x < row.Length; x++)
                    to[x / _factor] += (row[x] - range.Low) * scale;
            }
        }

        return small;
    }

    /// <summary>The window around a place of the smaller picture, which goes on beyond its edges. Gives its deviation before weighting.</summary>
    public float Cut(ReadOnlySpan<float> small, int centerY, int centerX, Span<float> window)
    {
        for (var c = 0; c < _shape.Channels; c++)
        {
            for (var y = 0; y < _side; y++)
            {
                var row = small.Slice((c * _shape.Height + Math.Clamp(centerY + y - _side / 2, 0, _shape.Height - 1)) * _shape.Width, _shape.Width);
                var to = window.Slice((c * _side + y) * _side, _side);
                for (var x = 0; x < _side; x++)
                    to[x] = row[Math.Clamp(centerX + x - _side / 2, 0, _shape.Width - 1)];
            }
        }

        var mean = TensorPrimitives.Sum<float>(window) / window.Length;
        var deviation = MathF.Sqrt(Math.Max(0, TensorPrimitives.SumOfSquares<float>(window) / window.Length - mean * mean));
        for (var c = 0; c < _shape.Channels; c++)
        {
            var plane = window.Slice(c * _weights.Length, _weights.Length);
            TensorPrimitives.Multiply(plane, _weights, plane);
        }

        return deviation;
    }

    /// <summary>A window turned and mirrored in all eight ways, <c>[8, D]</c>.</summary>
    public void TurnAll(ReadOnlySpan<float> window, Span<float> turned)
    {
        for (var turn = 0; turn < Turns; turn++)
        {
            for (var c = 0; c < _shape.Channels; c++)
            {
                var from = window.Slice(c * _weights.Length, _weights.Length);
                var to = turned.Slice(turn * Length + c * _weights.Length, _weights.Length);
                for (var i = 0; i < to.Length; i++)
                    to[i] = from[_turns[turn][i]];
            }
        }
    }

    private int[] Turn(int turn)
    {
        var places = new int[_side * _side];
        for (var i = 0; i < places.Length; i++)
        {
            var (y, x) = (i / _side, i % _side);
            if ((turn & 1) != 0)
                y = _side - 1 - y;
            if ((turn & 2) != 0)
                x = _side - 1 - x;
            if ((turn & 4) != 0)
                (y, x) = (x, y);
            places[i] = y * _side + x;
        }

        return places;
    }
}
