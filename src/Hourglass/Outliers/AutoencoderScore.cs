using System.Numerics.Tensors;
using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>How badly small autoencoders reconstruct a row: the mean logarithm of their errors. They differ in seed, width, and the rows they saw.</summary>
internal sealed class AutoencoderScore : IOutlierScore
{
    /// <summary>Its name.</summary>
    public const string Name = "autoencoders";

    private const ulong Stream = 0xAE;
    private const int Members = 8;
    private const int MostRows = 4096;
    private const int MostHidden = 64;
    private const float Limit = 8;

    private static readonly double[] CodeShares = [0.25, 0.5];
    private static readonly int[] MostCode = [8, 16, 32];

    private readonly SmallAutoencoder[] _members;

    private AutoencoderScore(SmallAutoencoder[] members) => _members = members;

    /// <inheritdoc/>
    public string Id => Name;

    /// <summary>Trains the ensemble, each member on a half of the rows.</summary>
    public static FittedScore Fit(Fitting fitting)
    {
        var (rows, width) = (fitting.Rows.Compact, fitting.Rows.Compact.Features);
        var (members, samples) = (new SmallAutoencoder[Members], new HashSet<int>[Members]);
        var limited = Limited(rows.On(FeatureScale.Robust, 0, rows.Count));
        Parallel.For(0, Members, new ParallelOptions { MaxDegreeOfParallelism = fitting.Threads, CancellationToken = fitting.Cancellation }, i =>
        {
            var rng = new Rng(fitting.Seed, Stream + ((ulong)i << 8));
            var chosen = Draw.Some(rng, rows.Count, Math.Min(MostRows, Math.Max(1, rows.Count / 2)));
            var code = Math.Clamp((int)Math.Round(width * CodeShares[i % CodeShares.Length]), 1, MostCode[i % MostCode.Length]);
            var hidden = Math.Clamp(2 * width, 8, MostHidden);
            members[i] = SmallAutoencoder.Train(row => limited.AsSpan(row * width, width), chosen, width, hidden, code, rng, fitting.Cancellation);
            samples[i] = [.. chosen];
        });
        var score = new AutoencoderScore(members);
        var heldOut = new double[rows.Count];
        RowRanges.Run(rows.Count, fitting.Threads, fitting.Cancellation, (first, count) =>
            score.Score(rows, first, heldOut.AsSpan(first, count), samples));
        return new FittedScore(score, heldOut);
    }

    /// <inheritdoc/>
    public void Score(FeatureRows rows, int first, Span<double> scores) => Score(rows, first, scores, null);

    /// <inheritdoc/>
    public IEnumerable<WeightTensor> ToTensors() => _members.SelectMany((member, i) => member.ToTensors($"{Name}.{i}"));

    /// <summary>Reads what <see cref="ToTensors"/> gave.</summary>
    /// <exception cref="ModelFormatException">The arrays are not those of this score.</exception>
    public static AutoencoderScore Read(TensorReader tensors, int features) =>
        new([.. Enumerable.Range(0, Members).Select(i => SmallAutoencoder.Read(tensors, $"{Name}.{i}", features))]);

    private void Score(FeatureRows rows, int first, Span<double> scores, HashSet<int>[]? samples)
    {
        var (errors, used) = (new double[RowRanges.Length], new int[RowRanges.Length]);
        for (var at = 0; at < scores.Length; at += RowRanges.Length)
        {
            var count = Math.Min(RowRanges.Length, scores.Length - at);
            var limited = Limited(rows.Compact.On(FeatureScale.Robust, first + at, count));
            var sums = scores.Slice(at, count);
            sums.Clear();
            used.AsSpan().Clear();
            for (var i = 0; i < _members.Length; i++)
            {
                _members[i].Errors(limited, errors.AsSpan(0, count));
                for (var row = 0; row < count; row++)
                {
                    if (samples is not null && samples[i].Contains(first + at + row))
                        continue;
                    sums[row] += Math.Log(errors[row] + 1e-9);
                    used[row]++;
                }
            }

            for (var row = 0; row < count; row++)
                sums[row] /= Math.Max(1, used[row]);
        }
    }

    /// <summary>Values so far out that a network could not follow are cut off.</summary>
    private static float[] Limited(ReadOnlySpan<float> rows)
    {
        var limited = new float[rows.Length];
        TensorPrimitives.Clamp(rows, -Limit, Limit, limited);
        return limited;
    }
}
