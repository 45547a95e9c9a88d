using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Hourglass.Archives.Container;

/// <summary>Writes the fields of a block, one after another.</summary>
internal sealed class FieldWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>A number from 0: 7 bits to a byte, the lowest first, the highest bit set in all bytes but the last (LEB128).</summary>
    public void Number(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        for (; value >= 0x80; value >>= 7)
            Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    /// <summary>One byte.</summary>
    public void Byte(byte value) => _bytes.Write([value]);

    /// <summary>Bytes with their number before them.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        Raw(bytes);
    }

    /// <summary>Bytes whose number the reader knows.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>Four letters.</summary>
    public void Letters(string four) => Raw(Encoding.ASCII.GetBytes(four));

    /// <summary>A checksum.</summary>
    public void Checksum(uint crc)
    {
        Span<byte> word = stackalloc byte[Crc32C.Bytes];
        BinaryPrimitives.WriteUInt32LittleEndian(word, crc);
        Raw(word);
    }
}
