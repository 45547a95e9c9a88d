using System.Buffers.Binary;
using System.Text;
using Hourglass.Archives;
using Hourglass.Archives.Container;

namespace Hourglass.Fuzz;

/// <summary>
/// The input is the sections of a part: kind (0 table, 1 summary, 2 model, others chunk), length as u16, payload; tables and summaries as they are
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
        var (others, chunks, models) = (new List<Section>(), new List<ChunkPlace>(), new Dictionary<int, Section>());
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
                default:
                    var (streamNumber, first, count) = PlaceOf(payload);
                    chunks.Add(new ChunkPlace(writer.Write(SectionKind.Chunk, payload.Span), streamNumber, first, count));
                    break;
            }
        }

        var index = writer.Write(SectionKind.Index, new PartIndex(others, chunks, models).Write());
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
                SectionKind.Chunk => (3, payload),
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

    private static (int Stream, long First, int Count) PlaceOf(ReadOnlyMemory<byte> payload)
    {
        try
        {
            var head = ChunkHead.Read(new FieldReader(payload, 0), new ArchiveLimits());
            return (head.Stream, head.First, head.Count);
        }
        catch (ArchiveFormatException)
        {
            return (0, 0, 1);
        }
    }

    private static byte[] Number(long value)
    {
        var fields = new FieldWriter();
        fields.Number(value);
        return fields.Written.ToArray();
    }
}
