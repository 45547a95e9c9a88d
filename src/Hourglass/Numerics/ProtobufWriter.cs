using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Hourglass.Numerics;

/// <summary>Writes messages in the protobuf wire format, field by field, as ONNX models and TensorBoard events need them.</summary>
/// <remarks>
/// <code>
/// field: varint (number &lt;&lt; 3 | kind) | value
/// kind 0: varint    kind 1: 8 bytes    kind 2: varint length, then so many bytes    kind 5: 4 bytes
/// </code>
/// Bytes stand in chunks. A nested message is written on its own; the chunks of a long one are then taken over as they are, so that large
/// values are copied once, however deep they stand.
/// </remarks>
public sealed class ProtobufWriter
{
    private const int VarintKind = 0;
    private const int EightBytesKind = 1;
    private const int LengthKind = 2;
    private const int FourBytesKind = 5;
    private const int FirstChunk = 256;
    private const int LargestVarint = 10;
    private const int LargestCopied = 1 << 12;
    private const int MostDoublings = 8;

    private readonly List<ReadOnlyMemory<byte>> _full = [];
    private byte[] _chunk = [];
    private int _used;
    private long _fullLength;

    /// <summary>Bytes written so far.</summary>
    public long Length => _fullLength + _used;

    /// <summary>Writes an int32, int64, uint64, bool or enum; negative numbers take ten bytes.</summary>
    public void Varint(int field, long value)
    {
        Tag(field, VarintKind);
        Varint((ulong)value);
    }

    /// <summary>Writes a float or fixed32.</summary>
    public void Float(int field, float value)
    {
        Tag(field, FourBytesKind);
        BinaryPrimitives.WriteSingleLittleEndian(Take(sizeof(float)), value);
    }

    /// <summary>Writes a double or fixed64.</summary>
    public void Double(int field, double value)
    {
        Tag(field, EightBytesKind);
        BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);
    }

    /// <summary>Writes text as UTF-8.</summary>
    public void String(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, LengthKind);
        Varint((ulong)value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>Writes a packed list of int32, int64, bool or enum.</summary>
    public void PackedVarints(int field, ReadOnlySpan<long> values)
    {
        var nested = new ProtobufWriter();
        foreach (var value in values)
            nested.Varint((ulong)value);
        Embed(field, nested);
    }

    /// <summary>Writes a packed list of float; as raw bytes these are little-endian too.</summary>
    /// <exception cref="OverflowException">They take 2 GiB or more.</exception>
    public void PackedFloats(int field, ReadOnlySpan<float> values)
    {
        var size = checked(values.Length * sizeof(float));
        Tag(field, LengthKind);
        Varint((ulong)size);
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(Take(size));
            return;
        }

        foreach (var value in values)
            BinaryPrimitives.WriteSingleLittleEndian(Take(sizeof(float)), value);
    }

    /// <summary>Writes a nested message.</summary>
    /// <param name="field">The number of the field.</param>
    /// <param name="write">Writes the message's own fields.</param>
    public void Message(int field, Action<ProtobufWriter> write)
    {
        var nested = new ProtobufWriter();
        write(nested);
        Embed(field, nested);
    }

    /// <summary>Writes the fields that another writer was given; it must not be written to afterwards.</summary>
    public void Append(ProtobufWriter fields)
    {
        if (fields.Length <= LargestCopied)
        {
            foreach (var chunk in fields._full)
                chunk.Span.CopyTo(Take(chunk.Length));
            fields._chunk.AsSpan(0, fields._used).CopyTo(Take(fields._used));
            return;
        }

        Seal();
        fields.Seal();
        _full.AddRange(fields._full);
        _fullLength += fields._fullLength;
    }

    /// <summary>Copies everything written to a stream.</summary>
    public void CopyTo(Stream stream)
    {
        foreach (var chunk in _full)
            stream.Write(chunk.Span);
        stream.Write(_chunk, 0, _used);
    }

    /// <summary>Everything written.</summary>
    /// <exception cref="OverflowException">It is longer than 2 GiB.</exception>
    public byte[] ToArray()
    {
        var all = new byte[checked((int)Length)];
        CopyTo(new MemoryStream(all));
        return all;
    }

    private void Embed(int field, ProtobufWriter nested)
    {
        Tag(field, LengthKind);
        Varint((ulong)nested.Length);
        Append(nested);
    }

    private void Tag(int field, int kind)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(field);
        Varint((ulong)field << 3 | (uint)kind);
    }

    private void Varint(ulong value)
    {
        var bytes = Take(LargestVarint);
        var count = 0;
        for (; value >= 0x80; value >>= 7)
            bytes[count++] = (byte)(value | 0x80);
        bytes[count++] = (byte)value;
        _used -= LargestVarint - count;
    }

    private Span<byte> Take(int count)
    {
        if (count > _chunk.Length - _used)
        {
            Seal();
            _chunk = new byte[Math.Max(count, FirstChunk << Math.Min(_full.Count, MostDoublings))];
        }

        _used += count;
        return _chunk.AsSpan(_used - count, count);
    }

    private void Seal()
    {
        if (_used > 0)
            _full.Add(_chunk.AsMemory(0, _used));
        _fullLength += _used;
        (_chunk, _used) = ([], 0);
    }
}
