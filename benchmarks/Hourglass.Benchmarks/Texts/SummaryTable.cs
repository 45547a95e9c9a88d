using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using Hourglass.Evaluation.Summaries;
using Hourglass.Text.Reading;
using Hourglass.Text.Summaries;

namespace Hourglass.Benchmarks.Texts;

/// <summary>Summaries of news and of opinions beside the known ways to pick sentences, judged by one ROUGE. <c>summaries FOLDER</c>.</summary>
internal static class SummaryTable
{
    /// <summary>Prints both tables as Markdown.</summary>
    /// <param name="folder">Holds bbc/bbc-news-summary-a.tar.gz and opinosis/opinosis-a.tar.gz.</param>
    /// <param name="output">Where to.</param>
    public static void Print(string folder, TextWriter output)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var news = Read(Path.Combine(folder, "bbc", "bbc-news-summary-a.tar.gz"));
        var articles = news.Where(file => file.Key.StartsWith("articles/", StringComparison.Ordinal))
            .Select(file => (file.Value, References: (string[])[news["summaries/" + file.Key["articles/".Length..]]])).ToList();
        Table($"BBC articles ({articles.Count}), 40 % of the sentences", articles, new SummaryOptions { Ratio = 0.4 }, output);

        var opinions = Read(Path.Combine(folder, "opinosis", "opinosis-a.tar.gz"));
        var topics = opinions.Where(file => file.Key.StartsWith("topics/", StringComparison.Ordinal)).Select(file =>
        {
            var start = $"summaries/{Path.GetFileNameWithoutExtension(file.Key)}.";
            return (file.Value, References: opinions.Where(other => other.Key.StartsWith(start, StringComparison.Ordinal)).Select(other => other.Value).ToArray());
        }).ToList();
        Table($"Opinosis ({topics.Count} topics), two sentences", topics, new SummaryOptions { Sentences = 2 }, output);
    }

    private static void Table(string title, List<(string Text, string[] References)> texts, SummaryOptions options, TextWriter output)
    {
        output.WriteLine($"\n### {title}\n\n| | ROUGE-1 | ROUGE-2 | ROUGE-L | seconds |\n|---|---:|---:|---:|---:|");
        foreach (var baseline in SummaryBaseline.All)
            Row(baseline.Name, text => Baseline(baseline, text, options), texts, output);
        Row("**hourglass summarize**", text => Summarizer.Summarize(text, options).Text, texts, output);
    }

    private static void Row(string name, Func<string, string> summarize, List<(string Text, string[] References)> texts, TextWriter output)
    {
        var start = Stopwatch.GetTimestamp();
        var summaries = texts.ConvertAll(text => summarize(text.Text));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var rouge = Rouge.Mean([.. summaries.Zip(texts, (summary, text) => Rouge.Of(summary, text.References))]);
        output.WriteLine($"| {name} | {rouge.Words:F3} | {rouge.Pairs:F3} | {rouge.Sequence:F3} | {seconds:F1} |");
    }

    /// <summary>The same sentences as ours, without titles, and as many picks.</summary>
    private static string Baseline(SummaryBaseline baseline, string text, SummaryOptions options)
    {
        using var file = Utf8File.Of(text);
        var all = TextSentence.Read(file).ToList();
        var sentences = all.Where(sentence => !sentence.IsTitle).Select(sentence => sentence.Text).ToList();
        if (sentences.Count == 0)
            sentences = [.. all.Select(sentence => sentence.Text)];
        return string.Join(' ', baseline.Pick(sentences, options.PicksOf(sentences.Count)).Order().Select(i => sentences[i]));
    }

    /// <summary>All files of a gzipped tar.</summary>
    internal static SortedDictionary<string, string> Read(string path)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var tar = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is null)
                continue;
            using var reader = new StreamReader(entry.DataStream);
            files[entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name] = reader.ReadToEnd();
        }

        return files;
    }
}
