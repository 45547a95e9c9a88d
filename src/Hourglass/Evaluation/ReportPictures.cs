using Hourglass.Data;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>Samples as pictures: reduced to what a page can show, and written into it as PNG.</summary>
internal static class ReportPictures
{
    /// <summary>The longest side of a picture in the tables of samples.</summary>
    public const int LongestSide = 96;

    /// <summary>The longest side of a thumbnail on the map.</summary>
    public const int LongestThumb = 32;

    /// <summary>The most values that all thumbnails together may have; color pictures are shown smaller on the map than grey ones.</summary>
    public const int ThumbBudget = 3 << 19;

    /// <summary>The most values of a vector that are drawn.</summary>
    public const int LongestVector = 512;

    /// <summary>Whether samples of a shape are looked at as pictures, not as rows of values.</summary>
    public static bool ArePictures(SampleShape shape) => shape is { Height: > 1, Width: > 1 };

    /// <summary>The shape that samples are reduced to before they are drawn.</summary>
    public static SampleShape Drawn(SampleShape shape) =>
        ArePictures(shape) ? Within(shape, LongestSide) : SampleShape.Vector(Math.Min(shape.Size, LongestVector));

    /// <summary>The shape of one of <paramref name="count"/> thumbnails; empty when samples are no pictures.</summary>
    public static SampleShape Thumb(SampleShape shape, int count)
    {
        if (!ArePictures(shape))
            return default;
        var thumb = Within(shape, LongestThumb) with { Channels = Inks(shape) };
        var excess = Math.Sqrt((double)thumb.Size * count / ThumbBudget);
        return excess <= 1 ? thumb : Within(thumb, Math.Max(8, (int)(Math.Max(thumb.Width, thumb.Height) / excess)));
    }

    /// <summary>Averages a sample <c>[C, H, W]</c> down to a smaller shape; more channels than inks become their mean.</summary>
    public static void Reduce(ReadOnlySpan<float> sample, SampleShape shape, SampleShape to, Span<float> reduced)
    {
        if (!ArePictures(shape))
        {
            ReducePlane(sample, sample.Length, 1, reduced, to.Size, 1);
            return;
        }

        var (plane, reducedPlane) = (shape.Height * shape.Width, to.Height * to.Width);
        var source = to.Channels == 1 && shape.Channels > 1 ? MeanChannel(sample, shape.Channels, plane) : sample;
        for (var c = 0; c < to.Channels; c++)
            ReducePlane(source.Slice(c * plane, plane), shape.Width, shape.Height, reduced.Slice(c * reducedPlane, reducedPlane), to.Width, to.Height);
    }

    /// <summary>A picture <c>[C, H, W]</c> of network values as a PNG in a data URI; values outside [0, 1] are cut.</summary>
    public static string Uri(ReadOnlySpan<float> values, SampleShape shape)
    {
        var plane = shape.Height * shape.Width;
        var inks = Inks(shape);
        var source = inks == 1 && shape.Channels > 1 ? MeanChannel(values, shape.Channels, plane) : values;
        var pixels = new byte[inks * plane];
        for (var c = 0; c < inks; c++)
            for (var i = 0; i < plane; i++)
                pixels[i * inks + c] = Byte(source[c * plane + i]);
        return Uri(shape.Width, shape.Height, inks, pixels);
    }

    /// <summary>How far each pixel of a reconstruction is off: red where it is too bright, blue where too dark, paper where it is right.</summary>
    /// <param name="original"><c>[C, H, W]</c>.</param>
    /// <param name="rebuilt"><c>[C, H, W]</c>.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="scale">The difference that gets the full color, above 0.</param>
    public static string DifferenceUri(ReadOnlySpan<float> original, ReadOnlySpan<float> rebuilt, SampleShape shape, double scale)
    {
        var plane = shape.Height * shape.Width;
        var (from, to) = (MeanChannel(original, shape.Channels, plane), MeanChannel(rebuilt, shape.Channels, plane));
        var pixels = new byte[3 * plane];
        for (var i = 0; i < plane; i++)
            Diverging((to[i] - from[i]) / scale, pixels.AsSpan(3 * i, 3));
        return Uri(shape.Width, shape.Height, 3, pixels);
    }

