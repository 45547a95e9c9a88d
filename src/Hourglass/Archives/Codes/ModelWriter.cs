using System.Buffers.Binary;

namespace Hourglass.Archives.Codes;

/// <summary>Writes what <see cref="ModelReader"/> reads.</summary>
internal sealed class ModelWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>All that was written.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>A whole number of one byte.</summary>
    public void Byte(int value) => _bytes.Add(checked((byte)value));

    /// <summary>A whole number of two bytes.</summary>
    public void UInt16(int value)
    {
        Span<byte> two = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(two, checked((ushort)value));
        _bytes.AddRange(two);
    }

    /// <summary>A whole number of four bytes.</summary>
    public void UInt32(uint value)
    {
        Span<byte> four = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        _bytes.AddRange(four);
    }

    /// <summary>Bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    /// <summary>Bytes with their count before them.</summary>
    public void Part(ReadOnlySpan<byte> bytes)
    {
        UInt32((uint)bytes.Length);
        Raw(bytes);
    }
}
