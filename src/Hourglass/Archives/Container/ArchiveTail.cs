using System.Buffers.Binary;

namespace Hourglass.Archives.Container;

/// <summary>The last section of a part: leads to the index, and to the tail of the part before.</summary>
/// <param name="Start">Where the part begins.</param>
/// <param name="Index">Where its index begins.</param>
/// <param name="Previous">Where the tail of the part before begins; 0 for the first part.</param>
/// <param name="Number">The number of the part, from 0.</param>
internal sealed record ArchiveTail(long Start, long Index, long Previous, long Number)
{
    /// <summary>The length of its payload.</summary>
    public const int PayloadBytes = 4 * sizeof(long);

    /// <summary>The length of the whole section.</summary>
    public const int Bytes = PayloadBytes + Section.ExtraBytes;

    /// <summary>The payload.</summary>
    public byte[] Write()
    {
        var bytes = new byte[PayloadBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Start);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Index);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), Previous);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), Number);
        return bytes;
    }

    /// <summary>Reads the tail at a place.</summary>
    /// <exception cref="ArchiveFormatException">There is none, or its places do not lie in the order of an archive.</exception>
    public static ArchiveTail Read(SectionReader sections, long offset)
    {
        var payload = sections.Read(offset, SectionKind.Tail, PayloadBytes);
        if (payload.Length != PayloadBytes)
            throw new ArchiveFormatException(offset, "the length of the tail", $"{payload.Length}", $"{PayloadBytes}");
        var tail = new ArchiveTail(
            BinaryPrimitives.ReadInt64LittleEndian(payload), BinaryPrimitives.ReadInt64LittleEndian(payload.AsSpan(8)),
            BinaryPrimitives.ReadInt64LittleEndian(payload.AsSpan(16)), BinaryPrimitives.ReadInt64LittleEndian(payload.AsSpan(24)));
        var before = tail.Previous == 0 ? ArchiveHead.Bytes : tail.Previous + Bytes;
        var isInOrder = tail.Previous >= 0 && tail.Previous <= offset - Bytes && tail.Start == before && tail.Index >= tail.Start && tail.Index < offset;
        return isInOrder && tail.Number >= 0 && (tail.Number == 0) == (tail.Previous == 0)
            ? tail
            : throw new ArchiveFormatException(offset, "the tail", $"{tail.Start}, {tail.Index}, {tail.Previous}, {tail.Number}", "the start of this part, its index, the tail before, in this order");
    }
}
