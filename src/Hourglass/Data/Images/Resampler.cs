using System.Buffers;
using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Data.Images;

/// <summary>Brings pictures to a size: each target pixel is a weighted mean of the source pixels around it, so that shrinking does not alias.</summary>
/// <remarks>The weights are the cubic of Mitchell and Netravali (1988, B = C = 1/3), widened by the factor of shrinking. At a factor of one, pixels are copied.</remarks>
internal static class Resampler
{
    /// <summary>Gives row <paramref name="y"/> as <c>[channels, width]</c>.</summary>
    public delegate void RowReader(int y, Span<float> row);

    /// <summary>A picture at another size, whatever its proportions.</summary>
    /// <param name="picture"><c>[C, H, W]</c>.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="white">The largest value; results are kept in [0, white]. Infinity for values without bounds.</param>
    public static Planes Stretch(Planes picture, int height, int width, float white)
    {
        var (stretched, shape) = (new Planes(picture.Channels, height, width), new SampleShape(1, height, width));
        for (var channel = 0; channel < picture.Channels; channel++)
        {
            var plane = channel;
            Fit((y, row) => picture.Row(plane, y).CopyTo(row), picture.Width, picture.Height, shape, FitKind.Stretch, white, stretched.Plane(plane));
        }

        return stretched;
    }

    /// <summary>Fills a sample from a picture of another size.</summary>
    /// <param name="readRow">Gives the rows of the picture, with as many channels as <paramref name="shape"/>.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="shape">The size to bring it to.</param>
    /// <param name="fit">What happens where the proportions differ.</param>
    /// <param name="white">The largest value; results are kept in [0, white]. Infinity for values without bounds.</param>
    /// <param name="destination"><c>[C, H, W]</c> of <paramref name="shape"/>.</param>
    public static void Fit(RowReader readRow, int width, int height, SampleShape shape, FitKind fit, float white, Span<float> destination)
    {
        var (across, down) = fit switch
        {
            FitKind.Crop => Crop(width, height, shape),
            FitKind.Pad => Pad(width, height, shape),
            _ => (Axis.Make(width, 0, width, shape.Width), Axis.Make(height, 0, height, shape.Height)),
        };
        var (firstRow, rows) = down.Used();
        var line = shape.Channels * across.Count;
        var narrow = ArrayPool<float>.Shared.Rent(rows * line);
        var row = ArrayPool<float>.Shared.Rent(shape.Channels * width);
        for (var y = 0; y < rows; y++)
        {
            readRow(firstRow + y, row.AsSpan(0, shape.Channels * width));
            for (var channel = 0; channel < shape.Channels; channel++)
                across.Apply(row.AsSpan(channel * width, width), narrow.AsSpan(y * line + channel * across.Count, across.Count));
        }

        destination = destination[..shape.Size];
        destination.Clear();
        var (left, top) = ((shape.Width - across.Count) / 2, (shape.Height - down.Count) / 2);
        for (var y = 0; y < down.Count; y++)
        {
            var (start, weights) = down.Weights(y);
            for (var channel = 0; channel < shape.Channels; channel++)
            {
                var target = destination.Slice((channel * shape.Height + top + y) * shape.Width + left, across.Count);
                for (var i = 0; i < weights.Length; i++)
                    TensorPrimitives.MultiplyAdd(narrow.AsSpan((start - firstRow + i) * line + channel * across.Count, across.Count), weights[i], target, target);
            }
        }

        ArrayPool<float>.Shared.Return(narrow);
        ArrayPool<float>.Shared.Return(row);
        if (float.IsFinite(white))
            TensorPrimitives.Clamp(destination, 0f, white, destination);
    }

    private static (Axis Across, Axis Down) Crop(int width, int height, SampleShape shape)
    {
        var factor = Math.Min((double)width / shape.Width, (double)height / shape.Height);
        var (w, h) = (factor * shape.Width, factor * shape.Height);
        return (Axis.Make(width, (width - w) / 2, w, shape.Width), Axis.Make(height, (height - h) / 2, h, shape.Height));
    }

    private static (Axis Across, Axis Down) Pad(int width, int height, SampleShape shape)
    {
        var factor = Math.Max((double)width / shape.Width, (double)height / shape.Height);
        var (w, h) = (Math.Clamp((int)Math.Round(width / factor), 1, shape.Width), Math.Clamp((int)Math.Round(height / factor), 1, shape.Height));
        return (Axis.Make(width, 0, width, w), Axis.Make(height, 0, height, h));
    }

    /// <summary>For each place along one side of the target: which source places it takes, and how much of each.</summary>
    private readonly struct Axis
    {
        private readonly int[] _starts;
        private readonly float[][] _weights;

        private Axis(int[] starts, float[][] weights) => (_starts, _weights) = (starts, weights);

        public int Count => _starts.Length;

        /// <param name="length">Source places.</param>
        /// <param name="from">Where the window on the source begins.</param>
        /// <param name="window">How long it is.</param>
        /// <param name="count">Target places.</param>
        public static Axis Make(int length, double from, double window, int count)
        {
            var (starts, weights) = (new int[count], new float[count][]);
            var step = window / count;
            var copies = Math.Abs(step - 1) < 1e-9;
            var spread = Math.Max(1, step);
            for (var i = 0; i < count; i++)
            {
                if (copies)
                {
                    (starts[i], weights[i]) = (Math.Clamp((int)from + i, 0, length - 1), [1]);
                    continue;
                }

                var center = from + (i + 0.5) * step;
                var first = Math.Clamp((int)Math.Floor(center - 2 * spread), 0, length - 1);
                var last = Math.Clamp((int)Math.Ceiling(center + 2 * spread), first, length - 1);
                var weight = new double[last - first + 1];
                for (var j = 0; j < weight.Length; j++)
                    weight[j] = Mitchell((first + j + 0.5 - center) / spread);
                var sum = weight.Sum();
                (starts[i], weights[i]) = (first, [.. weight.Select(value => (float)(value / sum))]);
            }

            return new Axis(starts, weights);
        }

        public (int Start, float[] Weights) Weights(int place) => (_starts[place], _weights[place]);

        public (int First, int Count) Used() => (_starts[0], _starts[^1] + _weights[^1].Length - _starts[0]);

        public void Apply(ReadOnlySpan<float> source, Span<float> target)
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = TensorPrimitives.Dot(source.Slice(_starts[i], _weights[i].Length), _weights[i]);
        }

        private static double Mitchell(double x)
        {
            x = Math.Abs(x);
            return x < 1 ? (7 * x * x * x - 12 * x * x + 16.0 / 3) / 6
                : x < 2 ? (-7.0 / 3 * x * x * x + 12 * x * x - 20 * x + 32.0 / 3) / 6
                : 0;
        }
    }
}
