using System.Diagnostics;
using System.Numerics.Tensors;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Outliers.Pictures;

namespace Hourglass.Runs;

/// <summary>Ranks pictures by how little they belong: to normal ones, or to each other.</summary>
public sealed class PictureOutlierJob
{
    /// <summary>Pictures with a longer side are judged by their small places, shorter ones as a whole.</summary>
    public const int LongestWhole = 64;

    /// <summary>The fewest normal pictures.</summary>
    public const int FewestNormals = 16;

    private const int Shares = 2;
    private const long ValuesAtOnce = 1L << 25;
    private const int LinearCodeLength = 32;

    private readonly PictureOutlierPlan _plan;
    private readonly DataSet _data;
    private readonly SampleShape _shape;
    private readonly (float Low, float High) _range;
    private readonly IProgress<DataProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly PictureScore[] _scores;
    private readonly double[][] _simple;
    private double _simpleSeconds;
    private int _done;

    private PictureOutlierJob(DataSet data, PictureOutlierPlan plan, (float Low, float High) range, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        (_data, _plan, _range, _progress, _cancellation) = (data, plan, range, progress, cancellation);
        _shape = data.Shape;
        _scores = new PictureScore[data.Count];
        _simple = [new double[data.Count], new double[data.Count]];
    }

    private bool IsWhole => Math.Max(_shape.Width, _shape.Height) <= LongestWhole;

    private SampleShape Seen => ReportPictures.Within(_shape, PictureCodes.LongestSide);

    /// <summary>Ranks all pictures of a data set.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="normals">Pictures of the same shape that belong; null to judge each half of the data by the other.</param>
    /// <param name="plan">How.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellation">Stops; no file is left.</param>
    /// <exception cref="ArgumentException">The plan names a network without a code, or nothing to train it by.</exception>
    /// <exception cref="DataException">They are no pictures, too few or too many, of different shapes, or one cannot be read.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static PictureOutlierReport Run(
        DataSet data, DataSet? normals, PictureOutlierPlan plan, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var start = Stopwatch.GetTimestamp();
        Check(data, normals);
        CheckNetwork(data, plan);
        var job = new PictureOutlierJob(data, plan, (normals ?? data).FindRange(cancellation), progress, cancellation);
        var all = Enumerable.Range(0, data.Count).ToArray();
        if (normals is not null)
        {
            job.Judge(normals, [.. Enumerable.Range(0, normals.Count)], all);
        }
        else
        {
            for (var share = 0; share < Shares; share++)
                job.Judge(data, [.. all.Where(i => i % Shares != share)], [.. all.Where(i => i % Shares == share)]);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds - job._simpleSeconds;
        var report = job.Report((normals ?? data).Count, seconds);
        return plan.Output is null ? report : report with { Files = PictureOutlierFiles.Write(plan.Output, data, report, job._scores) };
    }

    private static void CheckNetwork(DataSet data, PictureOutlierPlan plan)
    {
        if (plan.Model is not { } model)
            return;
        if (plan.Train is null || !NetworkOutliers.IsUsable(model))
            throw new ArgumentException($"The plan names the network '{model}', which is none with a code, or nothing to train it by.", nameof(plan));
        if (Math.Max(data.Shape.Width, data.Shape.Height) > LongestWhole)
            throw new DataException($"{data.Name} has pictures of {data.Shape.Width}x{data.Shape.Height}; {model} judges those of at most {LongestWhole} pixels a side: leave it out, or name smaller ones.");
    }

    private static void Check(DataSet data, DataSet? normals)
    {
        if (!ReportPictures.ArePictures(data.Shape))
            throw new DataException($"{data.Name} holds no pictures but vectors of {data.Shape.Size} values; save them as a table.");
        if (normals is not null && normals.Shape != data.Shape)
            throw new DataException($"{normals.Name} has pictures of {normals.Shape}, {data.Name} of {data.Shape}; bring them to one size.");
        var (fitted, name) = normals is null ? (data.Count / Shares, data.Name) : (normals.Count, normals.Name);
        if (fitted < FewestNormals)
            throw new DataException($"{name} has {(normals ?? data).Count} pictures; at least {(normals is null ? Shares : 1) * FewestNormals} are needed to tell what is normal.");
        if ((long)fitted * data.Shape.Size > LabelledCodes.MostValues)
            throw new DataException($"{name} has {fitted} pictures of {data.Shape.Size} values, more than {LabelledCodes.MostValues} in all; use --limit.");
    }

