using System.Globalization;
using Hourglass.Archives.Pixels;
using SkiaSharp;

namespace Hourglass.Evaluation;

/// <summary>
/// What JPEG and WebP make of pictures of 8 bits, gray or RGB. Small pictures of one size are put together into one large one first: one by one,
/// the headers alone would take more than the pictures.
/// </summary>
internal static class CommonFormats
{
    private const int SmallSide = 64;
    private const int MostSide = 8192;

    private static readonly int[] Qualities = [1, 2, 5, 10, 15, 20, 30, 40, 50, 65, 80, 90, 95];

    /// <summary>The curves of both formats; none for pictures that these formats do not take.</summary>
    /// <param name="pictures">One or more, all with the same channels and levels.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IReadOnlyList<RateCurve> Curves(IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        if (pictures[0].Levels != 256 || pictures[0].Channels is not (1 or 3))
            return [];
        var sheets = Sheets(pictures);
        var samples = pictures.Sum(picture => (long)picture.Samples.Length);
        return [Curve("JPEG", SKEncodedImageFormat.Jpeg), Curve("WebP", SKEncodedImageFormat.Webp)];

        RateCurve Curve(string name, SKEncodedImageFormat format) =>
            new(name, [.. Qualities.Select(quality => Measure(sheets, format, quality, samples, cancellation))]);
    }

    /// <summary>The pictures, or large ones that small pictures of one size were put into, side by side.</summary>
    public static IReadOnlyList<Raster> Sheets(IReadOnlyList<Raster> pictures)
    {
        var first = pictures[0];
        if (pictures.Count == 1 || Math.Max(first.Width, first.Height) > SmallSide
            || pictures.Any(picture => picture.Width != first.Width || picture.Height != first.Height))
            return pictures;
        var columns = Math.Min(MostSide / first.Width, (int)Math.Ceiling(Math.Sqrt(pictures.Count * (double)first.Height / first.Width)));
        var perSheet = columns * (MostSide / first.Height);
        return [.. pictures.Chunk(perSheet).Select(chunk => Sheet(chunk, columns))];
    }

    private static Raster Sheet(Raster[] pictures, int columns)
    {
        var (width, height, channels) = (pictures[0].Width, pictures[0].Height, pictures[0].Channels);
        var sheet = new Raster(columns * width, (pictures.Length + columns - 1) / columns * height, channels, pictures[0].Levels);
        for (var n = 0; n < pictures.Length; n++)
            for (var y = 0; y < height; y++)
                pictures[n].Samples.AsSpan(y * width * channels, width * channels)
                    .CopyTo(sheet.Samples.AsSpan(((((n / columns * height) + y) * columns) + (n % columns)) * width * channels));
        return sheet;
    }

    private static QualityPoint Measure(
        IReadOnlyList<Raster> sheets, SKEncodedImageFormat format, int quality, long samples, CancellationToken cancellation)
    {
        var (bytes, error) = (0L, 0.0);
        foreach (var sheet in sheets)
        {
            cancellation.ThrowIfCancellationRequested();
            using var bitmap = Bitmap(sheet);
            using var encoded = bitmap.Encode(format, quality);
            bytes += encoded.Size;
            using var decoded = SKBitmap.Decode(encoded);
            error += sheet.SquaredError(Samples(decoded, sheet.Channels));
        }

        return new QualityPoint(string.Create(CultureInfo.InvariantCulture, $"quality {quality}"), 8.0 * bytes / samples, -10 * Math.Log10(error / samples / (255.0 * 255)));
    }

    private static SKBitmap Bitmap(Raster sheet)
    {
        var gray = sheet.Channels == 1;
        var bitmap = new SKBitmap(new SKImageInfo(sheet.Width, sheet.Height, gray ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = bitmap.GetPixelSpan();
        for (var y = 0; y < sheet.Height; y++)
        {
            var row = pixels[(y * bitmap.RowBytes)..];
            for (var x = 0; x < sheet.Width; x++)
            {
                var from = sheet.Samples.AsSpan(((y * sheet.Width) + x) * sheet.Channels, sheet.Channels);
                if (gray)
                    row[x] = (byte)from[0];
                else
                    (row[4 * x], row[(4 * x) + 1], row[(4 * x) + 2], row[(4 * x) + 3]) = ((byte)from[0], (byte)from[1], (byte)from[2], 255);
            }
        }

        return bitmap;
    }

    private static Raster Samples(SKBitmap bitmap, int channels)
    {
        var raster = new Raster(bitmap.Width, bitmap.Height, channels, 256);
        for (var y = 0; y < bitmap.Height; y++)
            for (var x = 0; x < bitmap.Width; x++)
            {
                var color = bitmap.GetPixel(x, y);
                var to = raster.Samples.AsSpan(((y * bitmap.Width) + x) * channels, channels);
                to[0] = channels == 1 ? color.Green : color.Red;
                if (channels == 3)
                    (to[1], to[2]) = (color.Green, color.Blue);
            }

        return raster;
    }
}
