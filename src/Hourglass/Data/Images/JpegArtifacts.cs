using SkiaSharp;

namespace Hourglass.Data.Images;

/// <summary>What JPEG coding leaves of a picture: it is really coded and decoded.</summary>
internal static class JpegArtifacts
{
    /// <summary>The picture after coding at a quality from 1 to 100; 1 or 3 channels.</summary>
    public static Planes Of(Planes picture, int quality)
    {
        var (grey, n) = (picture.Channels == 1, picture.Height * picture.Width);
        using var bitmap = new SKBitmap(new SKImageInfo(
            picture.Width, picture.Height, grey ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = bitmap.GetPixelSpan();
        for (var i = 0; i < n; i++)
        {
            for (var channel = 0; channel < picture.Channels; channel++)
            {
                var at = i / picture.Width * bitmap.RowBytes + i % picture.Width * (grey ? 1 : 4) + channel;
                pixels[at] = (byte)MathF.Round(255 * Math.Clamp(picture.Values[channel * n + i], 0, 1));
            }

            if (!grey)
                pixels[i / picture.Width * bitmap.RowBytes + i % picture.Width * 4 + 3] = byte.MaxValue;
        }

        using var coded = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        using var decoded = PictureDecoder.Decode(coded.AsSpan());
        var result = new Planes(picture.Channels, picture.Height, picture.Width);
        var row = new float[picture.Channels * picture.Width];
        for (var y = 0; y < picture.Height; y++)
        {
            decoded.ReadRow(y, picture.Channels, byte.MaxValue, row);
            for (var channel = 0; channel < picture.Channels; channel++)
                System.Numerics.Tensors.TensorPrimitives.Multiply(row.AsSpan(channel * picture.Width, picture.Width), 1f / byte.MaxValue, result.Row(channel, y));
        }

        return result;
    }
}
