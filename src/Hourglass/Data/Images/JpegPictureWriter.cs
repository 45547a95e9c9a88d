using SkiaSharp;

namespace Hourglass.Data.Images;

/// <summary>A baseline JPEG of 8 bits; transparent pixels are laid on white. The pixels wait in memory, one to four bytes each, until the last row.</summary>
public sealed class JpegPictureWriter : IPictureWriter
{
    private const int ColorBytes = 4;

    private readonly Stream _stream;
    private readonly SKBitmap _bitmap;
    private readonly int _channels;
    private readonly bool _hasAlpha;
    private readonly int _quality;
    private int _next;

    /// <summary>Waits for the rows.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="width">Columns, 1 to 65535.</param>
    /// <param name="height">Rows, 1 to 65535.</param>
    /// <param name="channels">1 for grey, 3 for RGB.</param>
    /// <param name="hasAlpha">Whether alpha comes with the rows.</param>
    /// <param name="quality">1 to 100.</param>
    /// <exception cref="DataException">JPEG cannot hold a picture of such sides.</exception>
    public JpegPictureWriter(Stream stream, int width, int height, int channels, bool hasAlpha, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        if (width > PictureDecoder.MaxSide || height > PictureDecoder.MaxSide)
            throw new DataException($"becomes {width}x{height}, but a JPEG has at most {PictureDecoder.MaxSide} rows and columns: write PNG");
        (_stream, _channels, _hasAlpha, _quality) = (stream, channels, hasAlpha, quality);
        _bitmap = new SKBitmap(new SKImageInfo(width, height, channels == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque));
    }

    /// <inheritdoc />
    public void Write(Planes rows, Planes? alpha)
    {
        Quantized.Check(rows, alpha, _channels, _bitmap.Width, _hasAlpha);
        if (rows.Height > _bitmap.Height - _next)
            throw new ArgumentException($"{rows.Height} rows are more than the {_bitmap.Height - _next} that are left.", nameof(rows));
        for (var y = 0; y < rows.Height; y++)
            Fill(rows, alpha, y);
        _next += rows.Height;
        if (_next < _bitmap.Height)
            return;
        using var pixels = _bitmap.PeekPixels();
        if (!pixels.Encode(_stream, new SKJpegEncoderOptions(_quality, SKJpegEncoderDownsample.Downsample444, SKJpegEncoderAlphaOption.Ignore)))
            throw new IOException($"A JPEG of {_bitmap.Width}x{_bitmap.Height} could not be written.");
    }

    /// <inheritdoc />
    public void Dispose() => _bitmap.Dispose();

    private void Fill(Planes rows, Planes? alpha, int y)
    {
        var step = _channels == 1 ? 1 : ColorBytes;
        var target = _bitmap.GetPixelSpan().Slice((_next + y) * _bitmap.RowBytes, step * _bitmap.Width);
        var opacity = alpha is null ? [] : alpha.Row(0, y);
        for (var channel = 0; channel < _channels; channel++)
        {
            var values = rows.Row(channel, y);
            for (var x = 0; x < values.Length; x++)
            {
                var value = opacity.IsEmpty ? values[x] : 1 + opacity[x] * (values[x] - 1);
                target[x * step + channel] = (byte)Quantized.Whole(value, byte.MaxValue);
            }
        }

        for (var at = ColorBytes - 1; step == ColorBytes && at < target.Length; at += ColorBytes)
            target[at] = byte.MaxValue;
    }
}
