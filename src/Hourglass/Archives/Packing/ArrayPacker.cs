using Hourglass.Archives.Arrays;
using Hourglass.Archives.Container;
using Hourglass.Archives.Files;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Archives.Packing;

/// <summary>Packs the stream of arrays: each chunk by the array codec, by Brotli or as it is, whatever is smallest.</summary>
/// <param name="plan">What is packed.</param>
/// <param name="options">How.</param>
/// <param name="writer">Where to.</param>
internal sealed class ArrayPacker(PackPlan plan, PackOptions options, PartWriter writer)
{
    /// <summary>Smaller slabs share a chunk, so that its head costs little.</summary>
    private const long SharedValues = 64 << 10;

    private readonly Dictionary<string, (int Chunks, long Bytes)> _won = [];
    private ArrayDeviation _error;

    /// <summary>Writes the chunks.</summary>
    /// <returns>What became of it; null when there are no arrays.</returns>
    /// <exception cref="DataException">A file has changed.</exception>
    public ArraySummary? Pack(IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var arrays = plan.Contents.Entries.Count(entry => entry.Numbers is not null);
        if (arrays == 0)
            return null;
        var ranges = Ranges();
        InOrder.Run(
            ranges.Count, options.Threads, i => Finish(ranges[i], cancellation),
            (i, chunk) =>
            {
                var won = _won.GetValueOrDefault(chunk.Codec);
                _won[chunk.Codec] = (won.Chunks + 1, won.Bytes + chunk.Payload.Length);
                _error += chunk.Error;
                writer.WriteChunk(plan.Contents.ArrayStream, ranges[i], chunk.Codec, 0, chunk.Checksum, chunk.Payload);
                progress?.Report(new DataProgress("packing", i + 1, ranges.Count));
            },
            cancellation);
        return new ArraySummary(
            arrays, ranges.Sum(range => range.Samples), ranges.Count, _won.Values.Sum(won => won.Bytes), options.Verify ? _error.Worst : null,
            [.. _won.OrderBy(won => won.Key, StringComparer.Ordinal).Select(won => new CandidateSummary(won.Key, 0, 0, won.Value.Chunks, won.Value.Bytes))]);
    }

    private List<ChunkRange> Ranges()
    {
        var (stream, ranges) = (plan.Contents.ArrayStream, new List<ChunkRange>());
        var (first, count, values) = (0L, 0, 0L);
        foreach (var slab in plan.Contents.SlabsOf(0, plan.Contents.LengthOf(stream)))
        {
            if (count > 0 && values + slab.Layout.Count > SharedValues)
            {
                ranges.Add(new ChunkRange(first, count, values));
                (first, count, values) = (first + count, 0, 0);
            }

            (count, values) = (count + 1, values + slab.Layout.Count);
        }

        ranges.Add(new ChunkRange(first, count, values));
        return ranges;
    }

    private FinishedChunk Finish(ChunkRange range, CancellationToken cancellation)
    {
        Slab[] slabs = [.. plan.Contents.SlabsOf(range.First, range.Count)];
        var raw = Read(slabs);
        var (codec, payload) = (ArrayChunk.Letters, ArrayChunk.Encode(slabs, raw, cancellation));
        if (slabs.All(slab => slab.Numbers.Bound == 0) && BrotliBytes.Pack(raw, options.Effort) is var packed && packed.Length < payload.Length)
            (codec, payload) = (BrotliPixels.Letters, packed);
        if (raw.Length <= payload.Length)
            (codec, payload) = (StoredPixels.Letters, raw);
        if (codec != ArrayChunk.Letters || (!options.Verify && slabs.All(slab => slab.Numbers.Bound == 0)))
            return new FinishedChunk(codec, payload, Crc32C.Of(raw), default);
        var decoded = new byte[raw.Length];
        ArrayChunk.Decode(payload, slabs, decoded, cancellation);
        return new FinishedChunk(codec, payload, Crc32C.Of(decoded), Check(slabs, raw, decoded));
    }

    private byte[] Read(Slab[] slabs)
    {
        var raw = new byte[slabs.Sum(slab => slab.Bytes)];
        var rest = raw.AsSpan();
        foreach (var ofFile in slabs.GroupBy(slab => slab.Entry))
        {
            using var file = plan.Files[ofFile.Key].Source.Open();
            if (file.Length != plan.Files[ofFile.Key].FileBytes)
                throw new DataException($"{plan.Files[ofFile.Key].Source.Name} has changed while it was packed; pack it again.");
            foreach (var slab in ofFile)
            {
                ArrayFile.Read(file, slab, rest[..slab.Bytes]);
                rest = rest[slab.Bytes..];
            }
        }

        return raw;
    }

    private ArrayDeviation Check(Slab[] slabs, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> decoded)
    {
        var sum = new ArrayDeviation();
        foreach (var slab in slabs)
        {
            var error = ArrayDeviation.Of(raw[..slab.Bytes], decoded[..slab.Bytes], slab.Layout.Kind, slab.Numbers.Bound);
            if (error.Violations > 0)
                throw new InvalidOperationException($"The array codec broke the bound of {plan.Files[slab.Entry].Source.Name} at {error.Violations} values.");
            sum += error;
            raw = raw[slab.Bytes..];
            decoded = decoded[slab.Bytes..];
        }

        return sum;
    }

    private sealed record FinishedChunk(string Codec, byte[] Payload, uint Checksum, ArrayDeviation Error);
}