    /// <summary>Thumbnails <c>[N, C, h, w]</c> in rows, as one picture.</summary>
    /// <param name="thumbs">The thumbnails, one after another.</param>
    /// <param name="thumb">The shape of one.</param>
    /// <param name="columns">How many stand in a row.</param>
    public static string SheetUri(ReadOnlySpan<float> thumbs, SampleShape thumb, int columns)
    {
        var count = thumbs.Length / thumb.Size;
        var rows = (count + columns - 1) / columns;
        var (width, plane) = (columns * thumb.Width, thumb.Height * thumb.Width);
        var pixels = new byte[rows * thumb.Height * width * thumb.Channels];
        for (var n = 0; n < count; n++)
            for (var c = 0; c < thumb.Channels; c++)
                for (var i = 0; i < plane; i++)
                {
                    var (x, y) = (n % columns * thumb.Width + i % thumb.Width, n / columns * thumb.Height + i / thumb.Width);
                    pixels[(y * width + x) * thumb.Channels + c] = Byte(thumbs[n * thumb.Size + c * plane + i]);
                }

        return Uri(width, rows * thumb.Height, thumb.Channels, pixels);
    }

    /// <summary>A strip of the colors of <see cref="DifferenceUri"/> from -1 to 1, for a legend.</summary>
    public static string DivergingLegendUri()
    {
        const int Steps = 65;
        var pixels = new byte[3 * Steps];
        for (var i = 0; i < Steps; i++)
            Diverging(2.0 * i / (Steps - 1) - 1, pixels.AsSpan(3 * i, 3));
        return Uri(Steps, 1, 3, pixels);
    }

    private static int Inks(SampleShape shape) => shape.Channels is 3 or 4 ? 3 : 1;

    /// <summary>A shape made smaller until no side is longer; proportions stay.</summary>
    public static SampleShape Within(SampleShape shape, int longest)
    {
        var scale = Math.Min(1, (double)longest / Math.Max(shape.Width, shape.Height));
        return shape with { Width = Side(shape.Width), Height = Side(shape.Height) };

        int Side(int side) => Math.Max(1, (int)Math.Round(side * scale));
    }

    private static float[] MeanChannel(ReadOnlySpan<float> sample, int channels, int plane)
    {
        var mean = new float[plane];
        for (var c = 0; c < channels; c++)
            for (var i = 0; i < plane; i++)
                mean[i] += sample[c * plane + i] / channels;
        return mean;
    }

    /// <summary>The mean over the area that each smaller pixel covers; a plain copy when nothing is reduced.</summary>
    private static void ReducePlane(ReadOnlySpan<float> plane, int width, int height, Span<float> reduced, int toWidth, int toHeight)
    {
        for (var y = 0; y < toHeight; y++)
            for (var x = 0; x < toWidth; x++)
            {
                var (top, bottom) = Range(y, height, toHeight);
                var (left, right) = Range(x, width, toWidth);
                var sum = 0.0;
                for (var row = top; row < bottom; row++)
                    for (var column = left; column < right; column++)
                        sum += plane[row * width + column];
                reduced[y * toWidth + x] = (float)(sum / ((bottom - top) * (right - left)));
            }

        static (int From, int To) Range(int i, int size, int to)
        {
            var from = (int)((long)i * size / to);
            return (from, Math.Max(from + 1, (int)((long)(i + 1) * size / to)));
        }
    }

    /// <summary>Blue, paper, red of equal strength on either side (after the RdBu scheme of Brewer, 2003).</summary>
    private static void Diverging(double value, Span<byte> rgb)
    {
        ReadOnlySpan<double> end = value < 0 ? [33, 102, 172] : [178, 24, 43];
        ReadOnlySpan<double> paper = [246, 244, 239];
        var strength = double.IsNaN(value) ? 1 : Math.Pow(Math.Min(1, Math.Abs(value)), 0.8);
        for (var c = 0; c < 3; c++)
            rgb[c] = (byte)Math.Round(paper[c] + strength * (end[c] - paper[c]));
    }

    /// <summary>A network value as a byte; NaN is black.</summary>
    private static byte Byte(float value) => value > 0 ? (byte)(MathF.Min(value, 1) * 255 + 0.5f) : (byte)0;

    private static string Uri(int width, int height, int channels, ReadOnlySpan<byte> pixels) =>
        "data:image/png;base64," + Convert.ToBase64String(Png.Encode(width, height, channels, pixels));
}
