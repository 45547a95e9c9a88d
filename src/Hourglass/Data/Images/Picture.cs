using Hourglass.Data.Bytes;
using SkiaSharp;

namespace Hourglass.Data.Images;

/// <summary>A decoded picture, upright; transparent pixels are laid on white unless alpha is kept. Its pixels are in a borrowed buffer, which disposing gives back.</summary>
internal sealed class Picture : IDisposable
{
    private readonly byte[]? _bytes;
    private readonly ushort[]? _words;
    private readonly int _stride;
    private readonly (int First, int StepX, int StepY) _place;

    /// <summary>An 8-bit picture.</summary>
    /// <param name="rented">Grey values, or RGB and alpha; from the shared pool.</param>
    /// <param name="width">Columns as stored.</param>
    /// <param name="height">Rows as stored.</param>
    /// <param name="stride">Bytes per pixel: 1 or 4.</param>
    /// <param name="origin">Which corner is stored first.</param>
    /// <param name="keepsAlpha">Whether alpha stays a channel of its own.</param>
    public Picture(byte[] rented, int width, int height, int stride, SKEncodedOrigin origin, bool keepsAlpha = false)
    {
        (_bytes, _stride) = (rented, stride);
        var turned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        (Width, Height) = turned ? (height, width) : (width, height);
        _place = Place(origin, width, height);
        var pixels = rented.AsSpan(0, width * height * stride);
        HasAlpha = keepsAlpha && stride > 1;
        if (stride > 1 && !keepsAlpha)
            OnWhite(pixels);
        IsGrey = stride == 1 || IsGreyAll<byte>(pixels, stride);
    }

    /// <summary>A 16-bit picture.</summary>
    /// <param name="png">Its values.</param>
    /// <param name="keepsAlpha">Whether alpha, where there is one, stays a channel of its own.</param>
    public Picture(PngPicture png, bool keepsAlpha = false)
    {
        (_words, _stride, Width, Height) = (png.Interleaved, png.Channels, png.Width, png.Height);
        _place = (0, 1, png.Width);
        HasAlpha = keepsAlpha && (png.Channels is 2 or 4);
        if (png.Channels is 2 or 4 && !keepsAlpha)
            OnWhite(png.Interleaved, png.Channels);
        IsGrey = _stride < 3 || IsGreyAll<ushort>(png.Interleaved, _stride);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Whether red, green and blue are the same in every pixel.</summary>
    public bool IsGrey { get; }

    /// <summary>Whether alpha was kept.</summary>
    public bool HasAlpha { get; }

    /// <summary>The value of white: 255 or 65535.</summary>
    public int White => _words is null ? byte.MaxValue : ushort.MaxValue;

    /// <summary>Reads a row: its channels one after another.</summary>
    /// <param name="y">Which row.</param>
    /// <param name="channels">1 for grey (0.299 R + 0.587 G + 0.114 B, ITU-R BT.601), 3 for RGB.</param>
    /// <param name="white">What white becomes.</param>
    /// <param name="row"><c>[channels, Width]</c>.</param>
    public void ReadRow(int y, int channels, int white, Span<float> row)
    {
        var scale = (float)white / White;
        if (channels == 1 && !IsGrey)
        {
            row = row[..Width];
            row.Clear();
            AddChannel(y, 0, 0.299f * scale, row);
            AddChannel(y, 1, 0.587f * scale, row);
            AddChannel(y, 2, 0.114f * scale, row);
            return;
        }

        row[..(channels * Width)].Clear();
        for (var channel = 0; channel < channels; channel++)
            AddChannel(y, _stride < 3 ? 0 : channel, scale, row.Slice(channel * Width, Width));
    }

    /// <summary>Reads a row of alpha: 0 where the picture is transparent, 1 where it is opaque.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public void ReadAlphaRow(int y, Span<float> row)
    {
        if (!HasAlpha)
            throw new InvalidOperationException("The picture has no alpha.");
        row[..Width].Clear();
        AddChannel(y, _stride - 1, 1f / White, row[..Width]);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_bytes is not null)
            Buffers.Return(_bytes);
    }

    private void AddChannel(int y, int channel, float scale, Span<float> line)
    {
        var at = (_place.First + y * _place.StepY) * _stride + channel;
        var step = _place.StepX * _stride;
        if (_bytes is { } bytes)
        {
            for (var x = 0; x < line.Length; x++, at += step)
                line[x] += scale * bytes[at];
        }
        else
        {
            for (var x = 0; x < line.Length; x++, at += step)
                line[x] += scale * _words![at];
        }
    }

    /// <summary>Where the pixels of an upright picture lie in one that was stored from another corner (Exif 2.3, orientation 1 to 8).</summary>
    private static (int First, int StepX, int StepY) Place(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => (width - 1, -1, width),
        SKEncodedOrigin.BottomRight => (width * height - 1, -1, -width),
        SKEncodedOrigin.BottomLeft => (width * (height - 1), 1, -width),
        SKEncodedOrigin.LeftTop => (0, width, 1),
        SKEncodedOrigin.RightTop => (width * (height - 1), -width, 1),
        SKEncodedOrigin.RightBottom => (width * height - 1, -width, -1),
        SKEncodedOrigin.LeftBottom => (width - 1, width, -1),
        _ => (0, 1, width),
    };

    private static void OnWhite(Span<byte> rgba)
    {
        for (var i = 0; i < rgba.Length; i += 4)
        {
            int alpha = rgba[i + 3];
            if (alpha == byte.MaxValue)
                continue;
            for (var channel = 0; channel < 3; channel++)
                rgba[i + channel] = (byte)((rgba[i + channel] * alpha + byte.MaxValue * (byte.MaxValue - alpha) + 127) / byte.MaxValue);
        }
    }

    private static void OnWhite(Span<ushort> pixels, int channels)
    {
        for (var i = 0; i < pixels.Length; i += channels)
        {
            long alpha = pixels[i + channels - 1];
            for (var channel = 0; channel < channels - 1; channel++)
                pixels[i + channel] = (ushort)((pixels[i + channel] * alpha + ushort.MaxValue * (ushort.MaxValue - alpha) + 32767) / ushort.MaxValue);
        }
    }

    private static bool IsGreyAll<T>(ReadOnlySpan<T> pixels, int stride)
        where T : IEquatable<T>
    {
        for (var i = 0; i < pixels.Length; i += stride)
        {
            if (!pixels[i].Equals(pixels[i + 1]) || !pixels[i].Equals(pixels[i + 2]))
                return false;
        }

        return true;
    }
}
