using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using System.Text;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Text.Codes;

namespace Hourglass.Runs.Texts;

/// <summary>Ranks texts by how little they belong to each other.</summary>
public static class TextOutlierJob
{
    /// <summary>The fewest texts.</summary>
    public const int FewestTexts = 16;

    private const int Neighbors = 10;
    private const int StartLength = 300;

    /// <summary>Ranks all texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="meaning">Word vectors or a sentence model, or null to go by shared words alone.</param>
    /// <param name="falseAlarms">The share of texts that are called outliers, in (0, 1).</param>
    /// <param name="seed">Names all that is random.</param>
    /// <param name="progress">Told the stage.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="DataException">There are too few texts.</exception>
    public static TextOutlierReport Run(
        TextCollection texts, ITextMeaning? meaning, double falseAlarms, ulong seed = 42, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var count = texts.Texts.Count;
        if (count < FewestTexts)
            throw new DataException($"{texts.Name} has {count} texts; at least {FewestTexts} are needed to tell what is ordinary.");
        progress?.Report(new DataProgress("judging", 0, 0));
        var start = Stopwatch.GetTimestamp();
        var strangeness = TextStrangeness.Of(texts.Texts, meaning, cancellation);
        var order = Enumerable.Range(0, count).OrderByDescending(i => strangeness.Scores[i]).ThenBy(i => i).ToArray();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        progress?.Report(new DataProgress("comparing", 0, 0));
        var baseline = NearestNeighbors(texts.Texts, seed, cancellation);
        return new TextOutlierReport(texts.Name, [.. order.Select(Ranked)], [baseline], seconds);

        RankedText Ranked(int i, int rank)
        {
            var p = (rank + 1.0) / count;
            var text = texts.Texts[i].Trim();
            return new RankedText(
                i, texts.Names[i], texts.Labels?[i], strangeness.Scores[i], p, p <= falseAlarms, strangeness.About(i), ReportText.Cut(text, StartLength));
        }
    }

    /// <summary>Writes a row for each text, the strangest first.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void WriteCsv(string path, TextOutlierReport report)
    {
        var text = new StringBuilder("index,name,score,p,outlier,about\n");
        foreach (var ranked in report.Texts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{ranked.Index},{CsvText.Quote(ranked.Name)},{ranked.Score:0.####},{ranked.PValue:0.######},");
            text.Append(CultureInfo.InvariantCulture, $"{(ranked.IsOutlier ? 1 : 0)},{CsvText.Quote(string.Join(' ', ranked.About))}\n");
        }

        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>What a sceptic would try: how unlike the nearest other texts are, by linear codes of words.</summary>
    private static BaselineScores NearestNeighbors(IReadOnlyList<string> texts, ulong seed, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var codes = TextCodes.Learn(texts, null, CodedTexts.CodeLength, seed: seed, cancellation: cancellation);
        var neighbors = Math.Min(Neighbors, texts.Count - 1);
        var nearest = codes.Dimensions == 0 ? [] : Numerics.NearestNeighbors.Find(codes.Codes, codes.Codes, codes.Dimensions, neighbors + 1, cancellation);
        var scores = new double[texts.Count];
        for (var i = 0; i < scores.Length && nearest.Length > 0; i++)
        {
            for (var k = 0; k <= neighbors; k++)
            {
                var other = nearest[i * (neighbors + 1) + k];
                scores[i] -= other == i ? 0 : TensorPrimitives.Dot(codes[i], codes[other]);
            }
        }

        return new BaselineScores($"{Neighbors}-NN, TF-IDF + LSA", scores, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
