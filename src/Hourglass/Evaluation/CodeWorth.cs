using Hourglass.Data;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>Which labelled codes teach the classifiers and which ones they are asked about; both kinds of codes are judged on the same samples.</summary>
/// <param name="TaughtLabels">The labels of the codes that teach.</param>
/// <param name="AskedLabels">The labels that should be found.</param>
/// <param name="Taught">Which rows of the teaching codes are used; null for all.</param>
/// <param name="Asked">Which rows of the codes are asked about; null for all.</param>
internal sealed record CodeWorth(int[] TaughtLabels, int[] AskedLabels, int[]? Taught, int[]? Asked)
{
    private const ulong Stream = 0x68616C766573; // "halves"

    /// <summary>All of <paramref name="labelled"/> teaches, all of <paramref name="data"/> is asked about. Labels are the same when their names are.</summary>
    public static CodeWorth Between(DataSet labelled, DataSet data)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        return new CodeWorth(Labels(labelled, known), Labels(data, known), null, null);
    }

    /// <summary>A random half of <paramref name="data"/> teaches, the other half is asked about; null when there are fewer than two samples.</summary>
    /// <param name="data">Has labels.</param>
    /// <param name="most">At most so many samples teach.</param>
    /// <param name="seed">Names the choice.</param>
    public static CodeWorth? Halves(DataSet data, int most, ulong seed)
    {
        if (data.Count < 2)
            return null;
        var labels = Labels(data, new Dictionary<string, int>(StringComparer.Ordinal));
        var order = new Rng(seed, Stream).Permutation(data.Count);
        int[] taught = order[..Math.Min(data.Count / 2, most)], asked = order[(data.Count / 2)..];
        return new CodeWorth([.. taught.Select(i => labels[i])], [.. asked.Select(i => labels[i])], taught, asked);
    }

    /// <summary>The shares of the labels asked about that the nearest codes and a linear classifier get right.</summary>
    /// <param name="taught">Codes <c>[M, n]</c> that teach.</param>
    /// <param name="codes">Codes <c>[N, n]</c> that are asked about.</param>
    /// <param name="codeLength">n.</param>
    /// <param name="cancellation">Stops.</param>
    public (double Knn, double Probe) Of(float[] taught, float[] codes, int codeLength, CancellationToken cancellation)
    {
        var (teachers, questions) = (Rows(taught, Taught, codeLength), Rows(codes, Asked, codeLength));
        var nearest = NearestNeighbors.Classify(teachers, TaughtLabels, questions, codeLength, cancellation: cancellation);
        var probe = LinearProbe.Fit(teachers, TaughtLabels, codeLength, cancellation).Classify(questions);
        return (Share(nearest), Share(probe));
    }

    private double Share(int[] answers) => answers.Zip(AskedLabels).Count(pair => pair.First == pair.Second) / (double)answers.Length;

    private static float[] Rows(float[] codes, int[]? rows, int codeLength)
    {
        if (rows is null)
            return codes;
        var chosen = new float[rows.Length * codeLength];
        for (var i = 0; i < rows.Length; i++)
            codes.AsSpan(rows[i] * codeLength, codeLength).CopyTo(chosen.AsSpan(i * codeLength));
        return chosen;
    }

    private static int[] Labels(DataSet data, Dictionary<string, int> known)
    {
        var labels = data.Labels() ?? throw new InvalidOperationException($"{data.Name} has no labels.");
        for (var i = 0; i < labels.Length; i++)
        {
            var name = labels[i] < data.LabelNames.Count ? data.LabelNames[labels[i]] : $"{labels[i]}";
            if (!known.TryGetValue(name, out var index))
                known.Add(name, index = known.Count);
            labels[i] = index;
        }

        return labels;
    }
}
