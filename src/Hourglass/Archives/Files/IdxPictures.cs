using System.Buffers.Binary;
using Hourglass.Archives.Container;
using Hourglass.Data.Arrays;

namespace Hourglass.Archives.Files;

/// <summary>Pictures in IDX files: <c>[N, H, W]</c>, <c>[N, H, W, C]</c> with C up to 4, or <c>[N, C, H, W]</c>, of bytes.</summary>
internal static class IdxPictures
{
    private const byte UnsignedByte = 0x08;

    /// <summary>Reads a header, or returns null when it is another one.</summary>
    public static PixelFile? Find(ReadOnlySpan<byte> start)
    {
        if (start is not [0, 0, UnsignedByte, 3 or 4, ..] || start.Length < 4 + (start[3] * sizeof(uint)))
            return null;
        var side = new long[start[3]];
        for (var i = 0; i < side.Length; i++)
            side[i] = BinaryPrimitives.ReadUInt32BigEndian(start[(4 + (i * sizeof(uint)))..]);
        if (side.Any(length => length is < 1 or > int.MaxValue))
            return null;
        var offset = 4 + (side.Length * sizeof(uint));
        return side switch
        {
            [var n, var h, var w] => new PixelFile((int)n, (int)w, (int)h, 1, 256, SampleOrder.Plain, offset),
            [var n, var h, var w, <= ArrayLayout.MaxLastChannels and var c] => new PixelFile((int)n, (int)w, (int)h, (int)c, 256, SampleOrder.Plain, offset),
            [var n, <= ArrayLayout.MaxLastChannels and var c, var h, var w] => new PixelFile((int)n, (int)w, (int)h, (int)c, 256, SampleOrder.Planar, offset),
            [var n, var c, var h, var w] when n * c <= int.MaxValue => new PixelFile((int)(n * c), (int)w, (int)h, 1, 256, SampleOrder.Plain, offset),
            _ => null,
        };
    }
}
