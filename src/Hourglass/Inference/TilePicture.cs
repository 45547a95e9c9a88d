using System.Numerics.Tensors;
using Hourglass.Data.Images;

namespace Hourglass.Inference;

/// <summary>Cuts the window of a tile out of a picture, and puts what the tile answers for into the result.</summary>
internal static class TilePicture
{
    // ITU-R BT.601, as pictures are made grey everywhere in Hourglass.
    private const float Red = 0.299f, Green = 0.587f, Blue = 0.114f;

    /// <summary>Some channels of a window; what lies beyond the picture mirrors it.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="rows">The window's rows.</param>
    /// <param name="columns">The window's columns.</param>
    /// <param name="channels">For each channel of the window the channel of the picture; one below 0 is grey made of red, green and blue.</param>
    public static Planes Cut(Planes picture, TileSpan rows, TileSpan columns, params ReadOnlySpan<int> channels)
    {
        var window = new Planes(channels.Length, rows.WindowLength, columns.WindowLength);
        for (var channel = 0; channel < channels.Length; channel++)
        {
            for (var y = 0; y < window.Height; y++)
            {
                var from = TileAxis.Mirrored(rows.WindowStart + y, picture.Height);
                var row = window.Row(channel, y);
                if (channels[channel] >= 0)
                {
                    Copy(picture.Row(channels[channel], from), columns.WindowStart, row);
                    continue;
                }

                Grey(picture, from, columns.WindowStart, row);
            }
        }

        return window;
    }

    /// <summary>Copies what a tile answers for from its result into a strip of the same rows.</summary>
    /// <param name="result">The window's result.</param>
    /// <param name="rows">The tile's rows.</param>
    /// <param name="columns">The tile's columns.</param>
    /// <param name="scale">The side of the result over the side of the picture.</param>
    /// <param name="strip">As wide as the whole result, as high as what the tile answers for.</param>
    /// <param name="channel">The first channel of the strip to fill.</param>
    public static void Put(Planes result, TileSpan rows, TileSpan columns, int scale, Planes strip, int channel)
    {
        var (top, left) = (scale * (rows.Start - rows.WindowStart), scale * (columns.Start - columns.WindowStart));
        for (var c = 0; c < result.Channels; c++)
        {
            for (var y = 0; y < strip.Height; y++)
                result.Row(c, top + y).Slice(left, scale * columns.Length).CopyTo(strip.Row(channel + c, y)[(scale * columns.Start)..]);
        }
    }

    /// <summary>The mean of all channels, <c>[1, Height, Width]</c>.</summary>
    public static Planes Mean(Planes planes)
    {
        var mean = new Planes(1, planes.Height, planes.Width);
        for (var channel = 0; channel < planes.Channels; channel++)
            TensorPrimitives.Add(mean.Values, planes.Plane(channel), mean.Values);
        TensorPrimitives.Divide(mean.Values, planes.Channels, mean.Values);
        return mean;
    }

    private static void Copy(ReadOnlySpan<float> line, int start, Span<float> row)
    {
        var inside = Math.Min(row.Length, line.Length - start);
        line.Slice(start, inside).CopyTo(row);
        for (var x = inside; x < row.Length; x++)
            row[x] = line[TileAxis.Mirrored(start + x, line.Length)];
    }

    private static void Grey(Planes picture, int y, int start, Span<float> row)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var from = TileAxis.Mirrored(start + x, picture.Width);
            row[x] = Red * picture.Row(0, y)[from] + Green * picture.Row(1, y)[from] + Blue * picture.Row(2, y)[from];
        }
    }
}
