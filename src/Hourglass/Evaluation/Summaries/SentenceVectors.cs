using Hourglass.Text.Reading;
using MathNet.Numerics.LinearAlgebra;

namespace Hourglass.Evaluation.Summaries;

/// <summary>What the known ways to summarize compute: scores of sentences from their words.</summary>
internal sealed class SentenceVectors
{
    private const double Damping = 0.85;
    private const double LexRankThreshold = 0.1;
    private const double Relevance = 0.7;
    private const int RankSteps = 100;

    private readonly List<string>[] _words;
    private readonly Matrix<double> _rows;
    private readonly Matrix<double> _likeness;

    public SentenceVectors(IReadOnlyList<string> sentences)
    {
        var all = sentences.Select(sentence => Tokens.Of(sentence)).ToList();
        var stop = StopWords.For(all.SelectMany(words => words));
        _words = [.. all.Select(words => words.Where(word => !stop.Contains(word)).ToList())];
        var places = _words.SelectMany(words => words).Distinct().Select((word, place) => (word, place)).ToDictionary(pair => pair.word, pair => pair.place, StringComparer.Ordinal);
        var frequency = _words.SelectMany(words => words.Distinct()).CountBy(word => word).ToDictionary(StringComparer.Ordinal);
        _rows = Matrix<double>.Build.Dense(sentences.Count, Math.Max(1, places.Count));
        for (var i = 0; i < _words.Length; i++)
        {
            foreach (var word in _words[i])
                _rows[i, places[word]] += Math.Log((1.0 + _words.Length) / (1 + frequency[word])) + 1;
        }

        var unit = _rows.NormalizeRows(2).Map(value => double.IsFinite(value) ? value : 0);
        _likeness = unit * unit.Transpose();
    }

    /// <summary>The cosine of each sentence with the sum of all.</summary>
    public double[] Centroid() => [.. _likeness.RowSums()];

    /// <summary>Carbonell and Goldstein, 1998: likeness to the text, less the greatest likeness to what was picked.</summary>
    public IReadOnlyList<int> MarginalRelevance(int count)
    {
        var relevance = _likeness.RowSums() / Math.Sqrt(Math.Max(1e-12, _likeness.RowSums().Sum()));
        var picked = new List<int>();
        while (picked.Count < Math.Min(count, _words.Length))
        {
            picked.Add(Enumerable.Range(0, _words.Length).Except(picked)
                .MaxBy(i => Relevance * relevance[i] - (1 - Relevance) * picked.Select(j => _likeness[i, j]).DefaultIfEmpty(0).Max()));
        }

        return picked;
    }

    /// <summary>Mihalcea and Tarau, 2004: PageRank of shared words over the logarithms of the lengths.</summary>
    public double[] TextRank()
    {
        var sets = _words.Select(words => words.ToHashSet(StringComparer.Ordinal)).ToArray();
        return PageRank((i, j) =>
        {
            var lengths = Math.Log(Math.Max(1, _words[i].Count)) + Math.Log(Math.Max(1, _words[j].Count));
            return lengths > 0 ? sets[i].Count(sets[j].Contains) / lengths : 0;
        });
    }

    /// <summary>Erkan and Radev, 2004: PageRank on the graph of sentences whose cosine is above 0.1.</summary>
    public double[] LexRank() => PageRank((i, j) => _likeness[i, j] > LexRankThreshold ? 1 : 0);

    /// <summary>Steinberger and Jezek, 2004: the length of each sentence in the space of the strongest topics.</summary>
    public double[] LatentLengths()
    {
        var gram = (_rows * _rows.Transpose()).Evd(Symmetricity.Symmetric);
        var values = gram.EigenValues.Select(value => Math.Max(0, value.Real)).ToArray();
        var strong = Enumerable.Range(0, values.Length).Where(k => Math.Sqrt(values[k]) > 0.5 * Math.Sqrt(values.Max())).ToArray();
        return [.. Enumerable.Range(0, _words.Length).Select(i => Math.Sqrt(strong.Sum(k => values[k] * Math.Pow(gram.EigenVectors[i, k], 2))))];
    }

    /// <summary>Nenkova and Vanderwende, 2005: the best sentence with the likeliest word, whose words then count less.</summary>
    public IReadOnlyList<int> SumBasic(int count)
    {
        var total = Math.Max(1, _words.Sum(words => words.Count));
        var chances = _words.SelectMany(words => words).CountBy(word => word).ToDictionary(pair => pair.Key, pair => (double)pair.Value / total, StringComparer.Ordinal);
        var left = Enumerable.Range(0, _words.Length).ToList();
        var picked = new List<int>();
        while (picked.Count < count && left.Count > 0)
        {
            var likeliest = left.SelectMany(i => _words[i]).DefaultIfEmpty("").MaxBy(word => chances.GetValueOrDefault(word))!;
            var with = left.Where(i => _words[i].Contains(likeliest)).DefaultIfEmpty(left[0]);
            var best = with.MaxBy(i => _words[i].Select(word => chances[word]).DefaultIfEmpty(0).Average());
            picked.Add(best);
            left.Remove(best);
            foreach (var word in _words[best].Distinct())
                chances[word] *= chances[word];
        }

        return picked;
    }

    private double[] PageRank(Func<int, int, double> weight)
    {
        var count = _words.Length;
        var edges = Matrix<double>.Build.Dense(count, count, (i, j) => i == j ? 0 : weight(i, j));
        var sums = edges.RowSums();
        var steps = Matrix<double>.Build.Dense(count, count, (i, j) => sums[i] > 0 ? edges[i, j] / sums[i] : 1.0 / count).Transpose();
        var rank = Vector<double>.Build.Dense(count, 1.0 / count);
        for (var step = 0; step < RankSteps; step++)
            rank = steps * rank * Damping + (1 - Damping) / count;
        return [.. rank];
    }
}
