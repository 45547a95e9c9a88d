using Hourglass.Archives.Codes;

namespace Hourglass.Archives.Container;

/// <summary>Reads codes of pictures; several threads may.</summary>
/// <param name="sections">Reads sections.</param>
/// <param name="chunks">Reads models.</param>
/// <param name="limits">What to accept.</param>
internal sealed class CodesReader(SectionReader sections, ChunkReader chunks, ArchiveLimits limits)
{
    /// <summary>The levels of previews.</summary>
    public const int Levels = 256;

    /// <summary>What codes say about themselves.</summary>
    /// <exception cref="ArchiveFormatException">A field is out of range.</exception>
    public CodesHead Peek(ChunkPlace place) => CodesHead.Read(new FieldReader(sections.Peek(place.Section), place.Section.Offset), limits);

    /// <summary>The model of codes of a stream: it makes previews.</summary>
    /// <exception cref="ArchiveFormatException">It is not there, damaged, or made for other pictures.</exception>
    public VectorCodec ModelOf(ArchivePart part, int stream, int number)
    {
        var codec = VectorCodec.Open(chunks.ModelOf(part, number));
        var channels = part.Contents.Streams[stream - 1].Channels;
        return codec.Decoder.Channels == channels && codec.Levels == Levels
            ? codec
            : throw new ArchiveFormatException(0, "the model of codes", $"for {codec.Decoder.Channels} channels of {codec.Levels} levels", $"one for {channels} of {Levels}");
    }

    /// <summary>The codes, one per picture, and their model.</summary>
    /// <exception cref="ArchiveFormatException">They or the model are damaged, or lie.</exception>
    public (VectorCodec Codec, short[][] Codes) Read(ArchivePart part, ChunkPlace place)
    {
        var fields = new FieldReader(sections.Read(place.Section), place.Section.Offset);
        var head = CodesHead.Read(fields, limits);
        if (head.Part != part.Contents.Part || head.Stream != place.Stream || head.First != place.First || head.Count != place.Count)
            throw fields.Wrong("the place of codes", $"part {head.Part}, stream {head.Stream}, items {head.First} + {head.Count}", $"{part.Contents.Part}, {place.Stream}, {place.First} + {place.Count} as in the index");
        var pictures = part.Contents.PicturesOf(place.Stream, place.First, place.Count).Count();
        try
        {
            var codec = ModelOf(part, place.Stream, head.Model);
            if ((long)pictures * codec.CodeLength is var numbers && numbers > limits.MaxChunkSamples)
                throw fields.Wrong("the numbers of codes", $"{numbers}", $"at most {limits.MaxChunkSamples}, unless large archives are allowed");
            var codes = codec.DecodeCodes(fields.Rest, pictures);
            return CodesHead.ChecksumOf(codes) == head.Checksum ? (codec, codes) : throw fields.Wrong("the checksum of codes", "wrong", "the one that was stored: the model is another");
        }
        catch (ArchiveFormatException broken)
        {
            throw new ArchiveFormatException(place.Section.Offset, broken.Field, broken.Found, broken.Expected, broken);
        }
    }
}
