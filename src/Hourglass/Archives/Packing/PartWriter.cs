using System.Security.Cryptography;
using Hourglass.Archives.Container;

namespace Hourglass.Archives.Packing;

/// <summary>Writes one part of an archive from its table of contents to its tail, and keeps the index.</summary>
internal sealed class PartWriter
{
    /// <summary>A second table of contents takes at most this share of the part, so that many small files with much beside their pixels do not grow.</summary>
    private const int CopyShare = 200;

    private const int SmallContents = 1 << 10;

    private readonly SectionWriter _sections;
    private readonly long _number;
    private readonly long _start;
    private readonly long _previousTail;
    private readonly byte[] _contents;
    private readonly List<Section> _others = [];
    private readonly List<ChunkPlace> _chunks = [];
    private readonly List<ChunkPlace> _codes = [];
    private readonly Dictionary<int, Section> _models = [];

    /// <summary>Begins a part by its table of contents.</summary>
    /// <param name="sections">Where to.</param>
    /// <param name="contents">What it holds.</param>
    /// <param name="previousTail">Where the tail of the part before begins; 0 for the first part.</param>
    public PartWriter(SectionWriter sections, Contents contents, long previousTail)
    {
        (_sections, _number, _start, _previousTail) = (sections, contents.Part, sections.Position, previousTail);
        _contents = ContentsFormat.Write(contents);
        _others.Add(_sections.Write(SectionKind.Contents, _contents));
    }

    /// <summary>The bytes of all models so far.</summary>
    public long ModelBytes { get; private set; }

    /// <summary>Writes a model, or the hash of one that stays outside.</summary>
    /// <returns>Its number.</returns>
    public int WriteModel(ReadOnlySpan<byte> model, bool isExternal)
    {
        var number = _models.Count + 1;
        var fields = new FieldWriter();
        fields.Number(_number);
        fields.Number(number);
        var section = isExternal
            ? _sections.Write(SectionKind.ExternalModel, fields.Written, SHA256.HashData(model))
            : _sections.Write(SectionKind.Model, fields.Written, model);
        ModelBytes += section.Length + Section.ExtraBytes;
        _models.Add(number, section);
        return number;
    }

    /// <summary>Writes a chunk.</summary>
    public void WriteChunk(int stream, ChunkRange range, string codec, int model, uint checksum, ReadOnlySpan<byte> payload)
    {
        var fields = new FieldWriter();
        new ChunkHead(_number, stream, range.First, range.Count, codec, model, checksum).Write(fields);
        _chunks.Add(new ChunkPlace(_sections.Write(SectionKind.Chunk, fields.Written, payload), stream, range.First, range.Count));
    }

    /// <summary>Writes codes of pictures.</summary>
    /// <returns>The bytes of the section.</returns>
    public long WriteCodes(int stream, long first, int count, int model, uint checksum, ReadOnlySpan<byte> payload)
    {
        var fields = new FieldWriter();
        new CodesHead(_number, stream, first, count, model, checksum).Write(fields);
        var section = _sections.Write(SectionKind.Codes, fields.Written, payload);
        _codes.Add(new ChunkPlace(section, stream, first, count));
        return section.Length + Section.ExtraBytes;
    }

    /// <summary>Writes what stands behind the chunks.</summary>
    public void Finish(PackSummary summary)
    {
        if (_contents.Length <= Math.Max(SmallContents, (_sections.Position - _start) / CopyShare))
            _others.Add(_sections.Write(SectionKind.Contents, _contents));
        _others.Add(_sections.Write(SectionKind.Meta, summary.Write(_number)));
        var index = _sections.Write(SectionKind.Index, new PartIndex(_others, _chunks, _models) { Codes = _codes }.Write());
        _sections.Write(SectionKind.Tail, new ArchiveTail(_start, index.Offset, _previousTail, _number).Write());
    }
}
