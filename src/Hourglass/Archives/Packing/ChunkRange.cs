namespace Hourglass.Archives.Packing;

/// <summary>The items of one chunk.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many.</param>
/// <param name="Samples">How many samples, or bytes.</param>
internal readonly record struct ChunkRange(long First, int Count, long Samples)
{
    /// <summary>The most bytes of a chunk of bytes.</summary>
    public const int MaxBytes = 4 << 20;

    private const int FastPictures = 64;
    private const long FastSamples = 64 << 10;
    private const long MostSamples = 32 << 20;

    /// <summary>More learn more from each other, but take more memory: two such chunks at a time, each with its table of contexts, are unpacked in 256 MB.</summary>
    private const long UsualSamples = 10_700_000;
    private const int ChunksWanted = 2;
    private const long WorthSplitting = 512 << 10;

    /// <summary>Cuts a stream of pictures. The machine has no say in it, so that the archive is the same everywhere.</summary>
    public static IReadOnlyList<ChunkRange> Of(StreamSource source, PackOptions options)
    {
        var isFast = options.Preset == PackPreset.Fast;
        var mostPictures = options.PicturesPerChunk ?? (isFast ? FastPictures : int.MaxValue);
        var mostSamples = options.PicturesPerChunk is not null ? MostSamples : isFast ? FastSamples : EvenSamples(source);
        var ranges = new List<ChunkRange>();
        var (first, count, samples) = (0L, 0, 0L);
        foreach (var item in source.SampleCounts())
        {
            if (count > 0 && (count == mostPictures || samples + item > mostSamples))
            {
                ranges.Add(new ChunkRange(first, count, samples));
                (first, count, samples) = (first + count, 0, 0);
            }

            (count, samples) = (count + 1, samples + item);
        }

        if (count > 0)
            ranges.Add(new ChunkRange(first, count, samples));
        return ranges;
    }

    /// <summary>Chunks of one size, and room for one more picture in each, so that no small chunk is left.</summary>
    private static long EvenSamples(StreamSource source)
    {
        var chunks = Math.Max(Math.Clamp(source.Samples / WorthSplitting, 1, ChunksWanted), (source.Samples + UsualSamples - 1) / UsualSamples);
        return (source.Samples / chunks) + (source.Samples / Math.Max(1, source.Count));
    }

    /// <summary>Into how many slabs to cut an array.</summary>
    public static long SlabsOf(long values, PackOptions options) => options.Preset == PackPreset.Fast
        ? (values + FastSamples - 1) / FastSamples
        : Math.Clamp(values / WorthSplitting, 1, ChunksWanted);

    /// <summary>Cuts the stream of bytes.</summary>
    public static IReadOnlyList<ChunkRange> OfBytes(long length)
    {
        var ranges = new List<ChunkRange>();
        for (var first = 0L; first < length; first += MaxBytes)
        {
            var count = (int)Math.Min(MaxBytes, length - first);
            ranges.Add(new ChunkRange(first, count, count));
        }

        return ranges;
    }
}
