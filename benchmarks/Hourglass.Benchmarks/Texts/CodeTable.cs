using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Hourglass.Numerics;
using Hourglass.Text.Codes;
using Hourglass.Text.Reading;
using Hourglass.Text.Words;

namespace Hourglass.Benchmarks.Texts;

/// <summary>Codes of texts: neighbors of the same topic, and sentences found again after words were lost. <c>texts FOLDER WORDS</c></summary>
internal static class CodeTable
{
    private const int Neighbors = 5;

    /// <summary>Prints a table as Markdown.</summary>
    /// <param name="folder">Holds bbc/bbc-news-summary-a.tar.gz.</param>
    /// <param name="words">Word vectors.</param>
    /// <param name="output">Where to.</param>
    public static void Print(string folder, string words, TextWriter output)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var model = WordModel.Open(words);
        var files = SummaryTable.Read(Path.Combine(folder, "bbc", "bbc-news-summary-a.tar.gz"))
            .Where(file => file.Key.StartsWith("articles/", StringComparison.Ordinal)).DistinctBy(file => file.Value).ToList();
        var (texts, topics) = (files.ConvertAll(file => file.Value), files.ConvertAll(file => file.Key.Split('/')[1]));
        var sentences = texts.SelectMany(Cut).Distinct().Take(8000).ToList();
        var damaged = sentences.Select((sentence, i) => Damage(sentence, new Rng(7, (ulong)i))).ToList();
        output.WriteLine($"\n{texts.Count} different BBC articles in {topics.Distinct().Count()} topics; {sentences.Count} sentences.\n");
        output.WriteLine("| codes of 100 values | topics, 5 neighbors | damaged sentences found | seconds |\n|---|---:|---:|---:|");
        foreach (var (name, used, share) in new (string, WordModel?, double)[] { ("TF-IDF + LSA", null, 0), ("word vectors alone", model, 100), ("**hourglass: both**", model, TextCodes.MeaningShare) })
        {
            var start = Stopwatch.GetTimestamp();
            var articles = TextCodes.Learn(texts, used, 100, share);
            var lines = TextCodes.Learn(sentences, used, 100, share);
            var found = Enumerable.Range(0, damaged.Count).Where(i => i % 4 == 0).ToList();
            var right = found.Count(i => Nearest(lines, lines.Encode(damaged[i]), -1, 1)[0] == i);
            var same = Enumerable.Range(0, texts.Count).Count(i => Nearest(articles, articles[i].ToArray(), i, Neighbors).CountBy(j => topics[j]).MaxBy(pair => pair.Value).Key == topics[i]);
            output.WriteLine($"| {name} | {(double)same / texts.Count:F4} | {(double)right / found.Count:F4} | {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} |");
        }
    }

    private static List<string> Cut(string text)
    {
        using var file = Utf8File.Of(text);
        return [.. TextSentence.Read(file).Select(sentence => sentence.Text).Where(sentence => Tokens.Of(sentence).Count >= 8)];
    }

    /// <summary>Two words in five are lost and the rest is shuffled.</summary>
    private static string Damage(string sentence, Rng random)
    {
        var words = Tokens.Of(sentence);
        var kept = words.Where(_ => random.NextSingle() >= 0.4f).ToList();
        return string.Join(' ', random.Permutation(kept.Count).Select(i => kept[i]));
    }

    private static List<int> Nearest(TextCodes codes, float[] code, int without, int count) =>
    [
        .. Enumerable.Range(0, codes.Codes.Length / codes.Dimensions).Where(i => i != without).Select(i => (i, cosine: TensorPrimitives.Dot(code, codes[i])))
            .OrderByDescending(pair => pair.cosine).Take(count).Select(pair => pair.i),
    ];
}
