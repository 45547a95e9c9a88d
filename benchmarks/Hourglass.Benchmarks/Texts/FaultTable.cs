using System.Globalization;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Runs;
using Hourglass.Runs.Texts;
using Hourglass.Text.Codes;

namespace Hourglass.Benchmarks.Texts;

/// <summary>Wrong labels and articles that do not belong, among BBC articles. <c>text-faults FOLDER [MODEL...]</c></summary>
internal static class FaultTable
{
    private const int Seeds = 5;
    private const double Share = 0.05;

    /// <summary>Prints both tables as Markdown.</summary>
    /// <param name="folder">Holds bbc/bbc-news-summary-a.tar.gz.</param>
    /// <param name="models">Folders of word vectors and sentence models.</param>
    /// <param name="output">Where to.</param>
    public static void Print(string folder, IReadOnlyList<string> models, TextWriter output)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var files = SummaryTable.Read(Path.Combine(folder, "bbc", "bbc-news-summary-a.tar.gz"))
            .Where(file => file.Key.StartsWith("articles/", StringComparison.Ordinal)).DistinctBy(file => file.Value).ToList();
        var (texts, topics) = (files.ConvertAll(file => file.Value), files.ConvertAll(file => file.Key.Split('/')[1]));
        (string Name, ITextMeaning? Meaning)[] ways = [("words of the texts", null), .. models.Select(model => (Path.GetFileName(Path.TrimEndingDirectorySeparator(model)), (ITextMeaning?)TextMeanings.Open(model)))];
        output.WriteLine($"\n### Wrong labels: {Share:P0} of {texts.Count} topics changed, {Seeds} seeds\n\n| | found among as many suspects | AUROC |\n|---|---:|---:|");
        foreach (var (name, meaning) in ways)
            Labels(name, new TextCollection { Name = "bbc", Texts = texts, Names = topics, Labels = topics }, meaning, output);
        output.WriteLine($"\n### Outliers: articles of one topic and {Share:P0} of another, every second article, all 20 pairs\n\n| | AUROC |\n|---|---:|");
        var odd = Enumerable.Range(0, texts.Count).Where(i => i % 2 == 1).ToArray();
        foreach (var (name, meaning) in ways)
            Outliers(name, texts, topics, odd, meaning, output);
    }

    private static void Labels(string name, TextCollection texts, ITextMeaning? meaning, TextWriter output)
    {
        using var data = CodedTexts.Learn(texts, meaning);
        var runs = Enumerable.Range(1, Seeds).Select(seed => MislabelsJob.Run(data, texts.Name, new MislabelsPlan { Seed = (ulong)seed, Planted = Share }).Check).ToArray();
        for (var i = 0; i < runs[0].Count; i++)
        {
            var method = runs[0][i].Method == "hourglass" ? "**hourglass mislabels**" : runs[0][i].Method;
            output.WriteLine($"| {method}, {name} | {Mean([.. runs.Select(run => run[i].Precision)])} | {Mean([.. runs.Select(run => run[i].Auroc)])} |");
        }
    }

    private static void Outliers(string name, List<string> texts, List<string> topics, int[] used, ITextMeaning? meaning, TextWriter output)
    {
        var (ours, simple, names) = (new List<double>(), new List<double>(), topics.Distinct().Order(StringComparer.Ordinal).ToArray());
        foreach (var (normal, other) in names.SelectMany(normal => names.Where(other => other != normal).Select(other => (normal, other))))
        {
            var inside = used.Where(i => topics[i] == normal).ToArray();
            var strange = used.Where(i => topics[i] == other).ToArray();
            var picked = new Rng(7, (ulong)ours.Count).Permutation(strange.Length).Take((int)Math.Round(Share * inside.Length)).Select(i => strange[i]);
            int[] all = [.. inside, .. picked];
            var collection = new TextCollection { Name = normal, Texts = [.. all.Select(i => texts[i])], Names = [.. all.Select(i => topics[i])] };
            var report = TextOutlierJob.Run(collection, meaning, 0.01);
            bool[] isOutlier = [.. all.Select(i => topics[i] == other)];
            ours.Add(RankingQuality.Of([.. report.Texts.OrderBy(text => text.Index).Select(text => text.Score)], isOutlier).Auroc);
            simple.Add(RankingQuality.Of([.. report.Baselines[0].Scores], isOutlier).Auroc);
        }

        if (meaning is null)
            output.WriteLine($"| 10-NN, TF-IDF + LSA | {Mean(simple)} |");
        output.WriteLine($"| **hourglass outliers**, {name} | {Mean(ours)} |");
    }

    private static string Mean(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return $"{mean:F3} ± {Math.Sqrt(values.Average(value => (value - mean) * (value - mean))):F3}";
    }
}
