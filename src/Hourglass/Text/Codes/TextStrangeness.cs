using System.Numerics.Tensors;

namespace Hourglass.Text.Codes;

/// <summary>How little each text has in common with all the others: by its words, and by what it means.</summary>
/// <remarks>
/// One minus the cosine between a text and the sum of all others, of weighted words and of meanings, each in standard deviations, added. A group of a few texts that
/// are alike among themselves is found too, which hides from nearest neighbors.
/// </remarks>
public sealed class TextStrangeness
{
    private const int Shown = 4;

    private readonly TermWeights _weights;
    private readonly IReadOnlyList<string> _texts;

    private TextStrangeness(TermWeights weights, IReadOnlyList<string> texts, double[] scores) => (_weights, _texts, Scores) = (weights, texts, scores);

    /// <summary>The score of each text; the larger, the stranger.</summary>
    public IReadOnlyList<double> Scores { get; }

    /// <summary>Judges texts by each other.</summary>
    /// <param name="texts">At least 2.</param>
    /// <param name="meaning">Word vectors or a sentence model, or null to go by shared words alone.</param>
    /// <param name="cancellation">Stops.</param>
    public static TextStrangeness Of(IReadOnlyList<string> texts, ITextMeaning? meaning, CancellationToken cancellation = default)
    {
        var weights = new TermWeights(texts);
        var scores = Standardized(ByWords(weights.Rows));
        if (meaning is not null)
        {
            var meant = Standardized(ByMeaning(meaning.MeaningOf(texts, weights.Weigh, cancellation), meaning.Dimensions));
            TensorPrimitives.Add(scores, meant, scores);
        }

        return new TextStrangeness(weights, texts, scores);
    }

    /// <summary>What a text is about: its words that say most.</summary>
    public IReadOnlyList<string> About(int index) =>
        [.. _weights.Weigh(_texts[index]).OrderByDescending(word => word.Weight).ThenBy(word => word.Word, StringComparer.Ordinal).Take(Shown).Select(word => word.Word)];

    private static double[] ByWords(TermRows rows)
    {
        var sum = new double[rows.Terms];
        foreach (var (term, weight) in rows.Rows.SelectMany(row => row))
            sum[term] += weight;
        var squares = TensorPrimitives.SumOfSquares<double>(sum);
        return [.. rows.Rows.Select(row =>
        {
            // The text's own row is of length 1, or empty: then it shares nothing.
            var (product, own) = (row.Sum(pair => pair.Weight * sum[pair.Term]), row.Length > 0 ? 1 : 0);
            return 1 - (product - own) / Math.Sqrt(Math.Max(squares - 2 * product + own, 1e-12));
        })];
    }

    private static double[] ByMeaning(float[] meanings, int size)
    {
        var (sum, rest) = (new float[size], new float[size]);
        for (var i = 0; i < meanings.Length / size; i++)
            TensorPrimitives.Add(sum, meanings.AsSpan(i * size, size), sum);
        return [.. Enumerable.Range(0, meanings.Length / size).Select(i =>
        {
            var own = meanings.AsSpan(i * size, size);
            TensorPrimitives.Subtract(sum, own, rest);
            return 1 - TensorPrimitives.Dot<float>(own, rest) / Math.Max(TensorPrimitives.Norm<float>(rest), 1e-6);
        })];
    }

    private static double[] Standardized(double[] scores)
    {
        var mean = scores.Average();
        var deviation = Math.Sqrt(scores.Average(score => (score - mean) * (score - mean)));
        return [.. scores.Select(score => (score - mean) / Math.Max(deviation, 1e-12))];
    }
}