    /// <summary>Fits on some pictures and scores others, a part at a time.</summary>
    private void Judge(DataSet normals, int[] fitted, int[] asked)
    {
        _progress?.Report(new DataProgress("learning", 0, 0));
        var pictures = Read(normals, fitted, IsWhole ? Seen : _shape);
        IPictureScorer scorer = _plan.Model is { } model
            ? NetworkOutliers.Fit(model, _plan.Train!, pictures, Seen, _range, _plan.Seed, _plan.Threads, _progress, _cancellation)
            : IsWhole
            ? OneClassCodes.Fit(pictures, Seen, _range, _plan.Seed, _plan.Threads, _cancellation)
            : PatchOutliers.Fit(pictures, _shape, _range, _plan.Seed, _plan.Threads, _cancellation);
        var atOnce = (int)Math.Max(1, ValuesAtOnce / _shape.Size);
        var simple = Simple(normals, fitted);
        for (var first = 0; first < asked.Length; first += atOnce)
        {
            var some = asked[first..Math.Min(asked.Length, first + atOnce)];
            var found = scorer.Score(Read(_data, some, IsWhole ? Seen : _shape), _cancellation);
            for (var i = 0; i < some.Length; i++)
                _scores[some[i]] = found[i];
            simple(some);
            _done += some.Length;
            _progress?.Report(new DataProgress("judging", _done, _data.Count));
        }
    }

    /// <summary>What stands beside: the error of a linear autoencoder, and the distance to the nearest picture.</summary>
    private Action<int[]> Simple(DataSet normals, int[] fitted)
    {
        var start = Stopwatch.GetTimestamp();
        var size = Seen.Size;
        var known = Read(normals, fitted, Seen);
        var pca = Pca.Fit(known, size, LinearCodeLength, _plan.Seed);
        _simpleSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        return some =>
        {
            var from = Stopwatch.GetTimestamp();
            var asked = Read(_data, some, Seen);
            var (codes, rebuilt) = (new float[some.Length * pca.CodeLength], new float[asked.Length]);
            pca.Encode(asked, codes);
            pca.Decode(codes, rebuilt);
            var nearest = NearestNeighbors.Find(known, asked, size, 1, _cancellation);
            for (var i = 0; i < some.Length; i++)
            {
                var sample = asked.AsSpan(i * size, size);
                _simple[0][some[i]] = TensorPrimitives.Distance<float>(sample, rebuilt.AsSpan(i * size, size));
                _simple[1][some[i]] = TensorPrimitives.Distance<float>(sample, known.AsSpan(nearest[i] * size, size));
            }

            _simpleSeconds += Stopwatch.GetElapsedTime(from).TotalSeconds;
        };
    }

    private float[] Read(DataSet data, int[] indices, SampleShape shape)
    {
        var samples = new float[indices.Length * shape.Size];
        var stored = new float[data.Shape.Size];
        for (var i = 0; i < indices.Length; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            data.Read(indices[i], stored);
            if (shape == data.Shape)
                stored.CopyTo(samples.AsSpan(i * shape.Size));
            else
                ReportPictures.Reduce(stored, data.Shape, shape, samples.AsSpan(i * shape.Size, shape.Size));
        }

        return samples;
    }

    private PictureOutlierReport Report(int normals, double seconds)
    {
        var order = Enumerable.Range(0, _scores.Length).OrderByDescending(i => _scores[i].Score).ThenBy(i => i);
        return new PictureOutlierReport(
            _data.Name, normals, [.. order.Select(Ranked)],
            [new($"PCA-{LinearCodeLength} error", _simple[0], _simpleSeconds), new("1-NN of pixels", _simple[1], _simpleSeconds)], seconds, [], _data.Problems)
        {
            Model = _plan.Model,
        };

        RankedPicture Ranked(int i)
        {
            var (score, peak) = (_scores[i], _scores[i].Heat?.Peak);
            var label = _data.HasLabels ? _data.LabelNames[_data.LabelOf(i)] : null;
            return new(i, _data.NameOf(i), label, score.Score, score.PValue, score.PValue <= _plan.FalseAlarms, peak?.X, peak?.Y);
        }
    }
}
