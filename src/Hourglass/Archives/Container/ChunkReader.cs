using System.Collections.Concurrent;
using System.Security.Cryptography;
using Hourglass.Archives.Arrays;
using Hourglass.Archives.Pixels;

namespace Hourglass.Archives.Container;

/// <summary>Unpacks chunks; several threads may.</summary>
internal sealed class ChunkReader(SectionReader sections, ArchiveOptions options)
{
    private readonly ConcurrentDictionary<(long Part, int Model, string Codec), Lazy<IPixelCodec>> _codecs = new();

    /// <summary>The bytes of a chunk of the stream of bytes.</summary>
    /// <exception cref="ArchiveFormatException">It is damaged.</exception>
    public byte[] ReadBytes(ArchivePart part, ChunkPlace chunk)
    {
        var (head, payload) = Open(part, chunk);
        var bytes = Unpack(chunk, head, payload, chunk.Count);
        return Crc32C.Of(bytes) == head.Checksum ? bytes : throw WrongBytes(chunk);
    }

    /// <summary>The numbers of a chunk of the stream of arrays, little-endian, one slab after another.</summary>
    /// <exception cref="ArchiveFormatException">It is damaged.</exception>
    public (IReadOnlyList<Slab> Slabs, byte[] Raw) ReadArrays(ArchivePart part, ChunkPlace chunk, CancellationToken cancellation)
    {
        var (head, payload) = Open(part, chunk);
        Slab[] slabs = [.. part.Contents.SlabsOf(chunk.First, chunk.Count)];
        var length = slabs.Sum(slab => slab.Layout.Bytes);
        if (length > options.Limits.MaxChunkSamples)
            throw new ArchiveFormatException(chunk.Section.Offset, "the bytes of a chunk", $"{length}", $"at most {options.Limits.MaxChunkSamples}, unless large archives are allowed");
        var raw = head.Codec == ArrayChunk.Letters ? new byte[length] : Unpack(chunk, head, payload, (int)length);
        try
        {
            if (head.Codec == ArrayChunk.Letters)
                ArrayChunk.Decode(payload, slabs, raw, cancellation);
        }
        catch (ArchiveFormatException broken)
        {
            throw new ArchiveFormatException(chunk.Section.Offset, broken.Field, broken.Found, broken.Expected, broken);
        }

        return Crc32C.Of(raw) == head.Checksum ? (slabs, raw) : throw WrongBytes(chunk);
    }

    /// <summary>The pictures of a chunk, as they were coded.</summary>
    /// <exception cref="ArchiveFormatException">It is damaged, or its codec or model is not there.</exception>
    public Raster[] ReadPictures(ArchivePart part, ChunkPlace chunk, CancellationToken cancellation)
    {
        var (head, payload) = Open(part, chunk);
        var layout = part.Contents.Streams[chunk.Stream - 1];
        Raster[] pictures =
        [
            .. part.Contents.BandsOf(chunk.Stream, chunk.First, chunk.Count)
                .Select(band => (part.Contents.Entries[band.Entry].Pictures!, band.Number))
                .Select(band => new Raster(band.Item1.Width, band.Item1.RowsOf(band.Number), layout.Channels, layout.CodedLevels)),
        ];
        try
        {
            CodecOf(part, head).Decode(payload, pictures, cancellation);
        }
        catch (ArchiveFormatException broken)
        {
            throw new ArchiveFormatException(chunk.Section.Offset, broken.Field, broken.Found, broken.Expected, broken);
        }

        return SampleBytes.Checksum(pictures) == head.Checksum ? pictures : throw WrongBytes(chunk);
    }

    /// <summary>What a chunk says about itself.</summary>
    /// <exception cref="ArchiveFormatException">A field is out of range.</exception>
    public ChunkHead Peek(ChunkPlace chunk) => ChunkHead.Read(new FieldReader(sections.Peek(chunk.Section), chunk.Section.Offset), options.Limits);

