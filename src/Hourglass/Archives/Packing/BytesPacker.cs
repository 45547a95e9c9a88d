using Hourglass.Archives.Container;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Archives.Packing;

/// <summary>Packs the stream of bytes: all files that hold no pictures, one after another, by Brotli where that helps.</summary>
internal static class BytesPacker
{
    /// <summary>Writes the chunks.</summary>
    /// <exception cref="DataException">A file has changed.</exception>
    public static void Pack(PackPlan plan, PackOptions options, PartWriter writer, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var ranges = ChunkRange.OfBytes(plan.Contents.LengthOf(StreamLayout.Bytes));
        InOrder.Run(
            ranges.Count, options.Threads,
            i =>
            {
                var bytes = plan.ReadBytes(ranges[i].First, ranges[i].Count);
                return (Bytes: bytes, Packed: BrotliBytes.Pack(bytes, options.Effort));
            },
            (i, chunk) =>
            {
                var (codec, payload) = chunk.Packed.Length < chunk.Bytes.Length
                    ? (BrotliPixels.Letters, chunk.Packed)
                    : (StoredPixels.Letters, chunk.Bytes);
                writer.WriteChunk(StreamLayout.Bytes, ranges[i], codec, 0, Crc32C.Of(chunk.Bytes), payload);
                progress?.Report(new DataProgress("packing", i + 1, ranges.Count));
            },
            cancellation);
    }
}
