using System.Buffers.Binary;

namespace Hourglass.Archives.Container;

/// <summary>What codes say about themselves before their packed bytes.</summary>
/// <remarks><code>part | stream | first item | number of items | model | CRC-32C of the codes | packed codes</code></remarks>
/// <param name="Part">The number of the part.</param>
/// <param name="Stream">The number of a stream of pictures.</param>
/// <param name="First">The first item: the first band of a picture.</param>
/// <param name="Count">The number of items: whole pictures with all of their bands.</param>
/// <param name="Model">The number of the model in this part, from 1.</param>
/// <param name="Checksum">See <see cref="ChecksumOf"/>.</param>
internal sealed record CodesHead(long Part, int Stream, long First, int Count, int Model, uint Checksum)
{
    /// <summary>Writes it.</summary>
    public void Write(FieldWriter fields)
    {
        fields.Number(Part);
        fields.Number(Stream);
        fields.Number(First);
        fields.Number(Count);
        fields.Number(Model);
        fields.Checksum(Checksum);
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="ArchiveFormatException">A field is out of range, or the block ends.</exception>
    public static CodesHead Read(FieldReader fields, ArchiveLimits limits) => new(
        fields.Number("the part of codes", limits.MaxParts),
        (int)fields.Positive("the stream of codes", int.MaxValue),
        fields.Number("the first item of codes", long.MaxValue / 2),
        (int)fields.Positive("the number of items of codes", Math.Min(limits.MaxChunkSamples, int.MaxValue)),
        (int)fields.Positive("the model of codes", int.MaxValue),
        fields.Checksum("the checksum of codes"));

    /// <summary>CRC-32C of codes: their numbers in two bytes each, little-endian, two's complement, picture after picture.</summary>
    public static uint ChecksumOf(IEnumerable<short[]> codes)
    {
        var crc = 0u;
        foreach (var code in codes)
        {
            var bytes = new byte[sizeof(short) * code.Length];
            for (var i = 0; i < code.Length; i++)
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(sizeof(short) * i), code[i]);
            crc = Crc32C.Of(bytes, crc);
        }

        return crc;
    }
}
