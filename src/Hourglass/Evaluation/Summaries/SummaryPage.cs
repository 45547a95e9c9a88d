using Hourglass.Numerics;
using Hourglass.Text.Reading;
using Hourglass.Text.Summaries;

namespace Hourglass.Evaluation.Summaries;

/// <summary>A text with the sentences of its summary marked, as one self-contained HTML file.</summary>
public static class SummaryPage
{
    /// <summary>Writes the page, which appears whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="texts">Each text with its name, sentences and summary.</param>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<(string Name, IReadOnlyList<TextSentence> Sentences, Summary Summary)> texts) =>
        AtomicFile.WriteText(path, Draw(texts, typeof(SummaryPage).Assembly.GetName().Version!.ToString(3)));

    /// <summary>The page as HTML.</summary>
    internal static string Draw(IReadOnlyList<(string Name, IReadOnlyList<TextSentence> Sentences, Summary Summary)> texts, string version) => HtmlPage.Draw(
        Markup.Of($"Summary of {(texts.Count == 1 ? texts[0].Name : $"{texts.Count} texts")}"),
        Markup.Of($"""
            <main>
            {Markup.Join(texts.Select(text => Section(text.Name, text.Sentences, text.Summary)))}</main>

            """),
        Markup.Of($"Written"), version, isScripted: false);

    private static Markup Section(string name, IReadOnlyList<TextSentence> sentences, Summary summary)
    {
        var picked = summary.Sentences.ToDictionary(sentence => sentence.Index);
        var paragraphs = sentences.Select((sentence, index) => (sentence, index)).GroupBy(pair => pair.sentence.Paragraph)
            .Select(group => Paragraph([.. group], picked));
        return Markup.Of($"""
            <section>
            <p class="kicker">Hourglass · summary</p>
            <h1>{name}</h1>
            <p class="lead">{ReportText.Count(summary.Sentences.Count)} of {ReportText.Count(summary.Total)} sentences are marked; their codes rebuild {ReportText.Percent(summary.Coverage)} of the code of the text. Point at one to see when it was picked.</p>
            {Markup.Join(paragraphs)}</section>

            """);
    }

    private static Markup Paragraph((TextSentence Sentence, int Index)[] sentences, Dictionary<int, SummarySentence> picked)
    {
        var body = Markup.Join(sentences.Select(pair => picked.TryGetValue(pair.Index, out var pick)
            ? Markup.Of($"""<mark title="picked {pick.Rank.ToString(System.Globalization.CultureInfo.InvariantCulture)}, likeness to the text {ReportText.Number(pick.Score, 2)}">{pair.Sentence.Text}</mark> """)
            : Markup.Of($"{pair.Sentence.Text} ")));
        return sentences[0].Sentence.IsTitle ? Markup.Of($"<h2>{body}</h2>\n") : Markup.Of($"<p>{body}</p>\n");
    }
}
