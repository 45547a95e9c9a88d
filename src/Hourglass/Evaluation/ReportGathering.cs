using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>Gathers what a report shows. Memory follows what is shown, not the data: samples are reduced as soon as they are rebuilt.</summary>
internal sealed class ReportGathering(Autoencoder model, DataSet data, EvaluationResult result, CancellationToken cancellation)
{
    /// <summary>Samples with the largest errors that are shown.</summary>
    public const int WorstCount = 20;

    /// <summary>The most samples on the map.</summary>
    public const int MapCount = 1500;

    /// <summary>The fewest samples that make a map.</summary>
    public const int MapLeast = 5;

    private const ulong Seed = 42;
    private const ulong Stream = 0x7265706F7274; // "report"
    private const int ValuesAtOnce = 1 << 24;
    private const int SamplesAtOnce = 64;

    private readonly int _size = data.Shape.Size;
    private readonly SampleShape _drawn = ReportPictures.Drawn(data.Shape);
    private readonly Pca? _pca = Pca.FromTensors(model.Baseline);

    /// <summary>Reads, encodes and rebuilds what is shown.</summary>
    /// <exception cref="ArgumentException">The figures are of another number of samples than the data.</exception>
    public ReportContent Gather(IReadOnlyList<EpochRecord> history, IReadOnlyList<(string Name, string Value)> recipe)
    {
        if (result.SampleErrors.Length != data.Count)
            throw new ArgumentException($"The figures are of {result.SampleErrors.Length} samples, the data has {data.Count}; evaluate this data first.", nameof(result));
        return new ReportContent
        {
            Model = model.Info.Architecture.Name,
            Producer = model.Info.Producer,
            TrainingData = model.Info.Data,
            Training = (model.Info.Samples, model.Info.Epochs, model.Info.TrainingSeconds),
            Result = result,
            History = history,
            Recipe = recipe,
            LabelNames = data.HasLabels ? data.LabelNames : [],
            Drawn = _drawn,
            Shown = Rebuild(ChooseShown(data.Labels(), data.Count, ReportSamples.ShownCount(data.Shape))),
            Worst = Rebuild(ChooseWorst(result.SampleErrors, WorstCount)),
            Map = data.Count < MapLeast ? null : Map(),
        };
    }

    /// <summary>Indices of a random but always the same choice, as many of each label as of any other, in the order of the labels.</summary>
    public static int[] ChooseShown(int[]? labels, int count, int most)
    {
        var order = new Rng(Seed, Stream).Permutation(count);
        if (labels is null)
            return [.. order.Take(most)];
        var rank = new Dictionary<int, int>();
        var ranked = order.Select(index =>
        {
            rank[labels[index]] = rank.GetValueOrDefault(labels[index]) + 1;
            return (Index: index, Rank: rank[labels[index]]);
        }).ToArray();
        return [.. ranked.OrderBy(sample => sample.Rank).Take(most).Select(sample => sample.Index).OrderBy(index => labels[index])];
    }

    /// <summary>Indices of the largest errors, largest first; no number counts as the largest of all.</summary>
    public static int[] ChooseWorst(float[] errors, int most) =>
        [.. Enumerable.Range(0, errors.Length).OrderByDescending(index => float.IsNaN(errors[index]) ? float.PositiveInfinity : errors[index]).Take(most)];

    private ReportSample[] Rebuild(int[] indices)
    {
        var samples = new List<ReportSample>();
        foreach (var chunk in indices.Chunk(Math.Clamp(ValuesAtOnce / _size, 1, SamplesAtOnce)))
        {
            cancellation.ThrowIfCancellationRequested();
            var (originals, codes) = Encode(chunk);
            var rebuilt = new float[originals.Length];
            model.Decode(codes, rebuilt);
            Normalize(originals);
            Normalize(rebuilt);
            var linear = Project(originals, chunk.Length);
            for (var i = 0; i < chunk.Length; i++)
                samples.Add(new ReportSample(
                    data.NameOf(chunk[i]), Label(chunk[i]), result.SampleErrors[chunk[i]], Reduced(originals, i), Reduced(rebuilt, i),
                    linear is null ? null : Reduced(linear, i), codes[(i * model.CodeLength)..((i + 1) * model.CodeLength)]));
        }

        return [.. samples];
    }

    private ReportMap Map()
    {
        var indices = Spacing.Even(data.Count, MapCount);
        var count = indices.Length;
        var thumb = ReportPictures.Thumb(data.Shape, count);
        var thumbs = new float[count * thumb.Size];
        var codes = new float[count * model.CodeLength];
        var done = 0;
        foreach (var chunk in indices.Chunk(Math.Clamp(ValuesAtOnce / _size, 1, SamplesAtOnce)))
        {
            cancellation.ThrowIfCancellationRequested();
            var (samples, encoded) = Encode(chunk);
            encoded.CopyTo(codes, done * model.CodeLength);
            Normalize(samples);
            for (var i = 0; i < chunk.Length && thumb.Size > 0; i++)
                ReportPictures.Reduce(samples.AsSpan(i * _size, _size), data.Shape, thumb, thumbs.AsSpan((done + i) * thumb.Size, thumb.Size));
            done += chunk.Length;
        }

        var map = LatentMap.Arrange(codes, model.CodeLength, indices, cancellation);
        return new ReportMap(
            map.X, map.Y, [.. indices.Select(data.NameOf)], [.. indices.Select(Label)], [.. indices.Select(index => (double)result.SampleErrors[index])],
            thumb, thumbs);
    }

    private (float[] Samples, float[] Codes) Encode(int[] indices)
    {
        var samples = new float[indices.Length * _size];
        data.Read(indices, samples);
        var codes = new float[indices.Length * model.CodeLength];
        model.Encode(samples, codes);
        return (samples, codes);
    }

    private float[]? Project(float[] samples, int count)
    {
        if (_pca is null)
            return null;
        var codes = new float[count * _pca.CodeLength];
        var projected = new float[samples.Length];
        _pca.Encode(samples, codes);
        _pca.Decode(codes, projected);
        return projected;
    }

    private void Normalize(float[] values)
    {
        var normalization = model.Info.Normalization;
        for (var i = 0; i < values.Length; i++)
            values[i] = (values[i] - normalization.Low) / normalization.Span;
    }

    private float[] Reduced(float[] samples, int index)
    {
        var reduced = new float[_drawn.Size];
        ReportPictures.Reduce(samples.AsSpan(index * _size, _size), data.Shape, _drawn, reduced);
        return reduced;
    }

    private int Label(int index) => data.HasLabels ? data.LabelOf(index) : -1;
}
