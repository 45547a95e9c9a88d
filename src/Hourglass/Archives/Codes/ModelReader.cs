using System.Buffers.Binary;

namespace Hourglass.Archives.Codes;

/// <summary>Reads the fields of a model section, one after another.</summary>
internal ref struct ModelReader(ReadOnlyMemory<byte> bytes)
{
    private int _at;

    /// <summary>A whole number of one byte.</summary>
    public int Byte() => Take(1, "a byte").Span[0];

    /// <summary>A whole number of two bytes, little-endian.</summary>
    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort), "a number of 2 bytes").Span);

    /// <summary>A whole number of four bytes, little-endian.</summary>
    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint), "a number of 4 bytes").Span);

    /// <summary>Bytes whose count stands before them in four bytes.</summary>
    public ReadOnlyMemory<byte> Part(string field) => Take(UInt32(), field);

    /// <summary>So many bytes.</summary>
    /// <exception cref="ArchiveFormatException">There are not so many left.</exception>
    public ReadOnlyMemory<byte> Take(uint count, string field)
    {
        if (count > (uint)(bytes.Length - _at))
            throw new ArchiveFormatException(_at, $"the model's {field}", $"{count} bytes long", $"at most {bytes.Length - _at}, which is what is left");
        var part = bytes.Slice(_at, (int)count);
        _at += (int)count;
        return part;
    }

    /// <summary>Says that nothing may follow.</summary>
    /// <exception cref="ArchiveFormatException">Something does.</exception>
    public readonly void End()
    {
        if (_at != bytes.Length)
            throw new ArchiveFormatException(_at, "the end of the model", $"followed by {bytes.Length - _at} bytes", "the last byte");
    }
}
