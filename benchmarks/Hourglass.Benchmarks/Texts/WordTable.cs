using System.Diagnostics;
using System.Globalization;
using Hourglass.Evaluation.Words;
using Hourglass.Text.Reading;
using Hourglass.Text.Words;

namespace Hourglass.Benchmarks.Texts;

/// <summary>Word vectors beside the same without pieces, over several seeds, by similarity and analogies. <c>words CORPUS TESTS SEEDS</c></summary>
internal static class WordTable
{
    /// <summary>Prints the rows of the table as Markdown.</summary>
    /// <param name="corpus">Text files.</param>
    /// <param name="tests">Holds wordsim353.csv and its two parts, and analogies-small.txt.</param>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="output">Where to.</param>
    public static void Print(string corpus, string tests, int seeds, TextWriter output)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var files = TextFiles.Find([corpus]);
        var pairs = new[] { "wordsim353", "wordsim353-similarity", "wordsim353-relatedness" }.Select(name => WordTests.ReadPairs(Path.Combine(tests, name + ".csv"))).ToArray();
        var questions = WordTests.ReadQuestions(Path.Combine(tests, "analogies-small.txt"));
        foreach (var dimensions in new[] { 100, 300 })
        {
            var rows = new Dictionary<string, List<double[]>> { ["PPMI + SVD (ours without pieces)"] = [], ["**hourglass words**"] = [] };
            for (var seed = 1; seed <= seeds; seed++)
            {
                var options = new WordOptions { Dimensions = dimensions, Seed = (ulong)seed, Threads = Environment.ProcessorCount };
                var (start, cpu) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
                var (vocabulary, tokens, _, vectors, values) = WordTrainer.Decompose(files, false, options, null, default);
                var plain = new WordVectors(vocabulary, WordTrainer.Codes(vectors, values, options.Spectrum, dimensions, dimensions), dimensions);
                rows.First().Value.Add([.. Figures(plain, pairs, questions), .. Costs(start, cpu, tokens)]);
                (start, cpu) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
                var (model, _) = WordTrainer.Train(files, false, options);
                var costs = Costs(start, cpu, tokens);
                rows.Last().Value.Add([.. Figures(model.Vectors, pairs, questions), .. costs]);
            }

            foreach (var (name, runs) in rows)
                output.WriteLine($"| {name} | {dimensions} | {string.Join(" | ", Enumerable.Range(0, 4).Select(i => Spread(runs, i)))} | {string.Join(" | ", Enumerable.Range(4, 3).Select(i => $"{runs.Average(run => run[i]):N0}"))} |");
        }
    }

    private static double[] Figures(WordVectors words, IReadOnlyList<(string, string, double)>[] pairs, IReadOnlyList<string[]> questions) =>
        [.. pairs.Select(list => WordTests.Similarity(words, list).Correlation), WordTests.Analogies(words, questions).Share];

    private static double[] Costs(long start, TimeSpan cpu, long tokens)
    {
        var used = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        return [Stopwatch.GetElapsedTime(start).TotalSeconds, used, tokens / used];
    }

    private static string Spread(List<double[]> runs, int figure)
    {
        var mean = runs.Average(run => run[figure]);
        var variance = runs.Count > 1 ? runs.Sum(run => Math.Pow(run[figure] - mean, 2)) / (runs.Count - 1) : 0;
        return $"{mean:F3} ± {Math.Sqrt(variance):F3}";
    }
}
