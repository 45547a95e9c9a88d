namespace Hourglass.Cli.Terminal;

/// <summary>Did you mean: the known word nearest to a mistyped one.</summary>
internal static class Suggestion
{
    private const int ShortestBeginning = 3;

    /// <summary>The nearest of the known words: one that begins so, or within one edit for every three letters, at least one; else null.</summary>
    public static string? For(string typed, IEnumerable<string> known) => known
        .Select(word => (Word: word, Edits: Begins(word, typed) ? 0 : Distance(typed, word)))
        .Where(candidate => candidate.Edits <= Math.Max(1, candidate.Word.TrimStart('-').Length / 3))
        .OrderBy(candidate => candidate.Edits)
        .ThenBy(candidate => candidate.Word, StringComparer.Ordinal)
        .Select(candidate => candidate.Word)
        .FirstOrDefault();

    private static bool Begins(string word, string typed) =>
        typed.TrimStart('-').Length >= ShortestBeginning && word.StartsWith(typed, StringComparison.Ordinal);

    /// <summary>Insertions, deletions, replacements and swaps of neighbors between two words (Damerau, 1964).</summary>
    internal static int Distance(string from, string to)
    {
        var edits = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
                edits[i, j] = i == 0 || j == 0 ? i + j : Edits(i, j);
        }

        return edits[from.Length, to.Length];

        int Edits(int i, int j)
        {
            var replaced = edits[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
            var least = Math.Min(replaced, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
            return i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] ? Math.Min(least, edits[i - 2, j - 2] + 1) : least;
        }
    }
}
