using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hourglass.Data.Tables;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Outliers;
using Hourglass.Tables;

namespace Hourglass.Benchmarks.Outliers;

/// <summary>Ranks the rows of labelled sets without their labels and says how well; measures false alarms on ordinary rows that were held out.</summary>
internal static class OutlierFigures
{
    private const string Label = "label";
    private const int EnoughOrdinaryRows = 2000;
    private const double FalseAlarms = 0.01;
    private const ulong HalvesStream = 0x4A1F;

    /// <summary>One JSON object for each set of a folder and seed.</summary>
    public static void Print(string folder, IReadOnlyList<ulong> seeds, int threads, TextWriter to)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.csv.gz").Order(StringComparer.Ordinal))
        {
            using var file = TableFile.Open(path, new TableOptions { Threads = threads });
            var (columns, labels) = Load(file);
            foreach (var seed in seeds)
            {
                var figures = Rank(path, columns, labels, seed, threads);
                if (labels.Count(isOutlier => !isOutlier) >= EnoughOrdinaryRows)
                    figures["falseAlarms"] = FalseAlarmRate(path, columns, labels, seed, threads);
                to.WriteLine(figures.ToJsonString(JsonSerializerOptions.Default));
                to.Flush();
            }
        }
    }

    private static JsonObject Rank(string path, List<(string Name, double[] Values)> columns, bool[] labels, ulong seed, int threads)
    {
        var start = Stopwatch.GetTimestamp();
        var fit = OutlierModel.Fit(Table(path, columns, [.. Enumerable.Range(0, labels.Length)]), new OutlierOptions { Seed = seed, Threads = threads });
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var known = Array.ConvertAll(fit.HeldOut.RowNumbers, row => labels[row]);
        var scores = new JsonObject();
        foreach (var (id, values) in fit.HeldOut.Parts.Select((part, i) => (fit.Model.Scores[i], part)).Prepend(("combined", fit.HeldOut.Combined)).Concat(fit.HeldOut.Baselines))
        {
            var quality = RankingQuality.Of(values, known);
            scores[id] = new JsonArray(quality.Auroc, quality.AveragePrecision);
        }

        return new JsonObject
        {
            ["set"] = Path.GetFileName(path).Split(".csv")[0],
            ["seed"] = seed,
            ["rows"] = labels.Length,
            ["columns"] = columns.Count,
            ["outliers"] = labels.Count(isOutlier => isOutlier),
            ["seconds"] = seconds,
            ["scores"] = scores,
        };
    }

    /// <summary>Learns from one half of the ordinary rows and judges the other.</summary>
    private static double FalseAlarmRate(string path, List<(string Name, double[] Values)> columns, bool[] labels, ulong seed, int threads)
    {
        var ordinary = Enumerable.Range(0, labels.Length).Where(row => !labels[row]).ToArray();
        var order = new Rng(seed, HalvesStream).Permutation(ordinary.Length).Select(i => ordinary[i]).ToArray();
        var half = order.Length / 2;
        var fit = OutlierModel.Fit(Table(path, columns, order[..half]), new OutlierOptions { Seed = seed, Threads = threads });
        var judged = fit.Model.Score(Table(path, columns, order[half..]), threads, explainFrom: 0);
        return judged.Count(row => row.PValue <= FalseAlarms) / (double)(order.Length - half);
    }

    private static MemoryTable Table(string path, List<(string Name, double[] Values)> columns, int[] rows)
    {
        var table = new MemoryTable(Path.GetFileName(path));
        foreach (var (name, values) in columns)
            table.Add(name, Array.ConvertAll(rows, row => values[row]));
        return table;
    }

    private static (List<(string Name, double[] Values)> Columns, bool[] Labels) Load(TableFile table)
    {
        var values = table.Columns.Select(_ => new List<double>()).ToArray();
        foreach (var block in table.Read())
        {
            for (var i = 0; i < values.Length; i++)
                values[i].AddRange(block.Numbers(i)[..block.Rows]);
        }

        var columns = table.Columns.Select((column, i) => (column.Name, Values: values[i].ToArray())).ToList();
        var label = columns.Single(column => column.Name == Label);
        columns.Remove(label);
        return (columns, Array.ConvertAll(label.Values, value => value != 0));
    }
}
