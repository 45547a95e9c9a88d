using Hourglass.Numerics;

namespace Hourglass.Outliers.Labels;

/// <summary>The nearest other samples of each sample, and how their labels vote (Cover and Hart, 1967).</summary>
/// <remarks>A sample never votes on itself. The vote of the k-th neighbor weighs <c>1 / sqrt(k)</c>.</remarks>
public sealed class LabelNeighbors
{
    /// <summary>How many neighbors vote.</summary>
    public const int Voters = 10;

    private const double Prior = 0.1;
    private const int QueriesAtOnce = 4096;

    private readonly int[] _nearest;
    private readonly int _voters;

    private LabelNeighbors(int[] nearest, int voters) => (_nearest, _voters) = (nearest, voters);

    /// <summary>Finds them by Euclidean distance, exactly.</summary>
    /// <param name="codes"><c>[N, n]</c>, N at least 2.</param>
    /// <param name="codeLength">n.</param>
    /// <param name="threads">How many work.</param>
    /// <param name="voters">How many neighbors are kept; all others, where there are fewer.</param>
    /// <param name="done">Told how many samples have theirs.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 samples.</exception>
    public static LabelNeighbors Find(
        float[] codes, int codeLength, int threads, int voters = Voters, Action<int>? done = null, CancellationToken cancellation = default)
    {
        var count = codes.Length / codeLength;
        if (count < 2)
            throw new ArgumentException($"{count} samples; at least 2 are needed for one to have a neighbor.", nameof(codes));
        voters = Math.Min(voters, count - 1);
        var (nearest, finished) = (new int[count * voters], 0);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        Parallel.For(0, (count + QueriesAtOnce - 1) / QueriesAtOnce, options, block =>
        {
            var (first, some) = (block * QueriesAtOnce, Math.Min(QueriesAtOnce, count - block * QueriesAtOnce));
            var found = NearestNeighbors.Find(codes, codes.AsSpan(first * codeLength, some * codeLength), codeLength, voters + 1, cancellation);
            for (var i = 0; i < some; i++)
                Others(found.AsSpan(i * (voters + 1), voters + 1), first + i, nearest.AsSpan((first + i) * voters, voters));
            done?.Invoke(Interlocked.Add(ref finished, some));
        });
        return new LabelNeighbors(nearest, voters);
    }

    /// <summary>The logarithm of each label's share of the votes, <c>[N, K]</c>.</summary>
    /// <param name="beliefs">How likely each sample has each label, <c>[N, K]</c>.</param>
    /// <param name="labels">K.</param>
    public float[] Vote(ReadOnlySpan<float> beliefs, int labels)
    {
        var shares = new float[beliefs.Length];
        for (var i = 0; i < beliefs.Length / labels; i++)
        {
            var share = shares.AsSpan(i * labels, labels);
            var all = Prior * labels;
            share.Fill((float)Prior);
            for (var k = 0; k < _voters; k++)
            {
                var weight = 1 / Math.Sqrt(k + 1);
                var belief = beliefs.Slice(_nearest[i * _voters + k] * labels, labels);
                all += weight;
                for (var label = 0; label < labels; label++)
                    share[label] += (float)weight * belief[label];
            }

            for (var label = 0; label < labels; label++)
                share[label] = (float)Math.Log(share[label] / all);
        }

        return shares;
    }

    /// <summary>All but the sample itself; where equal samples pushed it out, all but the last.</summary>
    private static void Others(ReadOnlySpan<int> found, int self, Span<int> others)
    {
        var at = 0;
        foreach (var index in found)
        {
            if (index != self && at < others.Length)
                others[at++] = index;
        }
    }
}
