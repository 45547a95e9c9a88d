using Hourglass.Archives.Pixels;

namespace Hourglass.Archives.Codes;

/// <summary>Measures codecs of codes on data: every chunk is coded, decoded and compared.</summary>
internal sealed class RateMeasure
{
    private readonly IReadOnlyList<IReadOnlyList<Raster>> _chunks;
    private readonly int _threads;

    /// <summary>For pictures in chunks.</summary>
    /// <param name="pictures">One or more, all with the same channels and levels.</param>
    /// <param name="picturesPerChunk">At least 1.</param>
    /// <param name="threads">Chunks that are measured at a time.</param>
    public RateMeasure(IReadOnlyList<Raster> pictures, int picturesPerChunk, int threads)
    {
        (Pictures, _threads) = (pictures, threads);
        _chunks = [.. pictures.Chunk(picturesPerChunk)];
        Samples = pictures.Sum(picture => (long)picture.Samples.Length);
        RawBytes = Samples * (pictures[0].Levels > 256 ? 2 : 1);
    }

    /// <summary>What is measured on.</summary>
    public IReadOnlyList<Raster> Pictures { get; }

    /// <summary>The samples of all pictures.</summary>
    public long Samples { get; }

    /// <summary>The bytes of the samples as they are.</summary>
    public long RawBytes { get; }

    /// <summary>The bytes that a codec makes of the chunks, without its model.</summary>
    public long Length(IPixelCodec codec, Func<Raster, Raster> of, CancellationToken cancellation)
    {
        var total = 0L;
        Parallel.ForEach(
            _chunks, Options(cancellation),
            chunk => Interlocked.Add(ref total, codec.Encode([.. chunk.Select(of)], cancellation).Length));
        return total;
    }

    /// <summary>What a codec costs and gives.</summary>
    public RatePoint Measure(string name, IPixelCodec codec, CancellationToken cancellation)
    {
        var bytes = (long)codec.Model.Length;
        var errors = new double[_chunks.Count][];
        Parallel.For(0, _chunks.Count, Options(cancellation), i =>
        {
            var payload = codec.Encode(_chunks[i], cancellation);
            Interlocked.Add(ref bytes, payload.Length);
            var decoded = Raster.Blank(_chunks[i]);
            codec.Decode(payload, decoded, cancellation);
            errors[i] = [.. _chunks[i].Zip(decoded, (original, likeness) => original.SquaredError(likeness))];
        });
        double[] all = [.. errors.SelectMany(error => error)];
        var means = all.Zip(Pictures, (error, picture) => error / picture.Samples.Length).ToArray();
        var worst = Array.IndexOf(means, means.Max());
        return new RatePoint(
            name, bytes, codec.Model.Length, 8.0 * bytes / Samples, Psnr(all.Sum() / Samples), Psnr(means[worst]), worst);
    }

    private ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };

    private double Psnr(double squaredError) => -10 * Math.Log10(squaredError / Math.Pow(Pictures[0].Levels - 1, 2));
}
