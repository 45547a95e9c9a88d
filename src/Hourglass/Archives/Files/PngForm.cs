using Hourglass.Archives.Container;
using Hourglass.Data;

namespace Hourglass.Archives.Files;

/// <summary>Color types of PNG, and which samples they have.</summary>
internal static class PngForm
{
    /// <summary>Samples are places in a palette.</summary>
    public const byte Palette = 3;

    /// <summary>Samples per pixel; 0 when PNG defines no such color type.</summary>
    public static int Channels(byte colorType) => colorType switch
    {
        PngDecoder.Grey or Palette => 1,
        PngDecoder.GreyAlpha => 2,
        PngDecoder.Rgb => 3,
        PngDecoder.RgbAlpha => 4,
        _ => 0,
    };

    /// <summary>Whether PNG defines a color type with so many bits per sample.</summary>
    public static bool Fits(byte colorType, int bitDepth) => colorType switch
    {
        PngDecoder.Grey => bitDepth is 1 or 2 or 4 or 8 or 16,
        Palette => bitDepth is 1 or 2 or 4 or 8,
        _ => Channels(colorType) > 0 && bitDepth is 8 or 16,
    };

    /// <summary>Whether a PNG can be made of the samples of a stream.</summary>
    public static bool Fits(byte colorType, StreamLayout stream) =>
        Channels(colorType) == stream.Channels && int.IsPow2(stream.Levels) && Fits(colorType, int.Log2(stream.Levels));
}
