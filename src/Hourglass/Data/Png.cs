using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Hourglass.Data;

/// <summary>
/// Writes grey and RGB pictures of 8 or 16 bits as PNG, and reads them back exactly. General libraries cut 16-bit pictures to 8 bits.
/// </summary>
/// <remarks>PNG Specification, third edition (W3C, 2025). No palettes, no interlacing, no fewer than 8 bits.</remarks>
public static class Png
{
    /// <summary>The eight bytes that every PNG file begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes an 8-bit picture.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">1 for grey, 3 for RGB.</param>
    /// <param name="interleaved"><c>[height, width, channels]</c>.</param>
    /// <exception cref="ArgumentException">The sizes are out of range or do not fit the length of <paramref name="interleaved"/>.</exception>
    public static byte[] Encode(int width, int height, int channels, ReadOnlySpan<byte> interleaved)
    {
        Check(width, height, channels, interleaved.Length);
        return Encode(width, height, channels, sizeof(byte), interleaved);
    }

    /// <summary>Writes a 16-bit picture; otherwise as <see cref="Encode(int, int, int, ReadOnlySpan{byte})"/>.</summary>
    /// <exception cref="ArgumentException">The sizes are out of range or do not fit the length of <paramref name="interleaved"/>.</exception>
    public static byte[] Encode(int width, int height, int channels, ReadOnlySpan<ushort> interleaved)
    {
        Check(width, height, channels, interleaved.Length);
        if (!BitConverter.IsLittleEndian)
            return Encode(width, height, channels, sizeof(ushort), MemoryMarshal.AsBytes(interleaved));
        var bigEndian = new ushort[interleaved.Length];
        BinaryPrimitives.ReverseEndianness(interleaved, bigEndian);
        return Encode(width, height, channels, sizeof(ushort), MemoryMarshal.AsBytes(bigEndian.AsSpan()));
    }

    /// <summary>Reads a picture of 8 or 16 bits; every checksum is checked.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="maxPixels">The most pixels to accept.</param>
    /// <exception cref="DataException">It is broken, interlaced, has a palette, fewer than 8 bits or too many pixels.</exception>
    public static PngPicture Decode(ReadOnlySpan<byte> file, long maxPixels = 1 << 27)
    {
        try
        {
            return PngDecoder.Decode(file, maxPixels);
        }
        catch (DataException broken)
        {
            throw new DataException($"The PNG {broken.Message}.", broken);
        }
    }

    private static void Check(int width, int height, int channels, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture has 1 channel (grey) or 3 (RGB).");
        if ((long)width * height * channels != length)
            throw new ArgumentException($"{length} values do not fill a picture of {width}x{height}x{channels}.", nameof(length));
    }

    private static byte[] Encode(int width, int height, int channels, int sampleBytes, ReadOnlySpan<byte> rows)
    {
        using var png = new MemoryStream();
        using var writer = new PngStream(png, width, height, channels, 8 * sampleBytes);
        for (; rows.Length > 0; rows = rows[writer.RowBytes..])
            writer.WriteRow(rows[..writer.RowBytes]);
        return png.ToArray();
    }

    /// <summary>Filters each row by what gives the smallest sum of absolute values, the heuristic of the specification (12.7).</summary>
    internal static void WriteRows(Stream zlib, ReadOnlySpan<byte> rows, int stride, int pixelBytes)
    {
        var (best, candidate) = (new byte[stride + 1], new byte[stride + 1]);
        var above = new ReadOnlySpan<byte>(new byte[stride]);
        for (; rows.Length > 0; rows = rows[stride..])
        {
            WriteRow(zlib, rows[..stride], above, pixelBytes, ref best, ref candidate);
            above = rows[..stride];
        }
    }

    /// <summary>Writes one row.</summary>
    /// <param name="zlib">Packs it.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row before it; zeros before the first.</param>
    /// <param name="pixelBytes">Bytes of a pixel, at least 1.</param>
    /// <param name="best">Room for the filter's number and the row.</param>
    /// <param name="candidate">As much room again.</param>
    internal static void WriteRow(Stream zlib, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixelBytes, ref byte[] best, ref byte[] candidate)
    {
        var bestSum = long.MaxValue;
        for (byte filter = 0; filter <= PngDecoder.Paeth; filter++)
        {
            candidate[0] = filter;
            Filter(filter, row, above, pixelBytes, candidate.AsSpan(1));
            var sum = 0L;
            foreach (var value in candidate.AsSpan(1))
                sum += Math.Abs((int)(sbyte)value);
            if (sum >= bestSum)
                continue;
            bestSum = sum;
            (best, candidate) = (candidate, best);
        }

        zlib.Write(best);
    }

    /// <summary>Takes from every byte what a filter expects in its place.</summary>
    internal static void Filter(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixelBytes, Span<byte> filtered)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = 0, corner = 0;
            if (i >= pixelBytes)
                (left, corner) = (row[i - pixelBytes], above[i - pixelBytes]);
            filtered[i] = (byte)(row[i] - PngDecoder.Predict(filter, left, above[i], corner));
        }
    }

    /// <summary>Writes one chunk with its checksum.</summary>
    internal static void WriteChunk(Stream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        png.Write(word);
        png.Write(type);
        png.Write(data);
        var crc = new Crc32();
        crc.Append(type);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, crc.GetCurrentHashAsUInt32());
        png.Write(word);
    }
}
