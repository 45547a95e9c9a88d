using System.Diagnostics;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Outliers.Labels;
using Hourglass.Outliers.Pictures;

namespace Hourglass.Runs;

/// <summary>The samples of a labelled data set in memory, their codes and who is near to whom; of texts the samples are the codes.</summary>
internal sealed class LabelledCodes
{
    /// <summary>The most values that all samples together may have: 2 GiB of float32.</summary>
    public const long MostValues = 1L << 29;

    private LabelledCodes(float[] samples, int sampleSize, float[] codes, int codeLength, LabelNeighbors neighbors, int[] given, int labels, double seconds) =>
        (Samples, SampleSize, Codes, CodeLength, Neighbors, Given, LabelCount, Seconds) = (samples, sampleSize, codes, codeLength, neighbors, given, labels, seconds);

    /// <summary>The samples <c>[N, D]</c>, pictures at the size that filters see.</summary>
    public float[] Samples { get; }

    /// <summary>D.</summary>
    public int SampleSize { get; }

    /// <summary>The codes <c>[N, n]</c>.</summary>
    public float[] Codes { get; }

    /// <summary>n.</summary>
    public int CodeLength { get; }

    /// <summary>Of the codes.</summary>
    public LabelNeighbors Neighbors { get; }

    /// <summary>N labels.</summary>
    public int[] Given { get; }

    /// <summary>How many labels there are.</summary>
    public int LabelCount { get; }

    /// <summary>How long all this took.</summary>
    public double Seconds { get; }

    /// <summary>Reads all samples and makes their codes.</summary>
    /// <exception cref="DataException">There are no labels, only one, too few samples, or too many for memory.</exception>
    public static LabelledCodes Of(DataSet data, ulong seed, int threads, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var given = data.Labels() ?? throw new DataException(
            $"{data.Name} has no labels; use a folder with one sub-folder for each label, IDX pictures with a file of labels beside them, or a table with --text and --label.");
        if (given.Distinct().Count() < 2)
            throw new DataException($"{data.Name} has only one label ({data.LabelNames[given[0]]}); at least 2 are needed to tell wrong ones.");
        var shape = Seen(data.Shape);
        if ((long)data.Count * shape.Size > MostValues)
            throw new DataException($"{data.Name} has {data.Count} samples of {shape.Size} values, more than {MostValues} in all; use --limit.");
        var samples = Read(data, shape, progress, cancellation);
        var (codes, length) = data.TextOf is null ? Encode(data, samples, shape, seed, threads, progress, cancellation) : (samples, shape.Size);
        var neighbors = LabelNeighbors.Find(
            codes, length, threads, done: done => progress?.Report(new DataProgress("finding neighbors", done, data.Count)), cancellation: cancellation);
        return new LabelledCodes(samples, shape.Size, codes, length, neighbors, given, data.LabelNames.Count, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static (float[] Codes, int Length) Encode(
        DataSet data, float[] samples, SampleShape shape, ulong seed, int threads, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new DataProgress("learning codes", 0, 0));
        var coder = PictureCodes.Learn(samples, shape, data.FindRange(cancellation), seed, threads, cancellation);
        progress?.Report(new DataProgress("coding", 0, 0));
        return (coder.Encode(samples, shape.Size, threads, cancellation), coder.CodeLength);
    }

    private static SampleShape Seen(SampleShape shape) =>
        ReportPictures.ArePictures(shape) ? ReportPictures.Within(shape, PictureCodes.LongestSide) : shape;

    private static float[] Read(DataSet data, SampleShape shape, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var samples = new float[data.Count * shape.Size];
        var stored = new float[data.Shape.Size];
        for (var i = 0; i < data.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            data.Read(i, stored);
            if (shape == data.Shape)
                stored.CopyTo(samples.AsSpan(i * shape.Size));
            else
                ReportPictures.Reduce(stored, data.Shape, shape, samples.AsSpan(i * shape.Size, shape.Size));
            if (i % 1000 == 0)
                progress?.Report(new DataProgress("reading", i, data.Count));
        }

        return samples;
    }
}