    /// <summary>Whether the samples of a chunk of pictures come back as they were coded, and not likenesses of them.</summary>
    /// <exception cref="ArchiveFormatException">A field is out of range, or the codec or model is not there.</exception>
    public bool IsExact(ArchivePart part, ChunkPlace chunk) => CodecOf(part, Peek(chunk)).IsExact;

    private (ChunkHead Head, ReadOnlyMemory<byte> Payload) Open(ArchivePart part, ChunkPlace chunk)
    {
        var fields = new FieldReader(sections.Read(chunk.Section), chunk.Section.Offset);
        var head = ChunkHead.Read(fields, options.Limits);
        return head.Part == part.Contents.Part && head.Stream == chunk.Stream && head.First == chunk.First && head.Count == chunk.Count
            ? (head, fields.Rest)
            : throw fields.Wrong("the place of a chunk", $"part {head.Part}, stream {head.Stream}, items {head.First} + {head.Count}", $"{part.Contents.Part}, {chunk.Stream}, {chunk.First} + {chunk.Count} as in the index");
    }

    private static byte[] Unpack(ChunkPlace chunk, ChunkHead head, ReadOnlyMemory<byte> payload, int length)
    {
        switch (head.Codec)
        {
            case StoredPixels.Letters:
                return payload.Length == length ? payload.ToArray() : throw WrongBytes(chunk);
            case BrotliPixels.Letters:
                var bytes = new byte[length];
                return BrotliBytes.TryUnpack(payload.Span, bytes)
                    ? bytes
                    : throw new ArchiveFormatException(chunk.Section.Offset, "a chunk packed by Brotli", "broken", $"{length} bytes in it");
            default:
                throw new ArchiveFormatException(chunk.Section.Offset, "the codec of a chunk", head.Codec, "one that its stream can have");
        }
    }

    private IPixelCodec CodecOf(ArchivePart part, ChunkHead head)
    {
        var codec = _codecs.GetOrAdd((part.Contents.Part, head.Model, head.Codec), _ => new Lazy<IPixelCodec>(() => PixelCodecs.Open(head.Codec, ModelOf(part, head.Model))));
        return codec.Value;
    }

    /// <summary>A model of a part.</summary>
    /// <exception cref="ArchiveFormatException">It is damaged, or lies outside of the archive and was not given.</exception>
    public ReadOnlyMemory<byte> ModelOf(ArchivePart part, int number)
    {
        if (number == 0)
            return default;
        if (!part.Models.TryGetValue(number, out var section))
            throw new ArchiveFormatException(0, "the model of a chunk", $"{number}, which is not there", "one of the part's models");
        if (section.Length > options.Limits.MaxModelBytes)
            throw new ArchiveFormatException(section.Offset, "the length of a model", $"{section.Length}", $"at most {options.Limits.MaxModelBytes}, unless large archives are allowed");
        var fields = FieldsOf(section);
        var (inPart, inNumber) = (fields.Number("the part of a model", options.Limits.MaxParts), fields.Number("the number of a model", int.MaxValue));
        if (inPart != part.Contents.Part || inNumber != number)
            throw fields.Wrong("the number of a model", $"{inNumber} of part {inPart}", $"{number} of part {part.Contents.Part}, as in the index");
        return section.Kind == SectionKind.Model ? fields.Rest : External(fields);
    }

    private ReadOnlyMemory<byte> External(FieldReader fields)
    {
        var hash = fields.Raw("the hash of a model", SHA256.HashSizeInBytes);
        fields.End("the hash of a model");
        foreach (var model in options.Models)
        {
            if (SHA256.HashData(model.Span).AsSpan().SequenceEqual(hash.Span))
                return model;
        }

        throw fields.Wrong("a model outside of the archive", "not given", $"the archive to be given whose model has the SHA-256 {Convert.ToHexStringLower(hash.Span)}");
    }

    private FieldReader FieldsOf(Section section) => new(sections.Read(section), section.Offset);

    private static ArchiveFormatException WrongBytes(ChunkPlace chunk) =>
        new(chunk.Section.Offset, "the checksum of what was unpacked", "wrong", "the one that was stored: the codec works differently on this machine, or the model is another");
}
