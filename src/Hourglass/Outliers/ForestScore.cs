using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>How few random cuts set a row apart: the Isolation Forest of Liu, Ting and Zhou (ICDM 2008).</summary>
internal sealed class ForestScore : IOutlierScore
{
    /// <summary>Its name.</summary>
    public const string Name = "forest";

    private const ulong Stream = 0xF0;
    private const int Trees = 200;
    private const int SampleRows = 256;

    private readonly IsolationTree[] _trees;

    private ForestScore(IsolationTree[] trees) => _trees = trees;

    /// <inheritdoc/>
    public string Id => Name;

    /// <summary>Grows the trees, each on a few rows.</summary>
    public static FittedScore Fit(Fitting fitting)
    {
        var rows = fitting.Rows;
        var size = Math.Min(SampleRows, Math.Max(2, rows.Count / 2));
        var (trees, samples) = (new IsolationTree[Trees], new HashSet<int>[Trees]);
        Parallel.For(0, Trees, new ParallelOptions { MaxDegreeOfParallelism = fitting.Threads, CancellationToken = fitting.Cancellation }, i =>
        {
            var rng = new Rng(fitting.Seed, Stream + ((ulong)i << 8));
            var sample = Draw.Some(rng, rows.Count, size);
            samples[i] = [.. sample];
            trees[i] = IsolationTree.Grow(rows.On(FeatureScale.Standard), rows.Features, sample, rng);
        });
        var heldOut = new double[rows.Count];
        RowRanges.Run(rows.Count, fitting.Threads, fitting.Cancellation, (first, count) =>
        {
            for (var row = first; row < first + count; row++)
            {
                var (sum, used) = (0.0, 0);
                for (var i = 0; i < Trees; i++)
                {
                    if (!samples[i].Contains(row))
                        (sum, used) = (sum + trees[i].Depth(rows.Row(FeatureScale.Standard, row)), used + 1);
                }

                heldOut[row] = -sum / Math.Max(1, used);
            }
        });
        return new FittedScore(new ForestScore(trees), heldOut);
    }

    /// <inheritdoc/>
    public void Score(FeatureRows rows, int first, Span<double> scores)
    {
        scores.Clear();
        foreach (var tree in _trees)
        {
            for (var i = 0; i < scores.Length; i++)
                scores[i] -= tree.Depth(rows.Row(FeatureScale.Standard, first + i));
        }

        for (var i = 0; i < scores.Length; i++)
            scores[i] /= _trees.Length;
    }

    /// <inheritdoc/>
    public IEnumerable<WeightTensor> ToTensors() => _trees.Select((tree, i) => tree.ToTensor($"{Name}.{i}"));

    /// <summary>Reads what <see cref="ToTensors"/> gave.</summary>
    /// <exception cref="ModelFormatException">The arrays are not those of a forest over so many features.</exception>
    public static ForestScore Read(TensorReader tensors, int features) =>
        new([.. Enumerable.Range(0, Trees).Select(i => IsolationTree.Read(tensors, $"{Name}.{i}", features))]);
}
