using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Hourglass.Data;

/// <summary>Takes a PNG apart: chunks with their checksums, inflation, filters.</summary>
internal static class PngDecoder
{
    public const int HeaderBytes = 13;
    public const byte Grey = 0, Rgb = 2, GreyAlpha = 4, RgbAlpha = 6;
    public const int Sub = 1, Up = 2, Average = 3, Paeth = 4;

    /// <summary>Deflate packs at most 1,032 bytes into one; a header that promises more than that lies.</summary>
    public const int MaxDeflateRatio = 1032;

    public const int ChunkBytes = 12;
    private const int DepthAt = 24; // signature, length and type of IHDR, width, height

    /// <summary>Whether the bytes begin like a PNG with 16 bits per value.</summary>
    public static bool Is16Bit(ReadOnlySpan<byte> file) => file.Length > DepthAt && file.StartsWith(Png.Signature) && file[DepthAt] == 16;

    /// <summary>See <see cref="Png.Decode"/>; the message of an exception completes "the picture ...".</summary>
    public static PngPicture Decode(ReadOnlySpan<byte> file, long maxPixels)
    {
        if (!file.StartsWith(Png.Signature))
            throw new DataException("does not begin with the PNG signature");
        Header? header = null;
        using var packed = new MemoryStream();
        for (var at = Png.Signature.Length; ;)
        {
            var chunk = ReadChunk(file, at);
            var (type, length) = (chunk.Type, chunk.Data.Length);
            if ((header is null) != (type is "IHDR"))
                throw new DataException(header is null ? $"begins with {type}, not with IHDR" : "has two headers (IHDR)");
            if (type is "IHDR")
                header = ReadHeader(chunk.Data, maxPixels);
            else if (type is "IDAT")
                packed.Write(chunk.Data);
            else if (type is "IEND")
                break;
            else if (char.IsAsciiLetterUpper(type[0]))
                throw new DataException($"has a {type} chunk at byte {at}, which is not read: convert it to plain grey or RGB");
            at += ChunkBytes + length;
        }

        packed.Position = 0;
        return new PngPicture(header!.Width, header.Height, header.Channels, header.BitDepth, Inflate(header, packed));
    }

    /// <summary>What a filter expects in a place, from the values beside and above it.</summary>
    public static int Predict(int filter, int left, int above, int corner) => filter switch
    {
        Sub => left,
        Up => above,
        Average => (left + above) / 2,
        Paeth => Nearest(left, above, corner),
        _ => 0,
    };

    private static int Nearest(int left, int above, int corner)
    {
        var (toLeft, toAbove, toCorner) = (Math.Abs(above - corner), Math.Abs(left - corner), Math.Abs(left + above - 2 * corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }

    /// <summary>The chunk that begins at a byte; its checksum is checked.</summary>
    /// <exception cref="DataException">It is cut off or damaged.</exception>
    public static Chunk ReadChunk(ReadOnlySpan<byte> file, int at)
    {
        if (file.Length - at < ChunkBytes)
            throw new DataException($"ends at byte {file.Length}, before its end chunk (IEND): it is truncated");
        var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        if (length > file.Length - at - ChunkBytes)
            throw new DataException($"has a chunk of {length} bytes at byte {at}, but ends at byte {file.Length}: it is truncated");
        var typed = file.Slice(at + 4, 4 + (int)length);
        var type = Encoding.ASCII.GetString(typed[..4]);
        if (Crc32.HashToUInt32(typed) != BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + (int)length)..]))
            throw new DataException($"has a wrong checksum in its {type} chunk at byte {at}");
        return new Chunk(type, typed[4..]);
    }

    private static Header ReadHeader(ReadOnlySpan<byte> data, long maxPixels)
    {
        if (data.Length != HeaderBytes)
            throw new DataException($"has a header of {data.Length} bytes, not {HeaderBytes}");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        if (width == 0 || height == 0 || width > int.MaxValue || height > int.MaxValue || (long)width * height > maxPixels)
            throw new DataException($"says it is {width}x{height}; sides are at least 1 and pixels at most {maxPixels}");
        var channels = data[9] switch { Grey => 1, GreyAlpha => 2, Rgb => 3, RgbAlpha => 4, _ => 0 };
        if (channels == 0 || data[8] is not (8 or 16))
            throw new DataException($"has color type {data[9]} with {data[8]} bits; grey and RGB, with or without alpha, of 8 or 16 bits are read");
        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw new DataException($"has compression {data[10]}, filter {data[11]}, interlace {data[12]}, which PNG does not define");
        if (data[12] == 1)
            throw new DataException($"is interlaced with {data[8]} bits, which is not read: save it without interlacing");
        return new Header((int)width, (int)height, channels, data[8]);
    }

    private static ushort[] Inflate(Header header, MemoryStream packed)
    {
        var sampleBytes = header.BitDepth / 8;
        var pixelBytes = header.Channels * sampleBytes;
        var promised = header.Height * (1 + (long)header.Width * pixelBytes);
        if (promised > packed.Length * MaxDeflateRatio || promised > Array.MaxLength)
            throw new DataException($"promises {promised} bytes of pixels in {packed.Length} packed bytes: it is truncated or forged");
        var stride = header.Width * pixelBytes;
        byte[] row = new byte[stride + 1], above = new byte[stride + 1];
        var samples = new ushort[(long)header.Width * header.Height * header.Channels];
        try
        {
            using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
            for (var y = 0; y < header.Height; y++)
            {
                if (zlib.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                    throw new DataException($"ends in row {y} of {header.Height}: it is truncated");
                Unfilter(row, above, pixelBytes, y);
                var line = samples.AsSpan(y * header.Width * header.Channels, header.Width * header.Channels);
                for (var i = 0; i < line.Length; i++)
                    line[i] = sampleBytes == 1 ? row[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(row.AsSpan(1 + 2 * i));
                (row, above) = (above, row);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            // An IOException when the stream asks for a dictionary, which PNG does not have.
            throw new DataException($"has broken pixel data ({broken.Message.TrimEnd('.')})", broken);
        }

        return samples;
    }

    /// <summary>Undoes the filter of a row, which is its first byte.</summary>
    /// <exception cref="DataException">There is no such filter.</exception>
    public static void Unfilter(byte[] row, byte[] above, int pixelBytes, int y)
    {
        var filter = row[0];
        if (filter > Paeth)
            throw new DataException($"has filter {filter} in row {y}; PNG defines 0 to {Paeth}");
        if (filter == 0)
            return;
        for (var i = 1; i < row.Length; i++)
        {
            int left = 0, corner = 0;
            if (i > pixelBytes)
                (left, corner) = (row[i - pixelBytes], above[i - pixelBytes]);
            row[i] += (byte)Predict(filter, left, above[i], corner);
        }
    }

    private sealed record Header(int Width, int Height, int Channels, int BitDepth);

    /// <summary>A chunk: its type of four letters, and its data.</summary>
    public readonly ref struct Chunk(string type, ReadOnlySpan<byte> data)
    {
        public readonly string Type = type;
        public readonly ReadOnlySpan<byte> Data = data;
    }
}
