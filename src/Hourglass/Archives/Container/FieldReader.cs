using System.Buffers.Binary;
using System.Text;

namespace Hourglass.Archives.Container;

/// <summary>Reads what <see cref="FieldWriter"/> wrote, and believes nothing: every number has a largest value, every length fits into the block.</summary>
/// <param name="bytes">The block.</param>
/// <param name="offset">Where in the archive it begins, for messages.</param>
internal sealed class FieldReader(ReadOnlyMemory<byte> bytes, long offset)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private int _next;

    /// <summary>The bytes that were not read yet.</summary>
    public ReadOnlyMemory<byte> Rest => bytes[_next..];

    /// <summary>A number from 0 to <paramref name="most"/>.</summary>
    /// <exception cref="ArchiveFormatException">It is larger, or the block ends.</exception>
    public long Number(string field, long most)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = Byte(field);
            if (shift > 63 || (shift == 63 && part > 1))
                throw Wrong(field, "a number of more than 64 bits", $"at most {most}");
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                break;
        }

        return value <= (ulong)most ? (long)value : throw Wrong(field, $"{value}", $"at most {most}");
    }

    /// <summary>A number from 1 to <paramref name="most"/>.</summary>
    /// <exception cref="ArchiveFormatException">It is 0 or larger, or the block ends.</exception>
    public long Positive(string field, long most) => Number(field, most) is > 0 and var value ? value : throw Wrong(field, "0", $"1 to {most}");

    /// <summary>One byte.</summary>
    /// <exception cref="ArchiveFormatException">The block ends.</exception>
    public byte Byte(string field) => Raw(field, 1).Span[0];

    /// <summary>Bytes with their number before them.</summary>
    /// <exception cref="ArchiveFormatException">There are more than <paramref name="most"/>, or the block ends.</exception>
    public ReadOnlyMemory<byte> Bytes(string field, int most) => Raw(field, (int)Number($"the length of {field}", most));

    /// <summary>So many bytes.</summary>
    /// <exception cref="ArchiveFormatException">The block ends.</exception>
    public ReadOnlyMemory<byte> Raw(string field, int count)
    {
        if (count > bytes.Length - _next)
            throw Wrong(field, $"cut off: {bytes.Length - _next} bytes are left in the block", $"{count} bytes");
        _next += count;
        return bytes.Slice(_next - count, count);
    }

    /// <summary>Text in UTF-8.</summary>
    /// <exception cref="ArchiveFormatException">It is no UTF-8.</exception>
    public string Text(string field, ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (ArgumentException)
        {
            throw Wrong(field, "no UTF-8", "text");
        }
    }

    /// <summary>Four letters.</summary>
    /// <exception cref="ArchiveFormatException">The block ends.</exception>
    public string Letters(string field) => Encoding.Latin1.GetString(Raw(field, 4).Span);

    /// <summary>A checksum.</summary>
    /// <exception cref="ArchiveFormatException">The block ends.</exception>
    public uint Checksum(string field) => BinaryPrimitives.ReadUInt32LittleEndian(Raw(field, Crc32C.Bytes).Span);

    /// <summary>The block must end here.</summary>
    /// <exception cref="ArchiveFormatException">It does not.</exception>
    public void End(string block)
    {
        if (_next < bytes.Length)
            throw Wrong(block, $"{bytes.Length - _next} bytes longer than its fields", "nothing behind them");
    }

    /// <summary>An error about the field that was read last.</summary>
    public ArchiveFormatException Wrong(string field, string found, string expected) => new(offset, field, found, expected);
}
