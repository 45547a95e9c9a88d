using System.Diagnostics;
using System.Numerics.Tensors;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Outliers.Labels;

namespace Hourglass.Runs;

/// <summary>Changes some labels and sees who finds them: the ranking, and beside it what a sceptic would try.</summary>
internal sealed class LabelCheck
{
    /// <summary>The length of the linear codes that the simpler ways work on.</summary>
    public const int LinearCodeLength = 64;

    private const ulong Stream = 0x706c616e; // "plan"
    private const int Folds = 3;

    private readonly MislabelsPlan _plan;
    private readonly LabelledCodes _codes;
    private readonly int[] _given;
    private readonly bool[] _planted;

    private LabelCheck(MislabelsPlan plan, LabelledCodes codes)
    {
        (_plan, _codes, _given, _planted) = (plan, codes, [.. codes.Given], new bool[codes.Given.Length]);
        var random = new Rng(plan.Seed, Stream);
        var similar = plan.Noise == PlantedNoise.Similar ? MostSimilar(codes) : null;
        foreach (var i in random.Permutation(_given.Length).Take((int)Math.Round(plan.Planted * _given.Length)))
        {
            _given[i] = similar?[_given[i]] ?? (_given[i] + 1 + random.NextInt(codes.LabelCount - 1)) % codes.LabelCount;
            _planted[i] = true;
        }
    }

    /// <summary>Runs all ways on the same changed labels.</summary>
    public static IReadOnlyList<LabelCheckRow> Run(MislabelsPlan plan, LabelledCodes codes, CancellationToken cancellation)
    {
        var check = new LabelCheck(plan, codes);
        if (!check._planted.Contains(true))
            return [];
        var (start, prepared) = (Stopwatch.GetTimestamp(), codes.Seconds);
        var scores = new float[check._given.Length];
        foreach (var suspect in LabelRanking.Of(codes.Codes, codes.CodeLength, codes.Neighbors, check._given, codes.LabelCount, plan.Threads, cancellation).Suspects)
            scores[suspect.Index] = (float)suspect.LogOdds;
        var rows = new List<LabelCheckRow> { check.Row("hourglass", scores, prepared + Since(ref start)) };

        var pca = Pca.Fit(codes.Samples, codes.SampleSize, LinearCodeLength, plan.Seed);
        var linear = new float[check._given.Length * pca.CodeLength];
        pca.Encode(codes.Samples, linear);
        var linearSeconds = Since(ref start);
        var neighbors = LabelNeighbors.Find(linear, pca.CodeLength, plan.Threads, cancellation: cancellation);
        rows.Add(check.Row($"k-NN disagreement, PCA-{pca.CodeLength}", check.Disagreement(neighbors), linearSeconds + Since(ref start)));
        rows.Add(check.Row($"confident learning, linear probe on PCA-{pca.CodeLength}", check.SelfConfidence(linear, pca.CodeLength, cancellation), linearSeconds + Since(ref start)));
        return rows;
    }

    private static double Since(ref long start)
    {
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        return seconds;
    }

    /// <summary>For each label the one whose mean code is nearest.</summary>
    private static int[] MostSimilar(LabelledCodes codes)
    {
        var (size, labels) = (codes.CodeLength, codes.LabelCount);
        var (means, counts) = (new float[labels * size], new int[labels]);
        for (var i = 0; i < codes.Given.Length; i++)
        {
            var mean = means.AsSpan(codes.Given[i] * size, size);
            TensorPrimitives.Add(mean, codes.Codes.AsSpan(i * size, size), mean);
            counts[codes.Given[i]]++;
        }

        for (var label = 0; label < labels; label++)
            TensorPrimitives.Divide(means.AsSpan(label * size, size), Math.Max(counts[label], 1), means.AsSpan(label * size, size));
        return
        [
            .. Enumerable.Range(0, labels).Select(label => Enumerable.Range(0, labels).Where(other => other != label)
                .MinBy(other => TensorPrimitives.Distance<float>(means.AsSpan(label * size, size), means.AsSpan(other * size, size)))),
        ];
    }

    /// <summary>How much more the neighbors vote for the best other label than for the given one.</summary>
    private float[] Disagreement(LabelNeighbors neighbors)
    {
        var labels = _codes.LabelCount;
        var beliefs = new float[_given.Length * labels];
        for (var i = 0; i < _given.Length; i++)
            beliefs[i * labels + _given[i]] = 1;
        var votes = neighbors.Vote(beliefs, labels);
        return [.. _given.Select((given, i) => Margin(votes.AsSpan(i * labels, labels), given))];
    }

    /// <summary>Ranking by self-confidence: the probability that probes which never saw a sample give its label (Northcutt and others, 2021, arXiv 1911.00068).</summary>
    private float[] SelfConfidence(float[] codes, int size, CancellationToken cancellation)
    {
        var scores = new float[_given.Length];
        for (var fold = 0; fold < Folds; fold++)
        {
            var seen = Enumerable.Range(0, _given.Length).Where(i => i % Folds != fold).ToArray();
            var asked = Enumerable.Range(0, _given.Length).Where(i => i % Folds == fold).ToArray();
            var probe = LinearProbe.Fit(Rows(codes, size, seen), [.. seen.Select(i => _given[i])], size, cancellation);
            var probabilities = probe.Probabilities(Rows(codes, size, asked));
            var labels = probabilities.Length / Math.Max(asked.Length, 1);
            for (var i = 0; i < asked.Length; i++)
                scores[asked[i]] = _given[asked[i]] < labels ? -probabilities[i * labels + _given[asked[i]]] : 0;
        }

        return scores;
    }

    private static float[] Rows(float[] codes, int size, int[] indices)
    {
        var rows = new float[indices.Length * size];
        for (var i = 0; i < indices.Length; i++)
            codes.AsSpan(indices[i] * size, size).CopyTo(rows.AsSpan(i * size));
        return rows;
    }

    private static float Margin(Span<float> votes, int given)
    {
        var own = votes[given];
        votes[given] = float.NegativeInfinity;
        return TensorPrimitives.Max<float>(votes) - own;
    }

    private LabelCheckRow Row(string method, float[] scores, double seconds)
    {
        var order = Enumerable.Range(0, scores.Length).ToArray();
        Array.Sort(order, (a, b) => scores[b].CompareTo(scores[a]) is var by and not 0 ? by : a.CompareTo(b));
        var count = _planted.Count(planted => planted);
        return new LabelCheckRow(method, order.Take(count).Count(i => _planted[i]) / (double)count, Auroc(order, scores), seconds);
    }

    /// <summary>The share of pairs in order; equal scores count half.</summary>
    private double Auroc(int[] order, float[] scores)
    {
        var (before, pairs, count) = (0.0, 0.0, _planted.Count(planted => planted));
        for (var at = 0; at < order.Length;)
        {
            var (hits, others, end) = (0, 0, at);
            for (; end < order.Length && scores[order[end]] == scores[order[at]]; end++)
                _ = _planted[order[end]] ? hits++ : others++;
            pairs += others * (before + hits / 2.0);
            before += hits;
            at = end;
        }

        return pairs / ((double)count * (order.Length - count));
    }
}
