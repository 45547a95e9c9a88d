using Hourglass.Text.Reading;

namespace Hourglass.Evaluation.Summaries;

/// <summary>How much of a reference a summary has: the harmonic mean of precision and recall of what they share.</summary>
/// <param name="Words">ROUGE-1: of words.</param>
/// <param name="Pairs">ROUGE-2: of pairs of neighboring words.</param>
/// <param name="Sequence">ROUGE-L: of the longest common subsequence of the whole texts.</param>
/// <remarks>Lin, "ROUGE: a package for automatic evaluation of summaries", 2004. Small letters, no stemming, no word left out.</remarks>
public readonly record struct Rouge(double Words, double Pairs, double Sequence)
{
    /// <summary>Compares a summary with one reference.</summary>
    public static Rouge Of(string summary, string reference)
    {
        var (ours, theirs) = (Tokens.Of(summary), Tokens.Of(reference));
        return new Rouge(Overlap(ours, theirs, 1), Overlap(ours, theirs, 2), F1(CommonSubsequence(ours, theirs), ours.Count, theirs.Count));
    }

    /// <summary>Compares a summary with several references: the mean over them.</summary>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public static Rouge Of(string summary, IReadOnlyList<string> references) => Mean([.. references.Select(reference => Of(summary, reference))]);

    /// <summary>The mean of figures.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Rouge Mean(IReadOnlyList<Rouge> figures) => figures.Count == 0
        ? throw new ArgumentException("There is nothing to take the mean of.", nameof(figures))
        : new Rouge(figures.Average(rouge => rouge.Words), figures.Average(rouge => rouge.Pairs), figures.Average(rouge => rouge.Sequence));

    private static double Overlap(List<string> ours, List<string> theirs, int length)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var gram in Grams(theirs, length))
            counts[gram] = counts.GetValueOrDefault(gram) + 1;
        var common = 0;
        foreach (var gram in Grams(ours, length))
        {
            if (counts.GetValueOrDefault(gram) is > 0 and var left)
            {
                counts[gram] = left - 1;
                common++;
            }
        }

        return F1(common, ours.Count - length + 1, theirs.Count - length + 1);
    }

    private static IEnumerable<string> Grams(List<string> words, int length) =>
        Enumerable.Range(0, Math.Max(0, words.Count - length + 1)).Select(i => string.Join(' ', words.GetRange(i, length)));

    private static int CommonSubsequence(List<string> a, List<string> b)
    {
        var (before, row) = (new int[b.Count + 1], new int[b.Count + 1]);
        foreach (var word in a)
        {
            for (var j = 0; j < b.Count; j++)
                row[j + 1] = word == b[j] ? before[j] + 1 : Math.Max(before[j + 1], row[j]);
            (before, row) = (row, before);
        }

        return before[b.Count];
    }

    private static double F1(int common, int ours, int theirs) => common == 0 ? 0 : 2.0 * common / (ours + theirs);
}
