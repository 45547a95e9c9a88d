using System.Diagnostics;
using System.Globalization;
using Hourglass.Evaluation.Words;
using Hourglass.Text.Reading;
using Hourglass.Text.Words;

namespace Hourglass.Benchmarks.Texts;

/// <summary>Word vectors of settings given as <c>window:subsample:smoothing:shift</c>, judged at several exponents. <c>words CORPUS TESTS SETTING...</c></summary>
internal static class WordTable
{
    public static void Print(string corpus, string tests, string[] settings, TextWriter output)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var files = TextFiles.Find([corpus]);
        var pairs = new[] { "wordsim353", "wordsim353-similarity", "wordsim353-relatedness" }.Select(name => WordTests.ReadPairs(Path.Combine(tests, name + ".csv"))).ToArray();
        var questions = WordTests.ReadQuestions(Path.Combine(tests, "analogies-small.txt"));
        foreach (var setting in settings)
        {
            var start = Stopwatch.GetTimestamp();
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            var parts = setting.Split(':').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            var options = new WordOptions { Dimensions = 300, Window = (int)parts[0], Subsample = parts[1], Smoothing = parts[2], Shift = parts[3], Threads = 2 };
            var (vocabulary, _, _, vectors, values) = WordTrainer.Decompose(files, false, options, null, default);
            output.WriteLine($"{setting}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s, cpu {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds:F0}; values {values[0]:F1} {values[99]:F1} {values[^1]:F1}");
            foreach (var dimensions in new[] { 100, 300 })
            {
                foreach (var spectrum in new[] { 0, 0.25, 0.5 })
                {
                    var words = new WordVectors(vocabulary, WordTrainer.Codes(vectors, values, spectrum, values.Length, dimensions), dimensions);
                    var figures = string.Join(" ", pairs.Select(list => $"{WordTests.Similarity(words, list).Correlation:F4}"));
                    var share = spectrum > 0 ? WordTests.Analogies(words, questions).Share : 0;
                    output.WriteLine($"  d {dimensions} eig {spectrum}: {figures} analogies {share:F4}");
                }
            }
        }
    }
}
