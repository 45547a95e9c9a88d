using System.Buffers.Binary;
using Hourglass.Archives.Container;

namespace Hourglass.Archives.Files;

/// <summary>BMP without packing: 8 bits (grey or places in a palette, which is part of the header), 24 and 32 bits.</summary>
internal static class BmpPicture
{
    private const int FileHeaderBytes = 14;
    private const int InfoHeaderBytes = 40;

    /// <summary>Reads a header, or returns null when it is another one.</summary>
    public static PixelFile? Find(ReadOnlySpan<byte> start, long length)
    {
        if (start.Length < FileHeaderBytes + InfoHeaderBytes || !start.StartsWith("BM"u8))
            return null;
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(start[10..]);
        var info = start[FileHeaderBytes..];
        var (infoBytes, width, height) = (
            BinaryPrimitives.ReadUInt32LittleEndian(info), BinaryPrimitives.ReadInt32LittleEndian(info[4..]), BinaryPrimitives.ReadInt32LittleEndian(info[8..]));
        var (bits, packing) = (BinaryPrimitives.ReadUInt16LittleEndian(info[14..]), BinaryPrimitives.ReadUInt32LittleEndian(info[16..]));
        if (infoBytes < InfoHeaderBytes || packing != 0 || bits is not (8 or 24 or 32) || height == int.MinValue)
            return null;
        if (offset < FileHeaderBytes + InfoHeaderBytes || offset > Math.Min(length, start.Length))
            return null;
        var order = SampleOrder.PaddedRows | (height > 0 ? SampleOrder.BottomUp : 0) | (bits == 24 ? SampleOrder.Reversed : 0);
        return new PixelFile(1, width, Math.Abs(height), bits / 8, 256, order, offset);
    }
}
