using System.IO.Compression;

namespace Hourglass.Archives.Arrays;

/// <summary>Plain bytes through Brotli, or as they are.</summary>
internal static class ArrayBytes
{
    private const int Quality = 9;
    private const int Window = 22;

    /// <summary>One byte that says how, then the bytes.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length) + 1];
        if (BrotliEncoder.TryCompress(bytes, packed.AsSpan(1), out var written, Quality, Window) && written < bytes.Length)
        {
            packed[0] = 1;
            return packed[..(written + 1)];
        }

        return [0, .. bytes];
    }

    /// <summary>Gives back what <see cref="Pack"/> took.</summary>
    /// <param name="packed">The bytes.</param>
    /// <param name="most">The most bytes that may come out.</param>
    /// <exception cref="ArchiveFormatException">Nothing of the kind, or more.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, long most)
    {
        if (packed.Length > 0 && packed[0] == 0 && packed.Length - 1 <= most)
            return packed[1..].ToArray();
        if (packed.Length == 0 || packed[0] != 1)
            throw new ArchiveFormatException(0, "a block of an array", "neither stored nor Brotli", "0 or 1");
        using var decoder = new BrotliDecoder();
        var (bytes, filled) = (new byte[Math.Min(most, 4096)], 0);
        packed = packed[1..];
        while (true)
        {
            var status = decoder.Decompress(packed, bytes.AsSpan(filled), out var consumed, out var written);
            packed = packed[consumed..];
            filled += written;
            if (status == System.Buffers.OperationStatus.Done && packed.Length == 0)
                return bytes[..filled];
            if (status != System.Buffers.OperationStatus.DestinationTooSmall || bytes.Length >= most)
                throw new ArchiveFormatException(0, "a block of an array", "no Brotli stream", FormattableString.Invariant($"one of at most {most} bytes"));
            Array.Resize(ref bytes, (int)Math.Min(most, 2L * bytes.Length));
        }
    }
}
