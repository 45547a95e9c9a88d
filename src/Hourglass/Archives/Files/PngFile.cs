using System.Buffers.Binary;
using System.IO.Compression;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Archives.Files;

/// <summary>
/// A PNG taken apart so that nothing of it is lost: its samples as they are stored, 1 to 16 bits deep, places in a palette included, and all
/// other chunks as bytes. What is not kept is how the samples were packed.
/// </summary>
/// <param name="Pixels">The samples; <see cref="Raster.Levels"/> is two to the power of the bit depth.</param>
/// <param name="ColorType">See <see cref="PngForm"/>.</param>
/// <param name="Before">The chunks between IHDR and IDAT, whole.</param>
/// <param name="After">The chunks between IDAT and IEND, whole.</param>
/// <param name="Packed">The data of IDAT: rows, filtered and packed by zlib.</param>
/// <param name="Filters">The filter of every row.</param>
internal sealed record PngFile(
    Raster Pixels, byte ColorType, ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After, ReadOnlyMemory<byte> Packed, byte[] Filters)
{
    /// <summary>Reads a file; every checksum is checked.</summary>
    /// <param name="file">All of it.</param>
    /// <param name="maxPixels">The most pixels to accept.</param>
    /// <exception cref="DataException">It is broken, interlaced, too large, or goes on after its end.</exception>
    public static PngFile Read(ReadOnlyMemory<byte> file, long maxPixels)
    {
        var bytes = file.Span;
        if (!bytes.StartsWith(Png.Signature))
            throw new DataException("does not begin with the PNG signature");
        var first = PngDecoder.ReadChunk(bytes, Png.Signature.Length);
        if (first.Type is not "IHDR" || first.Data.Length != PngDecoder.HeaderBytes)
            throw new DataException($"begins with {first.Type} of {first.Data.Length} bytes, not with IHDR of {PngDecoder.HeaderBytes}");
        var header = first.Data.ToArray();
        var at = Png.Signature.Length + PngDecoder.ChunkBytes + PngDecoder.HeaderBytes;
        var (before, packed, after) = (new MemoryStream(), new MemoryStream(), new MemoryStream());
        var isAfter = false;
        while (true)
        {
            var chunk = PngDecoder.ReadChunk(bytes, at);
            var whole = bytes.Slice(at, PngDecoder.ChunkBytes + chunk.Data.Length);
            at += whole.Length;
            if (chunk.Type is "IEND")
                break;
            if (chunk.Type is "IHDR" || (chunk.Type is "IDAT" && isAfter))
                throw new DataException($"has its {chunk.Type} in two places");
            isAfter |= packed.Length > 0 && chunk.Type is not "IDAT";
            if (chunk.Type is "IDAT")
                packed.Write(chunk.Data);
            else
                (isAfter ? after : before).Write(whole);
        }

        if (at != bytes.Length)
            throw new DataException("goes on after its end chunk");
        var (pixels, filters) = Unpack(header, packed.ToArray(), maxPixels);
        return new PngFile(pixels, header[9], before.ToArray(), after.ToArray(), packed.ToArray(), filters);
    }

    /// <summary>Unpacks the data of IDAT into a raster of known size.</summary>
    /// <exception cref="DataException">It is broken.</exception>
    public static byte[] Unpack(ReadOnlyMemory<byte> packed, Raster pixels)
    {
        var bits = int.Log2(pixels.Levels);
        var pixelBytes = Math.Max(1, pixels.Channels * bits / 8);
        var (row, above) = (new byte[1 + RowBytes(pixels)], new byte[1 + RowBytes(pixels)]);
        var filters = new byte[pixels.Height];
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(packed.ToArray(), writable: false), CompressionMode.Decompress);
            for (var y = 0; y < pixels.Height; y++)
            {
                if (zlib.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                    throw new DataException($"ends in row {y} of {pixels.Height}: it is truncated");
                filters[y] = row[0];
                PngDecoder.Unfilter(row, above, pixelBytes, y);
                var line = pixels.Samples.AsSpan(y * pixels.Width * pixels.Channels, pixels.Width * pixels.Channels);
                FromBits(row.AsSpan(1), bits, line);
                (row, above) = (above, row);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            // An IOException when the stream asks for a dictionary, which PNG does not have.
            throw new DataException($"has broken pixel data ({broken.Message.TrimEnd('.')})", broken);
        }

        return filters;
    }

    /// <summary>Packs samples as the data of IDAT.</summary>
    public static byte[] Pack(Raster pixels)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            Png.WriteRows(zlib, RowsOf(pixels), RowBytes(pixels), Math.Max(1, pixels.Channels * int.Log2(pixels.Levels) / 8));
        return packed.ToArray();
    }

    /// <summary>Writes a file.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="pixels">Its samples.</param>
    /// <param name="colorType">See <see cref="PngForm"/>.</param>
    /// <param name="before">The chunks between IHDR and IDAT.</param>
    /// <param name="after">The chunks between IDAT and IEND.</param>
    /// <param name="packed">The data of IDAT.</param>
    public static void Write(Stream stream, Raster pixels, byte colorType, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, ReadOnlySpan<byte> packed)
    {
        Span<byte> header = stackalloc byte[PngDecoder.HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, pixels.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], pixels.Height);
        (header[8], header[9]) = ((byte)int.Log2(pixels.Levels), colorType);
        stream.Write(Png.Signature);
        Png.WriteChunk(stream, "IHDR"u8, header);
        stream.Write(before);
        Png.WriteChunk(stream, "IDAT"u8, packed);
        stream.Write(after);
        Png.WriteChunk(stream, "IEND"u8, []);
    }

    /// <summary>Writes a picture as a PNG of its own: grey or RGB, with or without alpha, 8 bits deep, or 16 if it has more than 256 levels.</summary>
    public static void Write(Stream stream, Raster pixels)
    {
        var levels = pixels.Levels > 256 ? 1 << 16 : 256;
        var deep = pixels;
        if (pixels.Levels != levels)
        {
            deep = new Raster(pixels.Width, pixels.Height, pixels.Channels, levels);
            pixels.Samples.CopyTo(deep.Samples, 0);
        }

        byte colorType = pixels.Channels switch { 1 => PngDecoder.Grey, 2 => PngDecoder.GreyAlpha, 3 => PngDecoder.Rgb, _ => PngDecoder.RgbAlpha };
        Write(stream, deep, colorType, [], [], Pack(deep));
    }

    /// <summary>The rows as a PNG has them, unfiltered, without their filter bytes.</summary>
    public static byte[] RowsOf(Raster pixels)
    {
        var bits = int.Log2(pixels.Levels);
        var (stride, samples) = (RowBytes(pixels), pixels.Width * pixels.Channels);
        var rows = new byte[checked(stride * pixels.Height)];
        for (var y = 0; y < pixels.Height; y++)
            ToBits(pixels.Samples.AsSpan(y * samples, samples), bits, rows.AsSpan(y * stride, stride));
        return rows;
    }

    /// <summary>The bytes of a row without its filter byte.</summary>
    public static int RowBytes(Raster pixels) => checked((int)(((long)pixels.Width * pixels.Channels * int.Log2(pixels.Levels) + 7) / 8));

    private static (Raster Pixels, byte[] Filters) Unpack(ReadOnlySpan<byte> header, byte[] packed, long maxPixels)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..]));
        if (width == 0 || height == 0 || width > int.MaxValue || height > int.MaxValue || (long)width * height > maxPixels)
            throw new DataException($"says it is {width}x{height}; sides are at least 1 and pixels at most {maxPixels}");
        if (!PngForm.Fits(header[9], header[8]))
            throw new DataException($"has color type {header[9]} with {header[8]} bits, which PNG does not define");
        if (header[10] != 0 || header[11] != 0 || header[12] != 0)
            throw new DataException(header[12] == 1 ? "is interlaced" : "has a compression, filter or interlace method that PNG does not define");
        var channels = PngForm.Channels(header[9]);
        var promised = height * (1 + (((long)width * channels * header[8] + 7) / 8));
        if (promised > packed.LongLength * PngDecoder.MaxDeflateRatio || (long)width * height * channels > Array.MaxLength)
            throw new DataException($"promises {promised} bytes of pixels in {packed.Length} packed bytes: it is truncated or forged");
        var pixels = new Raster((int)width, (int)height, channels, 1 << header[8]);
        return (pixels, Unpack(packed, pixels));
    }

    private static void FromBits(ReadOnlySpan<byte> row, int bits, Span<ushort> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = bits switch
            {
                8 => row[i],
                16 => BinaryPrimitives.ReadUInt16BigEndian(row[(2 * i)..]),
                _ => (ushort)((row[i * bits / 8] >> (8 - bits - (i * bits % 8))) & ((1 << bits) - 1)),
            };
        }
    }

    private static void ToBits(ReadOnlySpan<ushort> samples, int bits, Span<byte> row)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            if (bits == 8)
                row[i] = (byte)samples[i];
            else if (bits == 16)
                BinaryPrimitives.WriteUInt16BigEndian(row[(2 * i)..], samples[i]);
            else
                row[i * bits / 8] |= (byte)(samples[i] << (8 - bits - (i * bits % 8)));
        }
    }
}
