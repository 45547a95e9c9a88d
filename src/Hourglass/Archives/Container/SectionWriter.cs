using System.Buffers.Binary;
using System.Text;

namespace Hourglass.Archives.Container;

/// <summary>Writes sections one after another; never goes back.</summary>
/// <param name="stream">Where to.</param>
/// <param name="position">How many bytes the archive has before the first one.</param>
internal sealed class SectionWriter(Stream stream, long position)
{
    /// <summary>How many bytes the archive has by now.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Writes bytes that are no section.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        Position += bytes.Length;
    }

    /// <summary>Writes a section.</summary>
    /// <param name="kind">One of <see cref="SectionKind"/>.</param>
    /// <param name="fields">The first part of the payload.</param>
    /// <param name="rest">The second part of the payload.</param>
    /// <returns>Where it is.</returns>
    public Section Write(string kind, ReadOnlySpan<byte> fields, ReadOnlySpan<byte> rest = default)
    {
        var section = new Section(kind, Position, (long)fields.Length + rest.Length);
        if (section.Length > Section.MaxLength)
            throw new InvalidOperationException($"A section of {section.Length} bytes; at most {Section.MaxLength} are allowed.");
        Span<byte> head = stackalloc byte[Section.HeadBytes];
        Encoding.ASCII.GetBytes(kind, head);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], (uint)section.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Crc32C.Of(head[..8]));
        Span<byte> foot = stackalloc byte[Crc32C.Bytes];
        BinaryPrimitives.WriteUInt32LittleEndian(foot, Crc32C.Of(rest, Crc32C.Of(fields)));
        WriteRaw(head);
        WriteRaw(fields);
        WriteRaw(rest);
        WriteRaw(foot);
        return section;
    }
}
