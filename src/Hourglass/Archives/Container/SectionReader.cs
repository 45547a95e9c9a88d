using System.Buffers.Binary;
using System.Text;
using Hourglass.Data.Bytes;

namespace Hourglass.Archives.Container;

/// <summary>Reads sections wherever they are; several threads may.</summary>
internal sealed class SectionReader(ByteStore archive)
{
    /// <summary>The length of the archive.</summary>
    public long Length => archive.Length;

    /// <summary>The head of the section at a place, or null when there is none: too few bytes, an unknown kind, a wrong checksum.</summary>
    public Section? Find(long offset)
    {
        if (offset < ArchiveHead.Bytes || offset > archive.Length - Section.HeadBytes)
            return null;
        Span<byte> head = stackalloc byte[Section.HeadBytes];
        archive.Read(offset, head);
        return HeadOf(head, offset);
    }

    /// <summary>Where the next section begins at or behind a place; the end of the archive when there is none. For damaged archives.</summary>
    public long Search(long offset, CancellationToken cancellation)
    {
        const int Overlap = Section.HeadBytes - 1;
        var block = new byte[1 << 16];
        for (; offset <= archive.Length - Section.HeadBytes; offset += block.Length - Overlap)
        {
            cancellation.ThrowIfCancellationRequested();
            var bytes = block.AsSpan(0, (int)Math.Min(block.Length, archive.Length - offset));
            archive.Read(offset, bytes);
            for (var i = 0; i <= bytes.Length - Section.HeadBytes; i++)
            {
                if (HeadOf(bytes[i..], offset + i) is not null)
                    return offset + i;
            }
        }

        return archive.Length;
    }

    /// <summary>The payload of a section.</summary>
    /// <exception cref="ArchiveFormatException">The archive ends inside it, or its checksum is wrong.</exception>
    public byte[] Read(Section section)
    {
        if (section.End > archive.Length)
            throw new ArchiveFormatException(section.Offset, $"the section {section.Kind}", $"cut off at byte {archive.Length}", $"{section.Length} bytes: the archive is truncated");
        var payload = new byte[section.Length];
        archive.Read(section.PayloadOffset, payload);
        Span<byte> foot = stackalloc byte[Crc32C.Bytes];
        archive.Read(section.PayloadOffset + section.Length, foot);
        return Crc32C.Of(payload) == BinaryPrimitives.ReadUInt32LittleEndian(foot)
            ? payload
            : throw new ArchiveFormatException(section.Offset, $"the checksum of the section {section.Kind}", "wrong", "the one of its bytes: it is damaged");
    }

    /// <summary>The first bytes of a payload, unchecked: enough for the head of a chunk.</summary>
    public byte[] Peek(Section section)
    {
        const int Most = 64;
        var bytes = new byte[Math.Clamp(archive.Length - section.PayloadOffset, 0, Math.Min(Most, section.Length))];
        archive.Read(section.PayloadOffset, bytes);
        return bytes;
    }

    /// <summary>The payload of the section at a place.</summary>
    /// <exception cref="ArchiveFormatException">There is none of this kind, or it is damaged or too long.</exception>
    public byte[] Read(long offset, string kind, long most)
    {
        if (Find(offset) is not { } section || section.Kind != kind)
            throw new ArchiveFormatException(offset, "the section", "damaged or another one", $"the head of a section {kind}");
        return section.Length <= most
            ? Read(section)
            : throw new ArchiveFormatException(offset, $"the length of the section {kind}", $"{section.Length}", $"at most {most} bytes");
    }

    private static Section? HeadOf(ReadOnlySpan<byte> head, long offset)
    {
        if (head[0] is < (byte)'A' or > (byte)'Z' || Crc32C.Of(head[..8]) != BinaryPrimitives.ReadUInt32LittleEndian(head[8..]))
            return null;
        var kind = Encoding.ASCII.GetString(head[..4]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        return SectionKind.All.Contains(kind) && length <= Section.MaxLength ? new Section(kind, offset, length) : null;
    }
}
