using Hourglass.Data;
using Hourglass.Data.Tables;

namespace Hourglass.Outliers;

/// <summary>Fits an <see cref="OutlierModel"/>: read, encode, fit each score, calibrate, combine, calibrate.</summary>
internal static class OutlierFitting
{
    /// <summary>See <see cref="OutlierModel.Fit"/>.</summary>
    public static OutlierFit Run(ITable table, OutlierOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        if (options.Ignored.FirstOrDefault(name => table.Columns.All(column => column.Name != name)) is { } missing)
            throw new DataException($"{table.Name} has no column {missing}; it has {Listed(table.Columns)}.");
        var most = Math.Clamp(OutlierOptions.MostCells / Math.Max(1, table.Columns.Count), OutlierOptions.FewestRows, OutlierOptions.MostRows);
        var sample = TableSample.Of(table, most, options.Seed, progress, cancellation);
        if (sample.Rows < OutlierOptions.FewestRows)
            throw new DataException($"{table.Name} has {sample.Rows} {(sample.Rows == 1 ? "row" : "rows")}; at least {OutlierOptions.FewestRows} are needed to tell what is ordinary.");
        var (model, heldOut) = Learn(table, sample, options, progress, cancellation);
        if (CrossCalibration.For(table, sample, options, cancellation) is { } calibration)
            model = new OutlierModel(model.Encoder, model.Parts, model.Calibrations, calibration, options.Seed);
        return new OutlierFit(model, heldOut)
        {
            Rows = sample.TableRows,
            Notes = [.. model.Encoder.Columns.Where(column => column.LeftOut is not null).Select(column => $"{column.Name} is not looked at: it {column.LeftOut}")],
        };
    }

    /// <summary>Learns from rows in memory.</summary>
    /// <exception cref="DataException">Nothing varies.</exception>
    public static (OutlierModel Model, HeldOutScores HeldOut) Learn(
        ITable table, TableSample sample, OutlierOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var encoder = TableEncoder.Fit(table, sample, options.Ignored);
        var rows = Encode(table, sample, encoder, options, cancellation);
        var fitting = new Fitting(rows, options.Seed, options.Threads, cancellation);
        var (scores, calibrations, parts) = (new List<IOutlierScore>(), new List<Calibration>(), new List<double[]>());
        var fits = ScoreCatalogue.Fits;
        for (var i = 0; i < fits.Count; i++)
        {
            progress?.Report(new DataProgress("learning", i, fits.Count));
            var fitted = fits[i](fitting);
            var calibration = Calibration.Of(fitted.HeldOut);
            scores.Add(fitted.Score);
            calibrations.Add(calibration);
            parts.Add(Array.ConvertAll(fitted.HeldOut, calibration.Surprisal));
        }

        var combined = new double[rows.Count];
        for (var row = 0; row < combined.Length; row++)
            combined[row] = OutlierModel.Combine(parts.Select(part => part[row]).ToArray(), rows.Surprises[row] is not null, rows.Count);
        var model = new OutlierModel(encoder, scores, calibrations, Calibration.Of(combined), options.Seed);
        return (model, new HeldOutScores(sample.RowNumbers, parts, combined, options.WithBaselines ? Baselines.Of(fitting) : []));
    }

    private static FeatureRows Encode(ITable table, TableSample sample, TableEncoder encoder, OutlierOptions options, CancellationToken cancellation)
    {
        var projection = Projection.For(encoder.Features.Count, options.Seed);
        var (rows, reading, block) = (Projection.Room(projection, sample.Rows, encoder.Features.Count), encoder.Bind(table), sample.ToBlock(table.Columns));
        rows.Count = sample.Rows;
        RowRanges.RunAndRethrow(sample.Rows, options.Threads, cancellation, (first, count) =>
        {
            encoder.Encode(reading, block, first, count, rows);
            projection?.Apply(rows, first, count);
        });
        return rows;
    }

    private static string Listed(IReadOnlyList<TableColumn> columns)
    {
        const int Shown = 8;
        var names = string.Join(", ", columns.Take(Shown).Select(column => column.Name));
        return columns.Count > Shown ? $"{names} and {columns.Count - Shown} more" : names;
    }
}
