using System.Buffers.Binary;
using System.Text;
using Hourglass.Archives;
using Hourglass.Archives.Container;

namespace Hourglass.Fuzz;

/// <summary>
/// The input is the sections of a part: kind (0 contents, 1 summary, 2 model, 3 codes, others chunk), length as u16, payload; contents and summaries as they are
/// before Brotli. Index and tail follow from them, so that changes of any length leave an archive.
/// </summary>
internal static class PlainArchive
{
    private const int Effort = 1;

    public static void Read(ReadOnlyMemory<byte> input)
    {
        using var stream = new MemoryStream();
        var writer = new SectionWriter(stream, 0);
        writer.WriteRaw(ArchiveHead.Write());
        var (others, chunks, codes, models) = (new List<Section>(), new List<ChunkPlace>(), new List<ChunkPlace>(), new Dictionary<int, Section>());
        while (input.Length >= 3)
        {
            var (kind, length) = (input.Span[0], Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(input.Span[1..]), input.Length - 3));
            var payload = input.Slice(3, length);
            input = input[(3 + length)..];
            switch (kind)
            {
                case 0 or 1:
                    others.Add(writer.Write(kind == 0 ? SectionKind.Contents : SectionKind.Meta, [0, .. Number(length), .. BrotliBytes.Pack(payload.Span, Effort)]));
                    break;
                case 2:
                    models[models.Count + 1] = writer.Write(SectionKind.Model, [0, (byte)(models.Count + 1), .. payload.Span]);
                    break;
                case 3:
                    codes.Add(PlaceOf(writer.Write(SectionKind.Codes, payload.Span), payload));
                    break;
                default:
                    chunks.Add(PlaceOf(writer.Write(SectionKind.Chunk, payload.Span), payload));
                    break;
            }
        }

        var index = writer.Write(SectionKind.Index, new PartIndex(others, chunks, models) { Codes = codes }.Write());
        writer.Write(SectionKind.Tail, new ArchiveTail(ArchiveHead.Bytes, index.Offset, 0, 0).Write());
        WholeArchive.ReadAll(stream.ToArray());
    }

    /// <summary>An archive of one part as such an input; the number of the target is before it.</summary>
    public static byte[] Write(byte[] bytes)
    {
        using var archive = Archive.Open(new MemoryStream(bytes));
        var input = new List<byte> { 1 };
        for (var section = archive.Sections.Find(ArchiveHead.Bytes); section is { } found; section = archive.Sections.Find(found.End))
        {
            var payload = archive.Sections.Read(found);
            var (kind, plain) = found.Kind switch
            {
                SectionKind.Contents => (0, Plain(payload)),
                SectionKind.Meta => (1, Plain(payload)),
                SectionKind.Model => (2, payload[2..]),
                SectionKind.Codes => (3, payload),
                SectionKind.Chunk => (4, payload),
                _ => (-1, []),
            };
            if (kind >= 0)
                input.AddRange([(byte)kind, (byte)plain.Length, (byte)(plain.Length >> 8), .. plain]);
        }

        return [.. input];
    }

    private static byte[] Plain(byte[] payload)
    {
        var fields = new FieldReader(payload, 0);
        fields.Number("part", long.MaxValue);
        var plain = new byte[fields.Number("length", ushort.MaxValue)];
        return BrotliBytes.TryUnpack(fields.Rest.Span, plain) ? plain : throw new InvalidDataException(Encoding.ASCII.GetString(payload));
    }

    /// <summary>The heads of chunks and of codes begin alike: one that cannot be read is put where it reads as broken.</summary>
    private static ChunkPlace PlaceOf(Section section, ReadOnlyMemory<byte> payload)
    {
        try
        {
            var fields = new FieldReader(payload, 0);
            if (section.Kind == SectionKind.Codes)
            {
                var codes = CodesHead.Read(fields, new ArchiveLimits());
                return new ChunkPlace(section, codes.Stream, codes.First, codes.Count);
            }

            var chunk = ChunkHead.Read(fields, new ArchiveLimits());
            return new ChunkPlace(section, chunk.Stream, chunk.First, chunk.Count);
        }
        catch (ArchiveFormatException)
        {
            return new ChunkPlace(section, 0, 0, 1);
        }
    }

    private static byte[] Number(long value)
    {
        var fields = new FieldWriter();
        fields.Number(value);
        return fields.Written.ToArray();
    }
}
