using System.Collections.Frozen;

namespace Hourglass.Text.Reading;

/// <summary>Words that every text of a language is full of, and that say nothing of what it is about.</summary>
public static class StopWords
{
    /// <summary>So many of a text's words are stop words at least if it is in that language.</summary>
    private const double LeastShare = 0.2;

    private static readonly Lazy<(string Language, FrozenSet<string> Words)[]> All = new(Read);

    /// <summary>The languages known, as ISO 639-1.</summary>
    public static IReadOnlyList<string> Languages => [.. All.Value.Select(list => list.Language)];

    /// <summary>The stop words of the language a text is in; none if it is in no language known.</summary>
    /// <param name="words">Words of the text in small letters, more than once if they stand there more than once.</param>
    public static IReadOnlySet<string> For(IEnumerable<string> words)
    {
        var (hits, total) = (new int[All.Value.Length], 0);
        foreach (var word in words)
        {
            total++;
            for (var i = 0; i < hits.Length; i++)
                hits[i] += All.Value[i].Words.Contains(word) ? 1 : 0;
        }

        var best = Array.IndexOf(hits, hits.Max());
        return hits[best] > LeastShare * total ? All.Value[best].Words : FrozenSet<string>.Empty;
    }

    private static (string Language, FrozenSet<string> Words)[] Read()
    {
        using var reader = new StreamReader(typeof(StopWords).Assembly.GetManifestResourceStream("Hourglass.Text.stopwords.txt")!);
        return
        [
            .. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": "))
                .Select(parts => (parts[0], parts[1].Split(' ').ToFrozenSet(StringComparer.Ordinal))),
        ];
    }
}
