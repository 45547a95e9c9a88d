namespace Hourglass.Archives.Container;

/// <summary>What a chunk says about itself before its packed bytes.</summary>
/// <remarks><code>part | stream | first item | number of items | codec: 4 letters | model | CRC-32C of the unpacked samples | packed bytes</code></remarks>
/// <param name="Part">The number of the part.</param>
/// <param name="Stream">The number of the stream.</param>
/// <param name="First">The first item: a byte, or a band of a picture.</param>
/// <param name="Count">The number of items.</param>
/// <param name="Codec">The four letters of the codec.</param>
/// <param name="Model">The number of the model in this part, from 1; 0 for none.</param>
/// <param name="Checksum">CRC-32C of the bytes, or of the coded samples: one byte each, or two (low, high) if there are more than 256 levels.</param>
internal sealed record ChunkHead(long Part, int Stream, long First, int Count, string Codec, int Model, uint Checksum)
{
    /// <summary>Writes it.</summary>
    public void Write(FieldWriter fields)
    {
        fields.Number(Part);
        fields.Number(Stream);
        fields.Number(First);
        fields.Number(Count);
        fields.Letters(Codec);
        fields.Number(Model);
        fields.Checksum(Checksum);
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="ArchiveFormatException">A field is out of range, or the block ends.</exception>
    public static ChunkHead Read(FieldReader fields, ArchiveLimits limits) => new(
        fields.Number("the part of a chunk", limits.MaxParts),
        (int)fields.Number("the stream of a chunk", int.MaxValue),
        fields.Number("the first item of a chunk", long.MaxValue / 2),
        (int)fields.Positive("the number of items of a chunk", Math.Min(limits.MaxChunkSamples, int.MaxValue)),
        fields.Letters("the codec of a chunk"),
        (int)fields.Number("the model of a chunk", int.MaxValue),
        fields.Checksum("the checksum of a chunk"));
}
