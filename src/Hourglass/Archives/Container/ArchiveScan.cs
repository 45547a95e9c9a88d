namespace Hourglass.Archives.Container;

/// <summary>
/// Reads an archive from its start, section by section, and goes on behind what is damaged: for checking all bytes, and for taking out what is
/// whole when the tail is lost.
/// </summary>
internal sealed class ArchiveScan
{
    private readonly SectionReader _sections;
    private readonly ArchiveLimits _limits;
    private readonly CancellationToken _cancellation;
    private readonly List<ArchiveProblem> _problems = [];
    private readonly SortedDictionary<long, Found> _parts = [];

    private ArchiveScan(SectionReader sections, ArchiveLimits limits, CancellationToken cancellation) =>
        (_sections, _limits, _cancellation) = (sections, limits, cancellation);

    /// <summary>What is damaged.</summary>
    public IReadOnlyList<ArchiveProblem> Problems => _problems;

    /// <summary>The parts whose table of contents is whole; chunks that cannot belong to it are left out.</summary>
    public IReadOnlyList<ArchivePart> Parts { get; private set; } = [];

    /// <summary>How many sections are whole.</summary>
    public int Sections { get; private set; }

    /// <summary>Reads an archive.</summary>
    public static ArchiveScan Run(SectionReader sections, ArchiveLimits limits, CancellationToken cancellation)
    {
        var scan = new ArchiveScan(sections, limits, cancellation);
        for (var place = (long)ArchiveHead.Bytes; place < sections.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            place = sections.Find(place) is { } section ? scan.Read(section) : scan.Skip(place);
        }

        scan.Parts = [.. scan._parts.Values.Select(scan.Assemble).OfType<ArchivePart>()];
        return scan;
    }

    private long Skip(long place)
    {
        var next = _sections.Search(place + 1, _cancellation);
        _problems.Add(new ArchiveProblem(place, next - place, "unknown", next == _sections.Length
            ? "no whole section follows: the archive is truncated, or its last appending was not finished"
            : "the head of a section is damaged"));
        return next;
    }

    private long Read(Section section)
    {
        if (section.End > _sections.Length)
        {
            _problems.Add(new ArchiveProblem(section.Offset, _sections.Length - section.Offset, section.Kind, "cut off: the archive is truncated"));
            return _sections.Length;
        }

        try
        {
            var payload = _sections.Read(section);
            Take(section, payload);
            Sections++;
        }
        catch (ArchiveFormatException broken)
        {
            _problems.Add(new ArchiveProblem(section.Offset, section.End - section.Offset, section.Kind, $"{broken.Field} is {broken.Found}; expected {broken.Expected}"));
            if (section.Kind is SectionKind.Chunk or SectionKind.Codes)
                _problems[^1] = _problems[^1] with { Block = DamagedItems(section) };
        }

        return section.End;
    }

    private void Take(Section section, byte[] payload)
    {
        var fields = new FieldReader(payload, section.Offset);
        switch (section.Kind)
        {
            case SectionKind.Contents:
                var contents = ContentsFormat.Read(payload, section.Offset, _limits);
                PartOf(contents.Part).Contents ??= contents;
                break;
            case SectionKind.Chunk or SectionKind.Codes:
                var (holder, place) = PlaceOf(section, fields);
                (section.Kind == SectionKind.Chunk ? PartOf(holder).Chunks : PartOf(holder).Codes).Add(place);
                break;
            case SectionKind.Model or SectionKind.ExternalModel:
                var part = PartOf(fields.Number("the part of a model", _limits.MaxParts));
                part.Models.TryAdd((int)fields.Positive("the number of a model", int.MaxValue), section);
                break;
            case SectionKind.Meta:
                var (number, summary) = PackSummary.Read(payload, section.Offset);
                PartOf(number).Summary = summary;
                break;
            case SectionKind.Tail:
                ArchiveTail.Read(_sections, section.Offset);
                break;
        }
    }

    /// <summary>Says of a damaged chunk what it held, or of damaged codes what they are of, as far as the first bytes can be believed.</summary>
    private string DamagedItems(Section section)
    {
        try
        {
            var (number, place) = PlaceOf(section, new FieldReader(_sections.Peek(section), section.Offset));
            if (_parts.TryGetValue(number, out var part) && part.Contents is { } contents && IsIn(contents, place))
                return $"{section.Kind} with {new ArchivePart(contents, [], part.Models, null).NameOf(place)}";
        }
        catch (ArchiveFormatException)
        {
            // The damage is in these bytes.
        }

        return section.Kind;
    }

    private ArchivePart? Assemble(Found found)
    {
        if (found.Contents is not { } contents)
            return null;
        var chunks = Fitting(contents, found.Chunks, chunk => contents.SamplesOf(chunk.Stream, chunk.First, chunk.Count) <= _limits.MaxChunkSamples);
        var codes = Fitting(contents, found.Codes, codes => contents.AreWholePictures(codes.Stream, codes.First, codes.Count));
        return new ArchivePart(contents, chunks, found.Models, found.Summary) { Codes = codes };
    }

    /// <summary>Chunks, or codes, whose items are in the table of contents and in none before; the others are noted.</summary>
    private List<ChunkPlace> Fitting(Contents contents, IEnumerable<ChunkPlace> found, Func<ChunkPlace, bool> fits)
    {
        var (whole, next) = (new List<ChunkPlace>(), new long[contents.StreamCount]);
        foreach (var place in ArchivePart.Sorted(found))
        {
            if (IsIn(contents, place) && place.First >= next[place.Stream] && fits(place))
            {
                whole.Add(place);
                next[place.Stream] = place.First + place.Count;
                continue;
            }

            var (section, several) = (place.Section, place.Section.Kind == SectionKind.Chunk ? "chunks" : "codes");
            _problems.Add(new ArchiveProblem(section.Offset, section.End - section.Offset, section.Kind, $"its items are not in the table of contents, or in two {several}"));
        }

        return whole;
    }

    private (long Part, ChunkPlace Place) PlaceOf(Section section, FieldReader fields)
    {
        if (section.Kind == SectionKind.Codes)
        {
            var codes = CodesHead.Read(fields, _limits);
            return (codes.Part, new ChunkPlace(section, codes.Stream, codes.First, codes.Count));
        }

        var chunk = ChunkHead.Read(fields, _limits);
        return (chunk.Part, new ChunkPlace(section, chunk.Stream, chunk.First, chunk.Count));
    }

    private static bool IsIn(Contents contents, ChunkPlace place) => place.Stream < contents.StreamCount
        && place.First < contents.LengthOf(place.Stream) && place.Count <= contents.LengthOf(place.Stream) - place.First;

    private Found PartOf(long number)
    {
        if (!_parts.TryGetValue(number, out var part))
            _parts.Add(number, part = new Found());
        return part;
    }

    private sealed class Found
    {
        public Contents? Contents { get; set; }

        public PackSummary? Summary { get; set; }

        public List<ChunkPlace> Chunks { get; } = [];

        public List<ChunkPlace> Codes { get; } = [];

        public Dictionary<int, Section> Models { get; } = [];
    }
}
