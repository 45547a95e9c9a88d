using Hourglass.Data.Bytes;
using SkiaSharp;

namespace Hourglass.Data.Images;

/// <summary>
/// Decodes PNG, JPEG, WebP, BMP, PGM and PPM, whatever the file is called. Transparent pixels are laid on white unless alpha is kept, pictures are turned upright by their Exif
/// orientation, color profiles are not applied, and of an animation the first frame is taken.
/// </summary>
internal static class PictureDecoder
{
    /// <summary>The largest file that is read: 256 MiB.</summary>
    public const int MaxFileBytes = 256 << 20;

    /// <summary>The most pixels that are decoded: 128 Mi, 512 MiB of RGB and alpha.</summary>
    public const int MaxPixels = 1 << 27;

    /// <summary>The longest side that is read.</summary>
    public const int MaxSide = ushort.MaxValue;

    private const int ColorBytes = 4;

    /// <summary>Decodes one picture.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="keepsAlpha">Whether transparency stays a channel of its own.</param>
    /// <exception cref="DataException">It is broken, or of another format; the message completes "the file ...".</exception>
    public static Picture Decode(ReadOnlySpan<byte> file, bool keepsAlpha = false)
    {
        if (file.IsEmpty)
            throw new DataException("is empty");
        if (PnmHeader.Find(file) is { } pnm)
        {
            CheckSides(pnm.Width, pnm.Height);
            return PnmDecoder.Decode(pnm, file);
        }

        if (!PngDecoder.Is16Bit(file))
            return DecodeBySkia(file, keepsAlpha);
        var png = PngDecoder.Decode(file, MaxPixels);
        CheckSides(png.Width, png.Height);
        return new Picture(png, keepsAlpha);
    }

    private static unsafe Picture DecodeBySkia(ReadOnlySpan<byte> file, bool keepsAlpha)
    {
        fixed (byte* bytes = file)
        {
            using var data = SKData.Create((nint)bytes, file.Length);
            using var codec = SKCodec.Create(new SKMemoryStream(data), out var opened)
                ?? throw new DataException(opened == SKCodecResult.IncompleteInput && LooksLikePicture(file)
                    ? "is truncated"
                    : $"is no picture that is read, but begins with {Convert.ToHexString(file[..Math.Min(4, file.Length)])}: expected PNG, JPEG, WebP, BMP, PGM or PPM");
            if (codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Bmp))
                throw new DataException($"is {codec.EncodedFormat}, which is not read: convert it to PNG");
            return Decode(codec, keepsAlpha);
        }
    }

    private static unsafe Picture Decode(SKCodec codec, bool keepsAlpha)
    {
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        CheckSides(width, height);
        var grey = codec.Info.ColorType == SKColorType.Gray8;
        var info = new SKImageInfo(width, height, grey ? SKColorType.Gray8 : SKColorType.Rgba8888, grey ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        var stride = grey ? 1 : ColorBytes;
        var rented = Buffers.Rent(width * height * stride);
        SKCodecResult result;
        fixed (byte* pixels = rented)
            result = codec.GetPixels(info, (nint)pixels, width * stride, SKCodecOptions.Default);
        if (result == SKCodecResult.Success)
            return new Picture(rented, width, height, stride, codec.EncodedOrigin, keepsAlpha && codec.Info.AlphaType != SKAlphaType.Opaque);
        Buffers.Return(rented);
        throw new DataException(result switch
        {
            SKCodecResult.IncompleteInput => "is truncated",
            SKCodecResult.ErrorInInput => "has broken pixel data",
            _ => $"cannot be decoded ({result})",
        });
    }

    private static bool LooksLikePicture(ReadOnlySpan<byte> file) =>
        file.StartsWith(Png.Signature[..4]) || file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || file.StartsWith("RIFF"u8) || file.StartsWith("BM"u8);

    private static void CheckSides(int width, int height)
    {
        if (width < 1 || height < 1 || width > MaxSide || height > MaxSide || (long)width * height > MaxPixels)
            throw new DataException($"is {width}x{height}; sides may have at most {MaxSide} pixels, and all together {MaxPixels}");
    }
}
