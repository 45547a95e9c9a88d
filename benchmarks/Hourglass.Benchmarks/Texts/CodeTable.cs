using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Hourglass.Numerics;
using Hourglass.Runs.Texts;
using Hourglass.Text.Codes;
using Hourglass.Text.Reading;

namespace Hourglass.Benchmarks.Texts;

/// <summary>Codes of texts: neighbors of the same topic, and sentences found again after words were lost. <c>texts FOLDER [MODEL...]</c></summary>
internal static class CodeTable
{
    private const int Neighbors = 5;
    private const int Dimensions = 100;
    private const int Seeds = 5;

    /// <summary>Prints a table as Markdown.</summary>
    /// <param name="folder">Holds bbc/bbc-news-summary-a.tar.gz.</param>
    /// <param name="models">Folders of word vectors and sentence models.</param>
    /// <param name="output">Where to.</param>
    public static void Print(string folder, IReadOnlyList<string> models, TextWriter output)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var files = SummaryTable.Read(Path.Combine(folder, "bbc", "bbc-news-summary-a.tar.gz"))
            .Where(file => file.Key.StartsWith("articles/", StringComparison.Ordinal)).DistinctBy(file => file.Value).ToList();
        var (texts, topics) = (files.ConvertAll(file => file.Value), files.ConvertAll(file => file.Key.Split('/')[1]));
        var (heldOut, heldOutTopics) = (Odd(texts), Odd(topics));
        var sentences = texts.SelectMany(Cut).Distinct().Take(8000).ToList();
        var asked = Enumerable.Range(0, sentences.Count).Where(i => i % 8 == 4).ToList();
        var damaged = asked.ConvertAll(i => Damage(sentences[i], new Rng(7, (ulong)i)));
        output.WriteLine($"\n{texts.Count} different BBC articles in {topics.Distinct().Count()} topics; {asked.Count} of {sentences.Count} sentences damaged.\n");
        output.WriteLine("| codes of 100 values | topics, half not looked at | topics, all | damaged sentences found | seconds |\n|---|---:|---:|---:|---:|");
        foreach (var (name, meaning, share) in Ways(models))
        {
            var start = Stopwatch.GetTimestamp();
            var lines = TextCodes.Learn(sentences, meaning, Dimensions, share);
            var right = Enumerable.Range(0, asked.Count).Count(i => Nearest(lines, lines.Encode(damaged[i]), -1, 1)[0] == asked[i]);
            var (half, all) = (Topics(heldOut, heldOutTopics), Topics(texts, topics));
            output.WriteLine($"| {name} | {half} | {all} | {(double)right / asked.Count:F4} | {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} |");

            string Topics(List<string> articles, List<string> names)
            {
                var shares = Enumerable.Range(1, Seeds).Select(seed => Share(TextCodes.Learn(articles, meaning, Dimensions, share, (ulong)seed), names)).ToArray();
                var mean = shares.Average();
                return $"{mean:F4} ± {Math.Sqrt(shares.Average(value => (value - mean) * (value - mean))):F4}";
            }
        }
    }

    private static double Share(TextCodes codes, List<string> topics) => Enumerable.Range(0, topics.Count).Average(i =>
        Nearest(codes, codes[i].ToArray(), i, Neighbors).CountBy(j => topics[j]).MaxBy(pair => pair.Value).Key == topics[i] ? 1.0 : 0);

    private static IEnumerable<(string Name, ITextMeaning? Meaning, double? Share)> Ways(IReadOnlyList<string> models)
    {
        yield return ("TF-IDF + LSA", null, 0);
        foreach (var model in models)
        {
            var (name, meaning) = (Path.GetFileName(Path.TrimEndingDirectorySeparator(model)), new Remembered(TextMeanings.Open(model)));
            yield return ($"{name} alone", meaning, double.PositiveInfinity);
            yield return ($"**hourglass: words of the texts and {name}**", meaning, null);
        }
    }

    private static List<T> Odd<T>(List<T> list) => [.. list.Where((_, i) => i % 2 == 1)];

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

    /// <summary>Meanings by model and text, so that other seeds need not learn them again; word vectors depend on the collection, and are found anew.</summary>
    private sealed class Remembered(ITextMeaning meaning) : ITextMeaning
    {
        private readonly Dictionary<string, float[]> _known = new(StringComparer.Ordinal);

        public int Dimensions => meaning.Dimensions;

        public float[] MeaningOf(IReadOnlyList<string> texts, Func<string, IEnumerable<(string Word, float Weight)>> weigh, CancellationToken cancellation = default)
        {
            if (meaning is not SentenceModel)
                return meaning.MeaningOf(texts, weigh, cancellation);
            foreach (var text in texts.Where(text => !_known.ContainsKey(text)).Distinct())
                _known.Add(text, meaning.MeaningOf([text], weigh, cancellation));
            return [.. texts.SelectMany(text => _known[text])];
        }
    }
}
