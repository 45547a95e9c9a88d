using System.Diagnostics;
using Hourglass.Data.Tables;
using Hourglass.Evaluation;
using Hourglass.Outliers;
using Hourglass.Tables;

namespace Hourglass.Benchmarks.Outliers;

/// <summary>Ranks the rows of labelled sets without their labels, and says how well.</summary>
internal static class OutlierFigures
{
    private const string Label = "label";

    /// <summary>Fits and ranks every set of a folder with a seed.</summary>
    public static void Print(string folder, ulong seed, int threads, TextWriter to)
    {
        var sums = new Dictionary<string, List<RankingQuality>>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.csv.gz").Order(StringComparer.Ordinal))
        {
            using var table = TableFile.Open(path, new TableOptions { Threads = threads });
            var start = Stopwatch.GetTimestamp();
            var fit = OutlierModel.Fit(table, new OutlierOptions { Seed = seed, Threads = threads, Ignored = [Label] });
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var labels = Labels(table);
            var known = Array.ConvertAll(fit.HeldOut.RowNumbers, row => labels[(int)row]);
            IEnumerable<(string Id, double[] Scores)> all =
                [("combined", fit.HeldOut.Combined), .. fit.Model.Scores.Zip(fit.HeldOut.Parts), .. fit.HeldOut.Baselines];
            to.Write(FormattableString.Invariant($"{Path.GetFileName(path)[..^7],-12} {seconds,6:F1} s"));
            foreach (var (id, scores) in all)
            {
                var quality = RankingQuality.Of(scores, known);
                if (!sums.TryGetValue(id, out var list))
                    sums[id] = list = [];
                list.Add(quality);
                to.Write(FormattableString.Invariant($" {quality.Auroc:F3}"));
            }

            if (Environment.GetEnvironmentVariable("DUMP") is { } dump)
                File.WriteAllLines(Path.Combine(dump, Path.GetFileName(path)[..^7] + ".csv"), known.Select((k, i) => string.Join(',', all.Select(pair => pair.Scores[i].ToString("R", System.Globalization.CultureInfo.InvariantCulture)).Prepend(k ? "1" : "0"))).Prepend("y," + string.Join(',', all.Select(pair => pair.Id))));
            to.WriteLine();
            to.Flush();
        }

        foreach (var (id, list) in sums)
            to.WriteLine(FormattableString.Invariant($"{id,-20} {list.Average(q => q.Auroc):F4} {list.Average(q => q.AveragePrecision):F4}"));
    }

    private static List<bool> Labels(TableFile table)
    {
        var column = Enumerable.Range(0, table.Columns.Count).First(i => table.Columns[i].Name == Label);
        var labels = new List<bool>();
        foreach (var block in table.Read())
        {
            foreach (var value in block.Numbers(column)[..block.Rows])
                labels.Add(value != 0);
        }

        return labels;
    }
}
