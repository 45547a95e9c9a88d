using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Outliers.Pictures;

/// <summary>Scores large pictures by their strangest small places, at several scales, and shows where those are.</summary>
/// <remarks>
/// For each scale a <see cref="PatchDictionary"/> gives a map of distances. Every normal picture, judged by a dictionary of others, says what
/// distance its strangest places reach; maps in that unit are averaged, and a picture's score is the mean of its strangest places. The
/// dictionaries in use know all normal pictures, a little more than those that judged them (cross-conformal: Vovk, 2015, arXiv 1208.0806).
/// </remarks>
public sealed class PatchOutliers : IPictureScorer
{
    private const int Step = 6;
    private const int Strangest = 20;
    private const int Folds = 3;

    /// <summary>The windows: how often smaller the picture is made, and their side on it.</summary>
    private static readonly (int Factor, int Side)[] Scales = [(1, 16), (2, 12), (3, 11)];

    private readonly SampleShape _shape;
    private readonly (float Low, float High) _range;
    private readonly int _threads;
    private readonly PatchWindows[] _windows;
    private readonly PatchDictionary[] _dictionaries;
    private readonly double[] _units;
    private readonly HeldOut _held;

    private PatchOutliers(float[] pictures, SampleShape shape, (float Low, float High) range, ulong seed, int threads, CancellationToken cancellation)
    {
        (_shape, _range, _threads) = (shape, range, Math.Max(1, threads));
        _windows = [.. Scales.Select(scale => new PatchWindows(shape, scale.Factor, scale.Side))];
        var count = pictures.Length / shape.Size;
        var unseen = new float[count][][];
        for (var fold = 0; fold < Folds; fold++)
        {
            int[] held = [.. Enumerable.Range(0, count).Where(i => i % Folds == fold)];
            var others = Learn(pictures, Enumerable.Range(0, count).Except(held), seed, cancellation);
            Parallel.ForEach(held, Options(cancellation), i => unseen[i] = Maps(Picture(pictures, i), others));
        }

        _dictionaries = Learn(pictures, Enumerable.Range(0, count), seed, cancellation);
        _units = [.. _windows.Select((_, scale) => unseen.Average(map => Top(map[scale])))];
        _held = new HeldOut(unseen.Select(map => Top(Join(map))));
    }

    private int Columns => (_shape.Width + Step - 1) / Step;

    private int Rows => (_shape.Height + Step - 1) / Step;

    /// <summary>Fits on normal pictures.</summary>
    /// <param name="pictures"><c>[N, C, H, W]</c> as stored, N at least 8.</param>
    /// <param name="shape">The shape of one.</param>
    /// <param name="range">The lowest and highest stored value.</param>
    /// <param name="seed">Names random choices.</param>
    /// <param name="threads">How many work.</param>
    /// <param name="cancellation">Stops.</param>
    public static PatchOutliers Fit(
        float[] pictures, SampleShape shape, (float Low, float High) range, ulong seed, int threads, CancellationToken cancellation = default) =>
        new(pictures, shape, range, seed, threads, cancellation);

    /// <inheritdoc />
    public IReadOnlyList<PictureScore> Score(float[] pictures, CancellationToken cancellation = default)
    {
        var scores = new PictureScore[pictures.Length / _shape.Size];
        Parallel.For(0, scores.Length, Options(cancellation), i =>
        {
            var map = Join(Maps(Picture(pictures, i), _dictionaries));
            var top = Top(map);
            scores[i] = new PictureScore(_held.Standardized(top), _held.PValue(top)) { Heat = new HeatMap(Columns, Rows, Step, map) };
        });
        return scores;
    }

    private PatchDictionary[] Learn(float[] pictures, IEnumerable<int> from, ulong seed, CancellationToken cancellation) =>
    [
        .. _windows.Select(windows => PatchDictionary.Learn(
            [.. from.Select(i => windows.Shrink(Picture(pictures, i), _shape, _range))], windows, seed, _threads, cancellation)),
    ];

    private float[][] Maps(float[] picture, PatchDictionary[] dictionaries) =>
        [.. _windows.Select((windows, i) => dictionaries[i].Map(windows.Shrink(picture, _shape, _range), Step / Scales[i].Factor, Columns, Rows))];

    private float[] Join(float[][] maps)
    {
        var joined = new float[maps[0].Length];
        for (var i = 0; i < maps.Length; i++)
            TensorPrimitives.MultiplyAdd(maps[i], (float)(1 / Math.Max(_units[i], 1e-12) / maps.Length), joined, joined);
        return joined;
    }

    private static double Top(float[] map) => map.OrderDescending().Take(Strangest).Average();

    private float[] Picture(float[] pictures, int index) => pictures[(index * _shape.Size)..((index + 1) * _shape.Size)];

    private ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };
}
