using System.Buffers.Binary;
using System.Text;
using Hourglass.Archives.Files;
using Hourglass.Archives.Pixels;
using Hourglass.Numerics;

namespace Hourglass.Tests.Archives;

/// <summary>Pictures and files of them.</summary>
internal static class Pictures
{
    /// <summary>A picture with a gradient and some noise: neither constant nor random.</summary>
    public static Raster Drawn(int width, int height, int channels, int levels, ulong seed)
    {
        var rng = new Rng(seed);
        var picture = new Raster(width, height, channels, levels);
        for (var i = 0; i < picture.Samples.Length; i++)
            picture.Samples[i] = (ushort)((((i / channels % width) + (i / channels / width)) * levels / (width + height)) + rng.NextInt(1 + (levels / 8)) is var value && value < levels ? value : levels - 1);
        return picture;
    }

    /// <summary>A PNG of any form, with chunks beside the pixels.</summary>
    public static byte[] Png(Raster picture, byte colorType, bool withMetadata = true)
    {
        using var stream = new MemoryStream();
        using var before = new MemoryStream();
        using var after = new MemoryStream();
        if (colorType == PngForm.Palette)
            Hourglass.Data.Png.WriteChunk(before, "PLTE"u8, new byte[3 * picture.Levels]);
        if (withMetadata)
        {
            Hourglass.Data.Png.WriteChunk(before, "gAMA"u8, [0, 0, 0xB1, 0x8F]);
            Hourglass.Data.Png.WriteChunk(after, "tEXt"u8, "Title\0Behind the pixels"u8);
        }

        PngFile.Write(stream, picture, colorType, before.ToArray(), after.ToArray(), PngFile.Pack(picture));
        return stream.ToArray();
    }

    /// <summary>IDX of bytes.</summary>
    public static byte[] Idx(ulong seed, params int[] shape)
    {
        var header = new byte[4 + (4 * shape.Length)];
        (header[2], header[3]) = (8, (byte)shape.Length);
        for (var i = 0; i < shape.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), shape[i]);
        var (width, count) = (shape[^1], shape.Aggregate((a, b) => a * b));
        var values = Drawn(width, Math.Max(1, count / width), 1, 256, seed).Samples.Select(sample => (byte)sample);
        return [.. header, .. values.Take(count)];
    }

    /// <summary>PGM or PPM.</summary>
    public static byte[] Pnm(Raster picture, string comment = "# drawn\n")
    {
        var header = Encoding.ASCII.GetBytes(FormattableString.Invariant($"P{(picture.Channels == 1 ? 5 : 6)}\n{comment}{picture.Width} {picture.Height}\n{picture.Levels - 1}\n"));
        return picture.Levels <= 256
            ? [.. header, .. picture.Samples.Select(sample => (byte)sample)]
            : [.. header, .. picture.Samples.SelectMany(sample => new[] { (byte)(sample >> 8), (byte)sample })];
    }

    /// <summary>BMP of 8, 24 or 32 bits.</summary>
    public static byte[] Bmp(Raster picture, bool isTopDown = false, byte padding = 0)
    {
        var palette = picture.Channels == 1 ? 1024 : 0;
        var bytes = new byte[54 + palette];
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(10), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), picture.Width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), isTopDown ? -picture.Height : picture.Height);
        bytes[28] = (byte)(8 * picture.Channels);
        var rows = picture.Samples.Select(sample => (byte)sample).Chunk(picture.Width * picture.Channels);
        var pad = Enumerable.Repeat(padding, (4 - (picture.Width * picture.Channels % 4)) % 4).ToArray();
        return [.. bytes, .. rows.SelectMany(row => row.Concat(pad))];
    }
}
