using System.Buffers.Binary;
using System.Numerics;

namespace Hourglass.Archives.Container;

/// <summary>The checksum of every block of an archive.</summary>
/// <remarks>CRC-32C (Castagnoli, 1993) as in RFC 3720: finds every error of up to 32 bits in a row.</remarks>
internal static class Crc32C
{
    /// <summary>The number of bytes that a checksum takes.</summary>
    public const int Bytes = sizeof(uint);

    /// <summary>The checksum of some bytes, or of more bytes behind others.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="before">The checksum of the bytes before them.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var crc = ~before;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
