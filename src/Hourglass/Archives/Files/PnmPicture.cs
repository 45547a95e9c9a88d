using Hourglass.Archives.Container;
using Hourglass.Data.Images;

namespace Hourglass.Archives.Files;

/// <summary>PGM and PPM, binary, as pixels after a header.</summary>
internal static class PnmPicture
{
    /// <summary>Reads a header, or returns null when it is another one.</summary>
    public static PixelFile? Find(ReadOnlySpan<byte> start) => PnmHeader.Find(start) is { } pnm
        ? new PixelFile(1, pnm.Width, pnm.Height, pnm.Channels, pnm.Most + 1, SampleOrder.Plain, pnm.Length)
        : null;
}
