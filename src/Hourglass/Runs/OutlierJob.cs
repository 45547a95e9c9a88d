using System.Diagnostics;
using Hourglass.Data;
using Hourglass.Data.Tables;
using Hourglass.Evaluation;
using Hourglass.Outliers;

namespace Hourglass.Runs;

/// <summary>Ranks the rows of a table by how little they belong: with a model that is there, or with one learned from the rows themselves.</summary>
public sealed class OutlierJob
{
    private readonly ITable _table;
    private readonly OutlierPlan _plan;
    private readonly bool[]? _known;

    private OutlierJob(ITable table, OutlierPlan plan, CancellationToken cancellation)
    {
        (_table, _plan) = (table, plan);
        _known = plan.Label is null ? null : KnownOutliers.Read(table, plan.Label, cancellation);
    }

    /// <summary>Learns what is ordinary from the rows themselves, without their labels, and ranks them.</summary>
    /// <param name="table">Read twice, and once more with a label.</param>
    /// <param name="plan">Label, false-alarm rate, seed.</param>
    /// <param name="each">Told every row in the order of the table, and whether it is an outlier; null to tell nobody.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>The report and the model.</returns>
    /// <exception cref="DataException">The table cannot be used.</exception>
    public static (OutlierReport Report, OutlierModel Model) Run(
        ITable table, OutlierPlan plan, Action<OutlierRow, bool>? each, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var (job, start) = (new OutlierJob(table, plan, cancellation), Stopwatch.GetTimestamp());
        var options = new OutlierOptions { Seed = plan.Seed, Threads = plan.Threads, Ignored = job.Ignored };
        var fit = OutlierModel.Fit(table, options, progress, cancellation);
        var report = job.Score(fit.Model, fit.HeldOut, fit.Rows, each, progress, cancellation);
        return (report with
        {
            Baselines = [.. Sceptic(fit).Select(baseline => baseline.Id)],
            Ranks = [.. report.Top.Select(row => Ranks(fit, row))],
            Quality = job.QualityOf(fit),
            Notes = fit.Notes,
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
        }, fit.Model);
    }

    /// <summary>Ranks new rows by a model.</summary>
    /// <param name="model">Was fitted on other rows of the same columns.</param>
    /// <param name="table">Read once, and once more with a label.</param>
    /// <param name="plan">Label, false-alarm rate.</param>
    /// <param name="each">Told every row in the order of the table, and whether it is an outlier; null to tell nobody.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="DataException">The table cannot be used, or has other columns.</exception>
    public static OutlierReport Run(
        OutlierModel model, ITable table, OutlierPlan plan, Action<OutlierRow, bool>? each, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var (job, start) = (new OutlierJob(table, plan, cancellation), Stopwatch.GetTimestamp());
        var qualities = job._known is null ? null : new List<double>[model.Scores.Count + 1].Select(_ => new List<double>()).ToArray();
        var report = job.Score(model, null, 0, (row, isOutlier) =>
        {
            each?.Invoke(row, isOutlier);
            qualities?[0].Add(row.Score);
            for (var i = 0; qualities is not null && i < row.Parts.Count; i++)
                qualities[i + 1].Add(row.Parts[i]);
        }, progress, cancellation);
        return report with
        {
            Quality = qualities is null ? [] : [.. model.Scores.Prepend("combined").Zip(qualities, (id, scores) => Quality(id, scores.ToArray(), job._known!))],
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
    }

    private IReadOnlyCollection<string> Ignored => _plan.Label is null ? _plan.Ignored : [.. _plan.Ignored, _plan.Label];

    private OutlierReport Score(
        OutlierModel model, HeldOutScores? heldOut, long rows, Action<OutlierRow, bool>? each, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var top = new PriorityQueue<OutlierRow, (double Score, long Order)>();
        var (judged, outliers) = (0L, 0L);
        foreach (var row in model.Score(_table, heldOut, _plan.Threads, explainFrom: 1, cancellation))
        {
            var isOutlier = row.PValue <= _plan.FalseAlarms;
            outliers += isOutlier ? 1 : 0;
            each?.Invoke(row, isOutlier);
            if (top.Count < _plan.Top)
                top.Enqueue(row, (row.Score, -row.Row));
            else if (_plan.Top > 0)
                top.EnqueueDequeue(row, (row.Score, -row.Row));
            if (++judged % 4096 == 0)
                progress?.Report(new DataProgress("scoring", judged, rows));
        }

        if (judged == 0)
            throw new DataException($"{_table.Name} has no rows.");
        var strangest = new OutlierRow[top.Count];
        for (var i = strangest.Length - 1; i >= 0; i--)
            strangest[i] = top.Dequeue();
        return new OutlierReport { Rows = judged, Outliers = outliers, FalseAlarms = _plan.FalseAlarms, Top = strangest, Scores = model.Scores };
    }

    private OutlierQuality[] QualityOf(OutlierFit fit)
    {
        if (_known is null)
            return [];
        var known = Array.ConvertAll(fit.HeldOut.RowNumbers, row => _known[row]);
        return known.Contains(true) && known.Contains(false)
            ? [.. AllScores(fit).Select(score => Quality(score.Id, score.Scores, known))]
            : [];
    }

    private static OutlierQuality Quality(string id, double[] scores, bool[] known)
    {
        var quality = RankingQuality.Of(scores, known);
        return new OutlierQuality(id, quality.Auroc, quality.AveragePrecision);
    }

    private static IEnumerable<(string Id, double[] Scores)> AllScores(OutlierFit fit) =>
        [("combined", fit.HeldOut.Combined), .. fit.Model.Scores.Zip(fit.HeldOut.Parts), .. fit.HeldOut.Baselines];

    private static IEnumerable<(string Id, double[] Scores)> Sceptic(OutlierFit fit) =>
        fit.Model.Scores.Zip(fit.HeldOut.Parts).Where(part => part.First == ForestScore.Name).Concat(fit.HeldOut.Baselines);

    private static int[] Ranks(OutlierFit fit, OutlierRow row) => fit.HeldOut.Find(row.Row - 1) is { } at
        ? [.. Sceptic(fit).Select(baseline => 1 + baseline.Scores.Count(score => score > baseline.Scores[at]))]
        : [];
}
