using Hourglass.Archives.Files;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Archives.Packing;

/// <summary>
/// Packs a stream of pictures: measures all candidates on some chunks, or on all of a small stream, keeps those that make the archive
/// smallest, their models counted, and of these the smallest per chunk.
/// </summary>
/// <param name="source">The pictures.</param>
/// <param name="codecs">What is tried beside stored samples and the files' own packing.</param>
/// <param name="options">How.</param>
/// <param name="writer">Where to.</param>
internal sealed class StreamPacker(StreamSource source, IReadOnlyList<IPixelCodec> codecs, PackOptions options, PartWriter writer)
{
    /// <summary>A stream of no more samples is measured as a whole.</summary>
    private const long MeasuredSamples = 32 << 20;

    /// <summary>Every subset of the models is weighed, so there are few.</summary>
    private const int MaxModels = 8;

    private readonly IReadOnlyList<ChunkRange> _ranges = ChunkRange.Of(source, options);
    private readonly Candidate _packed = new(new PngPixels());
    private readonly Candidate[] _candidates = [new(new StoredPixels()), .. codecs.Select(codec => new Candidate(codec))];
    private (int Worst, double Squares) _error;

    /// <summary>Writes the models and chunks.</summary>
    /// <param name="progress">Told how many chunks are done.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">A file has changed.</exception>
    public StreamSummary Pack(IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var measured = Measure(progress, cancellation);
        var kept = Keep(measured);
        WriteModels(kept);
        InOrder.Run(
            _ranges.Count, options.Threads,
            i => Finished(_ranges[i], measured.GetValueOrDefault(i) ?? Encode(_ranges[i], kept, cancellation), kept, cancellation),
            (i, chunk) =>
            {
                measured.Remove(i);
                Write(_ranges[i], chunk);
                progress?.Report(new DataProgress("packing", i + 1, _ranges.Count));
            },
            cancellation);
        Candidate[] all = [.. _candidates, .. _packed.Chunks > 0 ? [_packed] : Array.Empty<Candidate>()];
        return new StreamSummary(
            source.Layout.Channels, source.Layout.Levels, source.Count, source.Samples, _ranges.Count, _error.Worst,
            _error.Squares / Math.Max(1, source.Samples), [.. all.Select(candidate => candidate.Summary())]);
    }

