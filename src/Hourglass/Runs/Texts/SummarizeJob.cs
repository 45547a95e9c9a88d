using Hourglass.Data;
using Hourglass.Evaluation.Summaries;
using Hourglass.Text.Reading;
using Hourglass.Text.Summaries;

namespace Hourglass.Runs.Texts;

/// <summary>Summarizes files, each on its own or all together.</summary>
public static class SummarizeJob
{
    /// <summary>The longest text that goes on a page, in sentences: a browser shows no more.</summary>
    public const int MaxPageSentences = 100_000;

    /// <summary>Summarizes the files of a plan, one after another.</summary>
    /// <param name="plan">What, and how.</param>
    /// <param name="progress">Told how many files are done.</param>
    /// <param name="cancellation">Stops; no page is written.</param>
    /// <exception cref="DataException">A file cannot be read, or a text is too long for a page.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static IReadOnlyList<NamedSummary> Run(SummarizePlan plan, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var files = TextFiles.Find(plan.Inputs);
        var groups = plan.Together && files.Count > 1 ? [($"{files.Count} files", files.ToArray())] : files.Select(file => (Name: file, Files: new[] { file })).ToArray();
        var (summaries, pages) = (new List<NamedSummary>(), new List<(string, IReadOnlyList<TextSentence>, Summary)>());
        foreach (var (name, members) in groups)
        {
            var notes = new List<string>();
            var sentences = Read(members, plan.Strict, notes, cancellation);
            var kept = plan.Page is null ? null : Keep(name, sentences);
            var summary = Summarizer.Summarize(kept ?? sentences, plan.Length, cancellation);
            summaries.Add(new NamedSummary(name, summary, notes));
            if (kept is not null)
                pages.Add((name, kept, summary));
            progress?.Report(new DataProgress("summarizing", summaries.Count, groups.Length));
        }

        if (plan.Page is not null)
            SummaryPage.Write(plan.Page, pages);
        return summaries;
    }

    private static IEnumerable<TextSentence> Read(string[] files, bool strict, List<string> notes, CancellationToken cancellation)
    {
        var before = 0;
        foreach (var path in files)
        {
            using var file = Utf8File.Open(path, strict);
            var last = before - 1;
            foreach (var sentence in TextSentence.Read(file, cancellation))
            {
                last = before + sentence.Paragraph;
                yield return sentence with { Paragraph = last };
            }

            before = last + 1;
            if (file.Note is { } note)
                notes.Add(note);
        }
    }

    private static List<TextSentence> Keep(string name, IEnumerable<TextSentence> sentences)
    {
        var kept = sentences.Take(MaxPageSentences + 1).ToList();
        return kept.Count <= MaxPageSentences
            ? kept
            : throw new DataException($"'{name}' has over {MaxPageSentences} sentences, too many for a page: leave --html out, or cut the text.");
    }
}
