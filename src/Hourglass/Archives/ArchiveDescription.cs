using Hourglass.Archives.Container;

namespace Hourglass.Archives;

/// <summary>What an archive is made of.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="UnfinishedBytes">Those of an appending that was not finished.</param>
/// <param name="Parts">What each packing wrote.</param>
public sealed record ArchiveDescription(long Bytes, long UnfinishedBytes, IReadOnlyList<PartDescription> Parts)
{
    internal static ArchiveDescription Of(Archive archive) =>
        new(archive.Length, archive.UnfinishedBytes, [.. archive.Parts.Select(part => PartDescription.Of(part, archive))]);
}

/// <summary>What one packing wrote.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Entries">How many files and folders it holds.</param>
/// <param name="FileBytes">The bytes of its files, as they come back.</param>
/// <param name="Summary">How it was made, and what was tried; null when that is lost.</param>
/// <param name="Sections">Its sections by kind.</param>
/// <param name="Chunks">Its chunks.</param>
/// <param name="ArrayStream">The number of the stream of arrays; 0 when there are none.</param>
/// <param name="Codes">The codes of pictures, by stream.</param>
public sealed record PartDescription(
    long Number, int Entries, long FileBytes, PackSummary? Summary, IReadOnlyList<SectionTotal> Sections, IReadOnlyList<ChunkDescription> Chunks,
    int ArrayStream, IReadOnlyList<CodesDescription> Codes)
{
    internal static PartDescription Of(ArchivePart part, Archive archive)
    {
        var sections = new Dictionary<string, SectionTotal>();
        for (var section = archive.Sections.Find(part.Start); section is { } found; section = archive.Sections.Find(found.End))
        {
            var total = sections.GetValueOrDefault(found.Kind) ?? new SectionTotal(found.Kind, 0, 0);
            sections[found.Kind] = total with { Count = total.Count + 1, Bytes = total.Bytes + found.Length + Section.ExtraBytes };
            if (found.Kind == SectionKind.Tail)
                break;
        }

        return new PartDescription(
            part.Contents.Part, part.Contents.Entries.Count, part.Contents.FileBytes, part.Summary, [.. sections.Values],
            [.. part.Chunks.Select(chunk => Describe(part, chunk, archive))], part.Contents.LengthOf(part.Contents.ArrayStream) > 0 ? part.Contents.ArrayStream : 0,
            [.. part.Codes.GroupBy(codes => (codes.Stream, archive.Codes.Peek(codes).Model)).Select(codes => CodesDescription.Of(part, archive, codes.Key.Stream, codes.Key.Model, [.. codes]))]);
    }

    private static ChunkDescription Describe(ArchivePart part, ChunkPlace chunk, Archive archive)
    {
        var head = archive.Chunks.Peek(chunk);
        return new ChunkDescription(
            chunk.Section.Offset, chunk.Stream, chunk.First, chunk.Count, head.Codec, head.Model,
            part.Contents.SamplesOf(chunk.Stream, chunk.First, chunk.Count), chunk.Section.Length);
    }
}

/// <summary>The sections of one kind.</summary>
/// <param name="Kind">Four letters.</param>
/// <param name="Count">How many.</param>
/// <param name="Bytes">Their bytes, all counted.</param>
public sealed record SectionTotal(string Kind, int Count, long Bytes);

/// <summary>A chunk.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Stream">The number of its stream: 0 for bytes, from 1 for pictures, the one behind these for arrays.</param>
/// <param name="First">The first item: a picture, a band of one, a slab of an array, or a byte.</param>
/// <param name="Count">How many items.</param>
/// <param name="Codec">The four letters of what it is packed by.</param>
/// <param name="Model">The number of its model; 0 for none.</param>
/// <param name="Samples">How many samples, numbers or bytes it unpacks to.</param>
/// <param name="Bytes">Its bytes.</param>
public sealed record ChunkDescription(long Offset, int Stream, long First, int Count, string Codec, int Model, long Samples, long Bytes);

/// <summary>The codes of the pictures of a stream.</summary>
/// <param name="Stream">The number of the stream.</param>
/// <param name="Model">The number of their autoencoder.</param>
/// <param name="Pictures">How many pictures.</param>
/// <param name="Numbers">How many numbers each code has.</param>
/// <param name="Width">Columns of a preview.</param>
/// <param name="Height">Rows of a preview.</param>
/// <param name="Samples">How many samples the pictures themselves have.</param>
/// <param name="Bytes">The bytes of the codes.</param>
/// <param name="ModelBytes">The bytes of the autoencoder's decoder.</param>
public sealed record CodesDescription(int Stream, int Model, int Pictures, int Numbers, int Width, int Height, long Samples, long Bytes, long ModelBytes)
{
    internal static CodesDescription Of(ArchivePart part, Archive archive, int stream, int model, IReadOnlyList<ChunkPlace> places)
    {
        var codec = archive.Codes.ModelOf(part, stream, model);
        return new CodesDescription(
            stream, model, places.Sum(place => part.Contents.PicturesOf(stream, place.First, place.Count).Count()), codec.CodeLength,
            codec.Decoder.Width, codec.Decoder.Height, places.Sum(place => part.Contents.SamplesOf(stream, place.First, place.Count)),
            places.Sum(place => place.Section.Length), codec.Model.Length);
    }
}