    /// <summary>The packed bytes of evenly spaced chunks, by all candidates.</summary>
    private Dictionary<int, byte[][]> Measure(IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var count = source.Samples <= MeasuredSamples
            ? _ranges.Count
            : Math.Clamp((int)(_ranges.Count * MeasuredSamples / source.Samples), 1, _ranges.Count);
        int[] places = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * _ranges.Count / count))];
        var measured = new Dictionary<int, byte[][]>();
        InOrder.Run(
            count, options.Threads, i => Encode(_ranges[places[i]], _candidates, cancellation),
            (i, payloads) =>
            {
                measured.Add(places[i], payloads);
                for (var c = 0; c < payloads.Length; c++)
                    _candidates[c].MeasuredBytes += payloads[c].Length;
                progress?.Report(new DataProgress("measuring", i + 1, count));
            },
            cancellation);
        return measured;
    }

    private byte[][] Encode(ChunkRange range, IReadOnlyList<Candidate> candidates, CancellationToken cancellation)
    {
        var pictures = source.Read((int)range.First, range.Count);
        return [.. _candidates.Select(candidate => candidates.Contains(candidate) ? candidate.Codec.Encode(pictures, cancellation) : [])];
    }

    /// <summary>The candidates that make the stream smallest: those without models, and the set of models that saves most beyond its own bytes.</summary>
    private Candidate[] Keep(Dictionary<int, byte[][]> measured)
    {
        Candidate[] models = [.. _candidates.Where(candidate => candidate.Codec.Model.Length > 0).Take(MaxModels)];
        var scale = (double)_ranges.Sum(range => range.Samples) / Math.Max(1, measured.Keys.Sum(i => _ranges[i].Samples));
        var (best, least) = (Array.Empty<Candidate>(), double.MaxValue);
        for (var set = 0; set < 1 << models.Length; set++)
        {
            Candidate[] tried = [.. _candidates.Where(candidate => Array.IndexOf(models, candidate) is var m && (m < 0 || (set >> m & 1) != 0))];
            var bytes = measured.Values.Sum(payloads => (double)Smallest(payloads, tried).Payload.Length) * scale
                + tried.Sum(candidate => IsExternal(candidate) ? 0 : candidate.Codec.Model.Length);
            if (bytes < least)
                (best, least) = (tried, bytes);
        }

        var winners = measured.Values.Select(payloads => Smallest(payloads, best).Candidate).ToHashSet();
        return [.. best.Where(candidate => candidate.Codec is StoredPixels || winners.Contains(candidate))];
    }

    private void WriteModels(IEnumerable<Candidate> kept)
    {
        foreach (var candidate in kept.Where(candidate => candidate.Codec.Model.Length > 0))
            candidate.Model = writer.WriteModel(candidate.Codec.Model.Span, IsExternal(candidate));
    }

    private bool IsExternal(Candidate candidate) => options.Models.Any(model => candidate.Codec.Model.Span.SequenceEqual(model.Span));

    private (Candidate Candidate, byte[] Payload) Smallest(byte[][] payloads, IReadOnlyList<Candidate> allowed) => _candidates.Zip(payloads)
        .Where(pair => allowed.Contains(pair.First)).MinBy(pair => pair.Second.Length);

    private FinishedChunk Finished(ChunkRange range, byte[][] payloads, Candidate[] kept, CancellationToken cancellation)
    {
        var (candidate, payload) = Smallest(payloads, kept);
        if (source.PackedBytes((int)range.First, range.Count) < payload.Length)
        {
            var own = PngPixels.Payload(source.Packed((int)range.First, range.Count));
            if (own.Length < payload.Length)
                (candidate, payload) = (_packed, own);
        }

        var exact = source.ReadExact((int)range.First, range.Count).ToArray();
        var isExact = candidate.Codec.IsExact;
        var coded = isExact ? source.Coded(exact) : Decoded(candidate.Codec, payload, exact, cancellation);
        if (options.Verify && isExact)
            Check(candidate.Codec, payload, coded, cancellation);
        return new FinishedChunk(candidate, payload, SampleBytes.Checksum(coded), isExact && source.Layout.Step == 1 ? (0, 0) : ErrorOf(exact, coded));
    }

    private void Write(ChunkRange range, FinishedChunk chunk)
    {
        chunk.Candidate.Won(chunk.Payload.Length);
        writer.WriteChunk(source.Number, range, chunk.Candidate.Codec.Id, chunk.Candidate.Model, chunk.Checksum, chunk.Payload);
        _error = (Math.Max(_error.Worst, chunk.Error.Worst), _error.Squares + chunk.Error.Squares);
    }

    private static void Check(IPixelCodec codec, byte[] payload, Raster[] coded, CancellationToken cancellation)
    {
        var decoded = Decoded(codec, payload, coded, cancellation);
        for (var i = 0; i < coded.Length; i++)
        {
            if (!decoded[i].Samples.AsSpan().SequenceEqual(coded[i].Samples))
                throw new InvalidOperationException($"The codec {codec.Id} did not give back a picture of {coded[i].Width}x{coded[i].Height}.");
        }
    }

    private static Raster[] Decoded(IPixelCodec codec, byte[] payload, Raster[] like, CancellationToken cancellation)
    {
        var decoded = Raster.Blank(like);
        codec.Decode(payload, decoded, cancellation);
        return decoded;
    }

    private (int Worst, double Squares) ErrorOf(Raster[] exact, Raster[] coded)
    {
        var (worst, squares) = (0, 0.0);
        for (var i = 0; i < exact.Length; i++)
        {
            for (var s = 0; s < exact[i].Samples.Length; s++)
            {
                var error = Math.Abs(exact[i].Samples[s] - source.Layout.Sample(coded[i].Samples[s]));
                worst = Math.Max(worst, error);
                squares += (double)error * error;
            }
        }

        return (worst, squares);
    }

    private sealed record FinishedChunk(Candidate Candidate, byte[] Payload, uint Checksum, (int Worst, double Squares) Error);
}
