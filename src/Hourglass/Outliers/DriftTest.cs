using System.Globalization;
using Hourglass.Data;
using Hourglass.Data.Tables;

namespace Hourglass.Outliers;

/// <summary>Compares new rows with those that a model was fitted on: every column, what is missing, and how strange the rows are as a whole.</summary>
public static class DriftTest
{
    /// <summary>The fewest new rows that say anything.</summary>
    public const int FewestRows = 20;

    /// <summary>What a sketch of 512 values may be off by.</summary>
    private const double SketchTolerance = 1.0 / ColumnProfile.MostQuantiles;

    /// <summary>Training rows are scored by the parts of the model that did not see them, new rows by all: so much difference is not drift.</summary>
    private const double ScoreTolerance = 0.02;

    /// <summary>Compares a table with a model's training rows.</summary>
    /// <param name="model">Fitted on the rows to compare with.</param>
    /// <param name="table">The new rows; read once.</param>
    /// <param name="level">The chance of calling drift where there is none, over all tests together, in (0, 1).</param>
    /// <param name="threads">Threads to work with.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="DataException">A column is missing or of another kind, or there are too few rows.</exception>
    public static DriftReport Run(
        OutlierModel model, ITable table, double level = 0.05, int threads = 1, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        model.Encoder.Bind(table);
        var most = Math.Clamp(OutlierOptions.MostCells / Math.Max(1, table.Columns.Count), FewestRows, OutlierOptions.MostRows);
        var sample = TableSample.Of(table, most, model.Seed, progress, cancellation);
        if (sample.Rows < FewestRows)
            throw new DataException($"{table.Name} has {sample.Rows} rows; at least {FewestRows} are needed to tell drift from chance.");
        var block = sample.ToBlock(table.Columns);
        var findings = new List<DriftFinding>();
        var reading = model.Encoder.Bind(table);
        for (var i = 0; i < model.Encoder.Columns.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            AddColumn(model.Encoder, reading, block, i, findings);
        }

        findings.Add(OfScores(model, reading, block, threads, cancellation));
        return DriftReport.Of(sample.TableRows, sample.Rows, level, findings);
    }

    private static void AddColumn(TableEncoder encoder, TableReading reading, TableBlock block, int column, List<DriftFinding> findings)
    {
        var profile = encoder.Columns[column];
        if (profile.LeftOut is not null && !profile.IsConstant && profile.Kind == ColumnKind.Text)
            return;
        var missing = 0;
        if (profile.Kind == ColumnKind.Text)
        {
            missing = AddCategories(encoder, reading, block, column, findings);
        }
        else
        {
            var values = new List<double>(block.Rows);
            for (var row = 0; row < block.Rows; row++)
            {
                if (reading.Number(block, column, row) is var number && double.IsFinite(number))
                    values.Add(number);
            }

            missing = block.Rows - values.Count;
            if (values.Count > 0 && profile.Quantiles.Count > 0 && (profile.LeftOut is null || profile.IsConstant))
            {
                var there = values.ToArray();
                var (distance, p) = TwoSampleTest.KolmogorovSmirnov(profile.Quantiles, encoder.Rows * (1 - profile.MissingShare), there, SketchTolerance);
                findings.Add(new DriftFinding(
                    profile.Name, "values", distance, p, 1, "median " + TableEncoder.Show(profile.Kind, profile.Median),
                    "median " + TableEncoder.Show(profile.Kind, there[there.Length / 2])));
            }
        }

        if (missing == 0 && profile.MissingShare == 0)
            return;
        var before = profile.MissingShare * encoder.Rows;
        var (gap, chance) = TwoSampleTest.ChiSquared([before, encoder.Rows - before], [missing, block.Rows - missing]);
        findings.Add(new DriftFinding(profile.Name, "missing", gap, chance, 1, Percent(profile.MissingShare), Percent(missing / (double)block.Rows)));
    }

    private static int AddCategories(TableEncoder encoder, TableReading reading, TableBlock block, int column, List<DriftFinding> findings)
    {
        var profile = encoder.Columns[column];
        var places = profile.Counts.Keys.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        var (before, now, missing) = (new double[places.Count + 1], new double[places.Count + 1], 0);
        foreach (var (name, place) in places)
            before[place] = profile.Counts[name];
        before[^1] = Math.Max(0, Math.Round(encoder.Rows * (1 - profile.MissingShare)) - before.Sum());
        for (var row = 0; row < block.Rows; row++)
        {
            if (reading.Text(block, column, row) is { } text)
                now[places.GetValueOrDefault(text, places.Count)]++;
            else
                missing++;
        }

        var (distance, p) = TwoSampleTest.ChiSquared(before, now);
        var names = profile.Counts.Keys.Append("never seen").ToArray();
        findings.Add(new DriftFinding(profile.Name, "categories", distance, p, 1, Commonest(names, before), Commonest(names, now)));
        return missing;
    }

    private static DriftFinding OfScores(OutlierModel model, TableReading reading, TableBlock block, int threads, CancellationToken cancellation)
    {
        var scores = model.CombinedScores(reading, block, threads, cancellation);
        var held = model.Combined.Values;
        // Only stranger rows are drift: those that were learned from are less strange than the held-out ones.
        var (distance, p) = TwoSampleTest.KolmogorovSmirnov(held, held.Count, scores, ScoreTolerance, onlyLarger: true);
        return new DriftFinding(
            "all columns together", "score", distance, p, 1, "median " + held[held.Count / 2].ToString("F2", CultureInfo.InvariantCulture),
            "median " + scores[scores.Length / 2].ToString("F2", CultureInfo.InvariantCulture));
    }

    private static string Commonest(string[] names, double[] counts)
    {
        var total = counts.Sum();
        var best = Array.IndexOf(counts, counts.Max());
        return total == 0 ? "none" : $"{names[best]} {Percent(counts[best] / total)}";
    }

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture) + " %";
}
