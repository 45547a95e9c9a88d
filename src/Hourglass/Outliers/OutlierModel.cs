using Hourglass.Data;
using Hourglass.Data.Tables;

namespace Hourglass.Outliers;

/// <summary>What is ordinary in a table: an encoder and a set of scores, each calibrated on rows it did not see, combined into one.</summary>
/// <remarks><code>
/// row -> TableEncoder -> features on three scales -> seven scores -> calibration: surprisal of each -> weighted mean -> calibration: p-value
/// </code>
/// A mean of minus the logarithms of p-values is Fisher's combination (1925). Nothing is chosen by labels.</remarks>
public sealed class OutlierModel
{
    private readonly Projection? _projection;
    private readonly Explanation _explanation;

    internal OutlierModel(TableEncoder encoder, IReadOnlyList<IOutlierScore> scores, IReadOnlyList<Calibration> calibrations, Calibration combined, ulong seed)
    {
        (Encoder, Parts, Calibrations, Combined, Seed) = (encoder, scores, calibrations, combined, seed);
        _projection = Projection.For(encoder.Features.Count, seed);
        _explanation = new Explanation(encoder, _projection is null ? scores.OfType<GaussianScore>().First(score => score.Id == GaussianScore.IdOf(FeatureScale.Standard)) : null);
    }

    /// <summary>Makes rows vectors.</summary>
    public TableEncoder Encoder { get; }

    /// <summary>The names of the scores that are combined.</summary>
    public IReadOnlyList<string> Scores => [.. Parts.Select(part => part.Id)];

    /// <summary>The seed it was fitted with.</summary>
    public ulong Seed { get; }

    /// <summary>The scores that are combined.</summary>
    internal IReadOnlyList<IOutlierScore> Parts { get; }

    /// <summary>What each score means.</summary>
    internal IReadOnlyList<Calibration> Calibrations { get; }

    /// <summary>What the combination means.</summary>
    internal Calibration Combined { get; }

    /// <summary>Learns what is ordinary in a table, outliers in it included: no labels, and outliers among the rows do little harm.</summary>
    /// <param name="table">Read once.</param>
    /// <param name="options">Seed, threads, columns to ignore.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="DataException">There are too few rows, or nothing varies.</exception>
    public static OutlierFit Fit(ITable table, OutlierOptions? options = null, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default) =>
        OutlierFitting.Run(table, options ?? new OutlierOptions(), progress, cancellation);

    /// <summary>Scores all rows of a table in order; memory does not grow with them.</summary>
    /// <param name="table">A table with the columns of the training data, in any order.</param>
    /// <param name="threads">Threads to work with; results do not depend on them.</param>
    /// <param name="explainFrom">Rows with a p-value up to this one get reasons; 1 for all, 0 for none.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="DataException">A column is missing, text stands where numbers are expected, or a row cannot be read.</exception>
    public IEnumerable<OutlierRow> Score(ITable table, int threads = 1, double explainFrom = 1, CancellationToken cancellation = default) =>
        Score(table, null, threads, explainFrom, cancellation);

    /// <summary>Scores all rows; those that the model was fitted on as if it had not been.</summary>
    internal IEnumerable<OutlierRow> Score(ITable table, HeldOutScores? training, int threads, double explainFrom, CancellationToken cancellation)
    {
        var reading = Encoder.Bind(table);
        FeatureRows? rows = null;
        foreach (var block in table.Read(cancellation))
        {
            if (rows is null || rows.Capacity < block.Capacity)
                rows = Projection.Room(_projection, block.Capacity, Encoder.Features.Count);
            rows.Count = block.Rows;
            var results = new OutlierRow[block.Rows];
            RowRanges.RunAndRethrow(block.Rows, threads, cancellation, (first, count) =>
            {
                Encode(reading, block, first, count, rows);
                var parts = Surprisals(rows, first, count);
                for (var i = 0; i < count; i++)
                    results[first + i] = Judge(reading, block, rows, first + i, parts[i], training, explainFrom);
            });
            foreach (var result in results)
                yield return result;
        }
    }

    /// <summary>The combined scores of all rows of a block.</summary>
    internal double[] CombinedScores(TableReading reading, TableBlock block, int threads, CancellationToken cancellation)
    {
        var rows = Projection.Room(_projection, block.Rows, Encoder.Features.Count);
        rows.Count = block.Rows;
        var combined = new double[block.Rows];
        RowRanges.RunAndRethrow(block.Rows, threads, cancellation, (first, count) =>
        {
            Encode(reading, block, first, count, rows);
            var parts = Surprisals(rows, first, count);
            for (var i = 0; i < count; i++)
                combined[first + i] = Combine(parts[i], rows.Surprises[first + i] is not null, Encoder.Rows);
        });
        return combined;
    }

    /// <summary>Encodes rows, and projects them where there are many features.</summary>
    internal void Encode(TableReading reading, TableBlock block, int first, int count, FeatureRows rows)
    {
        Encoder.Encode(reading, block, first, count, rows);
        _projection?.Apply(rows, first, count);
    }

    /// <summary>One surprisal: the weighted mean of all, and where a sort of value was never seen at least what being the only such row means.</summary>
    internal static double Combine(ReadOnlySpan<double> parts, bool isSurprise, int trainingRows)
    {
        var (sum, weights) = (0.0, 0.0);
        for (var i = 0; i < parts.Length; i++)
            (sum, weights) = (sum + ScoreCatalogue.Weights[i] * parts[i], weights + ScoreCatalogue.Weights[i]);
        var mean = sum / weights;
        return isSurprise ? Math.Log(trainingRows + 1) + mean : mean;
    }

    private double[][] Surprisals(FeatureRows rows, int first, int count)
    {
        var surprisals = new double[count][];
        for (var i = 0; i < count; i++)
            surprisals[i] = new double[Parts.Count];
        var scores = new double[count];
        for (var part = 0; part < Parts.Count; part++)
        {
            Parts[part].Score(rows, first, scores);
            for (var i = 0; i < count; i++)
                surprisals[i][part] = Calibrations[part].Surprisal(scores[i]);
        }

        return surprisals;
    }

    private OutlierRow Judge(
        TableReading reading, TableBlock block, FeatureRows rows, int at, double[] parts, HeldOutScores? training, double explainFrom)
    {
        var row = block.FirstRow + at;
        double score, pValue;
        if (training?.Find(row) is { } heldOut)
        {
            parts = training.PartsOf(heldOut);
            score = training.Combined[heldOut];
            pValue = training.PValueOf(heldOut);
        }
        else
        {
            score = Combine(parts, rows.Surprises[at] is not null, Encoder.Rows);
            pValue = Combined.PValue(score);
        }

        var reasons = pValue <= explainFrom ? _explanation.Of(reading, block, rows, at) : [];
        return new OutlierRow(row + 1, score, pValue, parts, reasons);
    }
}
