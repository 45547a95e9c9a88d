using System.Globalization;
using System.Numerics.Tensors;
using Hourglass.Text.Words;

namespace Hourglass.Evaluation.Words;

/// <summary>How well vectors agree with what people say of words.</summary>
public static class WordTests
{
    /// <summary>Spearman's correlation between cosines and people's scores.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="pairs">Two words and their score, of any range.</param>
    /// <returns>The correlation, NaN for fewer than two pairs, and how many pairs have both words in the vocabulary; others are left out.</returns>
    public static (double Correlation, int Pairs) Similarity(WordVectors vectors, IEnumerable<(string First, string Second, double Score)> pairs)
    {
        var known = pairs.Select(pair => (A: Place(vectors, pair.First), B: Place(vectors, pair.Second), pair.Score)).Where(pair => pair is { A: >= 0, B: >= 0 }).ToList();
        var cosines = Ranks([.. known.Select(pair => (double)TensorPrimitives.Dot(vectors[pair.A], vectors[pair.B]))]);
        var scores = Ranks([.. known.Select(pair => pair.Score)]);
        return (MathNet.Numerics.Statistics.Correlation.Pearson(cosines, scores), known.Count);
    }

    /// <summary>The share of questions "a is to b as c is to what" whose first answer is right.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="questions">Four words each, the last the answer.</param>
    /// <returns>The share, and how many questions have all words in the vocabulary; others are left out.</returns>
    public static (double Share, int Questions) Analogies(WordVectors vectors, IEnumerable<string[]> questions)
    {
        var known = questions.Select(words => words.Select(word => Place(vectors, word)).ToArray()).Where(places => places.Length == 4 && places.All(place => place >= 0)).ToList();
        var right = known.AsParallel().WithDegreeOfParallelism(2).Count(places =>
            vectors.Analogy(places[0], places[1], places[2], 1)[0].Word == vectors.Vocabulary.Words[places[3]]);
        return ((double)right / known.Count, known.Count);
    }

    /// <summary>Reads <c>word1,word2,score</c> with a line of titles.</summary>
    public static IReadOnlyList<(string First, string Second, double Score)> ReadPairs(string path) =>
    [
        .. File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Where(cells => cells.Length == 3)
            .Select(cells => (cells[0], cells[1], double.Parse(cells[2], CultureInfo.InvariantCulture))),
    ];

    /// <summary>Reads questions, four words a line; lines that begin with a colon are titles.</summary>
    public static IReadOnlyList<string[]> ReadQuestions(string path) =>
        [.. File.ReadLines(path).Where(line => !line.StartsWith(':')).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length == 4)];

    private static int Place(WordVectors vectors, string word) => vectors.Vocabulary.IndexOf(word.ToLowerInvariant());

    private static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Length];
        for (var first = 0; first < order.Length;)
        {
            var last = first;
            while (last + 1 < order.Length && values[order[last + 1]] == values[order[first]])
                last++;
            for (var i = first; i <= last; i++)
                ranks[order[i]] = (first + last) / 2.0;
            first = last + 1;
        }

        return ranks;
    }
}
