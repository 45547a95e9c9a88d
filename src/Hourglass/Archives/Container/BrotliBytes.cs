using System.IO.Compression;

namespace Hourglass.Archives.Container;

/// <summary>Brotli (RFC 7932) for what is no picture.</summary>
internal static class BrotliBytes
{
    private const int WindowBits = 22;
    private const int BestQuality = 11;
    private const int SlowFrom = 1 << 20;

    /// <summary>Packs bytes; the more effort and the fewer bytes, the more thoroughly.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> bytes, int effort)
    {
        var quality = effort >= 7 || (effort >= 3 && bytes.Length < SlowFrom) ? BestQuality : effort >= 2 ? 9 : 5;
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        if (!BrotliEncoder.TryCompress(bytes, packed, out var length, quality, WindowBits))
            throw new InvalidOperationException($"Brotli needs more than the {packed.Length} bytes that it asked for.");
        return packed[..length];
    }

    /// <summary>Unpacks exactly as many bytes as there is room for.</summary>
    /// <returns>Whether there were so many and they are whole.</returns>
    public static bool TryUnpack(ReadOnlySpan<byte> packed, Span<byte> bytes) =>
        BrotliDecoder.TryDecompress(packed, bytes, out var written) && written == bytes.Length;
}
