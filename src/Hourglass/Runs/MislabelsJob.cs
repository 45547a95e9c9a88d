using System.Diagnostics;
using Hourglass.Data;
using Hourglass.Outliers.Labels;

namespace Hourglass.Runs;

/// <summary>Finds labels that do not fit their samples, without a classifier.</summary>
public static class MislabelsJob
{
    /// <summary>Ranks all samples of a data set, and writes what was found where the plan says so.</summary>
    /// <param name="data">Labelled samples.</param>
    /// <param name="input">What the user called it.</param>
    /// <param name="plan">How.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellation">Stops; no file is left.</param>
    /// <exception cref="DataException">There are no labels, only one, or a sample or decision cannot be read.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static MislabelsReport Run(
        DataSet data, string input, MislabelsPlan plan, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var decisions = plan.Decisions is null ? null : LabelDecisions.Read(plan.Decisions, data);
        var start = Stopwatch.GetTimestamp();
        var codes = LabelledCodes.Of(data, plan.Seed, plan.Threads, progress, cancellation);
        progress?.Report(new DataProgress("ranking", 0, 0));
        var ranking = LabelRanking.Of(codes.Codes, codes.CodeLength, codes.Neighbors, codes.Given, codes.LabelCount, plan.Threads, cancellation);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var suspects = ranking.Suspects.Where(suspect => suspect.Probability >= plan.Threshold).ToArray();
        progress?.Report(new DataProgress("checking", 0, 0));
        var check = plan.Planted > 0 ? LabelCheck.Run(plan, codes, cancellation) : [];
        var report = new MislabelsReport(
            data.Name, data.LabelNames, data.Count, [.. suspects.Select(suspect => NamedSuspect.Of(suspect, data))],
            ranking.Suspects.Sum(suspect => suspect.Probability), check, seconds, [], data.Problems);
        return plan.Output is null ? report : report with { Files = MislabelsFiles.Write(plan.Output, data, input, report, decisions) };
    }
}
