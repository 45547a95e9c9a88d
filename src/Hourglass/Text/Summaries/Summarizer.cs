using Hourglass.Text.Reading;

namespace Hourglass.Text.Summaries;

/// <summary>Picks the sentences from whose codes the code of the whole text is rebuilt best, in the order of the text, none twice.</summary>
/// <remarks>
/// A text of any size: parts of <see cref="PartLength"/> sentences are summarized one after another; for a summary of a given number of sentences, each
/// part sends that many on, and they are picked from again.
/// <code>
/// sentences -> codes -> mean code --- rebuilt from few of them ---> which ones, and how much of it
/// </code>
/// </remarks>
public static class Summarizer
{
    /// <summary>So many sentences are compared with each other at most.</summary>
    public const int PartLength = 2000;

    /// <summary>Summarizes a text.</summary>
    /// <param name="text">In any language; lines or paragraphs.</param>
    /// <param name="options">How long.</param>
    /// <param name="cancellation">Stops.</param>
    public static Summary Summarize(string text, SummaryOptions options, CancellationToken cancellation = default)
    {
        using var file = Utf8File.Of(text);
        return Summarize(TextSentence.Read(file, cancellation), options, cancellation);
    }

    /// <summary>Summarizes the sentences of a text, or of several texts one after another.</summary>
    /// <param name="sentences">Gone through once.</param>
    /// <param name="options">How long.</param>
    /// <param name="cancellation">Stops.</param>
    public static Summary Summarize(IEnumerable<TextSentence> sentences, SummaryOptions options, CancellationToken cancellation = default)
    {
        var (parts, first, total) = (new List<Part>(), 0, 0);
        foreach (var chunk in sentences.Chunk(PartLength))
        {
            var places = Enumerable.Range(first, chunk.Length).ToArray();
            var part = Pick(chunk, places, options, cancellation);
            parts.Add(part);
            (first, total) = (first + chunk.Length, total + part.Total);
            while (options.Sentences is not null && parts.Count > 1)
                Merge(parts, options, cancellation);
        }

        var picked = parts.SelectMany(part => part.Picked).OrderBy(sentence => sentence.Index).ToArray();
        return new Summary(picked, total, parts.Count == 0 ? 0 : parts.Sum(part => part.Coverage * part.Total) / Math.Max(1, total));
    }

    /// <summary>Two lists of picks become one; what is rebuilt is the mean of what they stand for.</summary>
    private static void Merge(List<Part> parts, SummaryOptions options, CancellationToken cancellation)
    {
        var both = parts.SelectMany(part => part.Picked).ToList();
        var merged = Pick(
            [.. both.Select(sentence => new TextSentence(sentence.Text, sentence.Paragraph, IsTitle: false))],
            [.. both.Select(sentence => sentence.Index)], options, cancellation);
        var total = parts.Sum(part => part.Total);
        var coverage = parts.Sum(part => part.Coverage * part.Total) / Math.Max(1, total);
        parts.Clear();
        parts.Add(merged with { Total = total, Coverage = coverage * merged.Coverage });
    }

    private static Part Pick(TextSentence[] sentences, int[] places, SummaryOptions options, CancellationToken cancellation)
    {
        // Titles are neither picked nor rebuilt; but a text of nothing but titles is a list, and its lines are what there is to pick from.
        var hasSentences = sentences.Any(sentence => !sentence.IsTitle);
        var candidates = Enumerable.Range(0, sentences.Length).Where(i => !hasSentences || !sentences[i].IsTitle).ToArray();
        var codes = new SentenceCodes([.. candidates.Select(i => sentences[i].Text)]);
        var rebuild = new SubsetRebuild(codes);
        var picked = rebuild.Pick(options.PicksOf(candidates.Length), cancellation);
        var result = picked.Select((i, rank) =>
            new SummarySentence(sentences[candidates[i]].Text, places[candidates[i]], sentences[candidates[i]].Paragraph, rank + 1, rebuild.Score(i)));
        return new Part([.. result], candidates.Length, rebuild.Coverage(picked));
    }

    private sealed record Part(SummarySentence[] Picked, int Total, double Coverage);
}
