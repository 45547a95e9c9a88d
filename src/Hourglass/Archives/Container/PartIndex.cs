namespace Hourglass.Archives.Container;

/// <summary>Where the sections of a part are, from its first to the one before the index.</summary>
/// <remarks><code>
/// number of sections, each: place of its kind in the table of kinds | length of its payload
///   CHNK and CODE also: stream | number of items     (the first item follows the last one of the section before of that kind and stream)
///   MODL and MODX also: number of the model
/// </code></remarks>
/// <param name="Sections">The sections that are no chunks, no codes and no models.</param>
/// <param name="Chunks">The chunks.</param>
/// <param name="Models">The models, by their numbers.</param>
internal sealed record PartIndex(IReadOnlyList<Section> Sections, IReadOnlyList<ChunkPlace> Chunks, IReadOnlyDictionary<int, Section> Models)
{
    /// <summary>The codes of pictures.</summary>
    public IReadOnlyList<ChunkPlace> Codes { get; init; } = [];

    /// <summary>The payload.</summary>
    public byte[] Write()
    {
        var fields = new FieldWriter();
        var numbers = Models.ToDictionary(pair => pair.Value.Offset, pair => pair.Key);
        var places = Chunks.Concat(Codes).ToDictionary(place => place.Section.Offset);
        Section[] all = [.. Sections.Concat(Models.Values).Concat(places.Values.Select(place => place.Section)).OrderBy(section => section.Offset)];
        fields.Number(all.Length);
        foreach (var section in all)
        {
            fields.Byte((byte)SectionKind.All.IndexOf(section.Kind));
            fields.Number(section.Length);
            if (places.TryGetValue(section.Offset, out var place))
            {
                fields.Number(place.Stream);
                fields.Number(place.Count);
            }
            else if (numbers.TryGetValue(section.Offset, out var number))
            {
                fields.Number(number);
            }
        }

        return fields.Written.ToArray();
    }

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="offset">Where the index begins.</param>
    /// <param name="start">Where the part begins.</param>
    /// <param name="limits">What to accept.</param>
    /// <exception cref="ArchiveFormatException">Something is not as the format says.</exception>
    public static PartIndex Read(ReadOnlyMemory<byte> payload, long offset, long start, ArchiveLimits limits)
    {
        var fields = new FieldReader(payload, offset);
        var count = fields.Number("the number of sections", payload.Length);
        var (sections, chunks, codes, models) = (new List<Section>(), new List<ChunkPlace>(), new List<ChunkPlace>(), new Dictionary<int, Section>());
        var firsts = new Dictionary<(string Kind, int Stream), long>();
        for (; count > 0; count--)
        {
            var kind = SectionKind.All[(int)fields.Number("the kind of a section", SectionKind.All.Length - 1)];
            var section = new Section(kind, start, fields.Number("the length of a section", Math.Min(Section.MaxLength, offset)));
            start = section.End;
            if (kind is SectionKind.Chunk or SectionKind.Codes)
            {
                var what = kind == SectionKind.Chunk ? "a chunk" : "codes";
                var stream = (int)fields.Number($"the stream of {what}", int.MaxValue);
                var items = (int)fields.Positive($"the number of items of {what}", Math.Min(limits.MaxChunkSamples, int.MaxValue));
                var first = firsts.GetValueOrDefault((kind, stream));
                (kind == SectionKind.Chunk ? chunks : codes).Add(new ChunkPlace(section, stream, first, items));
                firsts[(kind, stream)] = checked(first + items);
            }
            else if (kind is not (SectionKind.Model or SectionKind.ExternalModel))
            {
                sections.Add(section);
            }
            else if (!models.TryAdd((int)fields.Positive("the number of a model", int.MaxValue), section))
            {
                throw fields.Wrong("the number of a model", "there twice", "another one");
            }
        }

        fields.End("the index");
        return start == offset
            ? new PartIndex(sections, chunks, models) { Codes = codes }
            : throw fields.Wrong("the length of all sections together", $"{start}", $"{offset}, where the index begins");
    }
}

/// <summary>A chunk, or codes, and the items that they are of.</summary>
/// <param name="Section">Where it is.</param>
/// <param name="Stream">The number of the stream.</param>
/// <param name="First">The first item.</param>
/// <param name="Count">The number of items.</param>
internal readonly record struct ChunkPlace(Section Section, int Stream, long First, int Count);
