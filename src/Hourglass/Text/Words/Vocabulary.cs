using Hourglass.Data;

namespace Hourglass.Text.Words;

/// <summary>The words that get vectors, the most frequent first.</summary>
public sealed class Vocabulary
{
    /// <summary>While counting, so many different words are held at most; then the rarest are forgotten.</summary>
    private const int MostHeld = 4_000_000;

    private readonly Dictionary<string, int> _places;

    /// <summary>A vocabulary of words and how often each was seen.</summary>
    /// <exception cref="ArgumentException">The lists are not equally long, or a word is there twice.</exception>
    public Vocabulary(IReadOnlyList<string> words, IReadOnlyList<long> counts)
    {
        if (words.Count != counts.Count)
            throw new ArgumentException($"{words.Count} words and {counts.Count} counts.");
        (Words, Counts) = (words, counts);
        _places = words.Select((word, place) => (word, place)).ToDictionary(pair => pair.word, pair => pair.place, StringComparer.Ordinal);
        Lookup = _places.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The words, in small letters.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>How often each was seen.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>Finds words without making strings of them.</summary>
    internal Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup { get; }

    /// <summary>The place of a word, or -1.</summary>
    public int IndexOf(string word) => _places.GetValueOrDefault(word, -1);

    /// <summary>Counts the words of files.</summary>
    /// <returns>The vocabulary, all words read, and what to tell the user about the reading.</returns>
    /// <exception cref="DataException">A file cannot be read, or no word is frequent enough.</exception>
    internal static (Vocabulary Vocabulary, long Tokens, IReadOnlyList<string> Notes) Count(
        IReadOnlyList<string> paths, bool strict, WordOptions options, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        var (tokens, least) = (0L, 1);
        var notes = WordStream.Read(paths, strict, Take, cancellation);
        var kept = counts.Where(pair => pair.Value >= options.MinCount).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(options.MaxWords).ToList();
        if (kept.Count < 2)
        {
            throw new DataException(
                $"Fewer than two words stand at least {options.MinCount} times in {(paths.Count == 1 ? $"'{paths[0]}'" : $"these {paths.Count} files")} ({tokens} words): give more text, or a lower --min-count.");
        }

        return (new Vocabulary([.. kept.Select(pair => pair.Key)], [.. kept.Select(pair => (long)pair.Value)]), tokens, notes);

        void Take(ReadOnlySpan<char> word)
        {
            if (word.IsEmpty)
                return;
            tokens++;
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(lookup, word, out _)++;
            if (counts.Count < MostHeld)
                return;
            foreach (var rare in counts.Where(pair => pair.Value <= least).Select(pair => pair.Key).ToList())
                counts.Remove(rare);
            least++;
        }
    }
}
