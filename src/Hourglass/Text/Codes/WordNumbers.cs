using Hourglass.Text.Reading;

namespace Hourglass.Text.Codes;

/// <summary>Words as numbers: 0 behind the end, then those of a vocabulary, then buckets that all other words share.</summary>
/// <param name="words">The vocabulary, the most frequent first, no word twice.</param>
/// <param name="buckets">How many buckets, at least 1.</param>
public sealed class WordNumbers(IReadOnlyList<string> words, int buckets)
{
    private readonly Dictionary<string, int> _numbers = words.Select((word, i) => (word, i)).ToDictionary(pair => pair.word, pair => pair.i + 1, StringComparer.Ordinal);

    /// <summary>The vocabulary.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>How many numbers there are.</summary>
    public int Count => 1 + words.Count + buckets;

    /// <summary>The number of a word in small letters.</summary>
    public int Of(string word) => _numbers.TryGetValue(word, out var number) ? number : 1 + words.Count + (int)(Hash(word) % (uint)buckets);

    /// <summary>The words of a text in pieces of at most so many; a text without a word has no piece.</summary>
    public IEnumerable<int[]> Pieces(string text, int length) => Tokens.Of(text).Select(Of).Chunk(length);

    private static uint Hash(string word)
    {
        var hash = 2166136261u; // FNV-1a
        foreach (var c in word)
            hash = (hash ^ c) * 16777619u;
        return hash;
    }
}
