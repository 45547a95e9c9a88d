using Hourglass.Text.Reading;

namespace Hourglass.Text.Summaries;

/// <summary>Sparse codes of sentences, of length 1: how often each word that says something stands in it, and, for half as much, each pair of them.</summary>
/// <remarks>Where the language is not known, a word weighs the less the more sentences it stands in.</remarks>
internal sealed class SentenceCodes
{
    private const double PairWeight = 0.5;

    private readonly Dictionary<string, int> _terms = new(StringComparer.Ordinal);

    /// <summary>Codes of a text's sentences.</summary>
    public SentenceCodes(IReadOnlyList<string> sentences)
    {
        var words = sentences.Select(sentence => Tokens.Of(sentence)).ToList();
        var stop = StopWords.For(words.SelectMany(list => list));
        var counts = words.Select(list => Count(list, stop)).ToList();
        var weights = stop.Count > 0 ? null : Rarity(counts);
        Rows = [.. counts.Select(count => Normalized(count, weights))];
        Keys = [.. words.Select(list => string.Join(' ', list))];
    }

    /// <summary>The terms of each sentence with their weights; none for a sentence without a word that says something.</summary>
    public IReadOnlyList<(int Term, double Weight)[]> Rows { get; }

    /// <summary>The words of each sentence: equal where one repeats another.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>How many different terms there are.</summary>
    public int Length => _terms.Count;

    /// <summary>The sum of the codes.</summary>
    public double[] Sum()
    {
        var sum = new double[Length];
        foreach (var row in Rows)
            Add(row, 1, sum);
        return sum;
    }

    /// <summary>Adds a code times a factor.</summary>
    public static void Add((int Term, double Weight)[] row, double factor, double[] to)
    {
        foreach (var (term, weight) in row)
            to[term] += factor * weight;
    }

    /// <summary>The inner product of a code and a vector of all terms.</summary>
    public static double Dot((int Term, double Weight)[] row, double[] with)
    {
        var sum = 0.0;
        foreach (var (term, weight) in row)
            sum += weight * with[term];
        return sum;
    }

    private Dictionary<int, double> Count(List<string> words, IReadOnlySet<string> stop)
    {
        var counts = new Dictionary<int, double>();
        string? before = null;
        foreach (var word in words)
        {
            if (stop.Contains(word) || (stop.Count > 0 && word.Length < 2))
                continue;
            Increase(word, 1);
            if (before is not null)
                Increase($"{before} {word}", PairWeight);
            before = word;
        }

        return counts;

        void Increase(string term, double by)
        {
            if (!_terms.TryGetValue(term, out var index))
                _terms.Add(term, index = _terms.Count);
            counts[index] = counts.GetValueOrDefault(index) + by;
        }
    }

    private double[] Rarity(List<Dictionary<int, double>> counts)
    {
        var sentences = new double[_terms.Count];
        foreach (var term in counts.SelectMany(count => count.Keys))
            sentences[term]++;
        return [.. sentences.Select(frequency => Math.Log(1 + counts.Count / frequency))];
    }

    private static (int Term, double Weight)[] Normalized(Dictionary<int, double> counts, double[]? weights)
    {
        var row = counts.Select(pair => (Term: pair.Key, Weight: pair.Value * (weights?[pair.Key] ?? 1))).OrderBy(pair => pair.Term).ToArray();
        var length = Math.Sqrt(row.Sum(pair => pair.Weight * pair.Weight));
        for (var i = 0; i < row.Length; i++)
            row[i].Weight /= length;
        return row;
    }
}
