using Hourglass.Cli.Terminal;
using Hourglass.Runs.Texts;

namespace Hourglass.Cli.Commands;

/// <summary>The part of <c>hourglass outliers</c> that is for texts.</summary>
internal static class TextOutliers
{
    /// <summary>Ranks the texts.</summary>
    /// <param name="invocation">The command line.</param>
    /// <param name="source">Reads the texts.</param>
    /// <param name="path">The texts.</param>
    /// <param name="falseAlarms">The share that are called outliers.</param>
    /// <param name="files">Where to write all rows and the page, or null.</param>
    /// <param name="top">How many are shown.</param>
    /// <param name="seed">Names all that is random.</param>
    public static int Run(Invocation invocation, TextSource source, string path, double falseAlarms, (string? Rows, string? Page) files, int top, ulong seed)
    {
        if (files.Rows is { } rows && Path.GetExtension(rows) != ".csv")
            throw CommandException.Usage($"-o {rows}: results of texts are written as .csv; name such a file");
        TextOutlierReport report;
        using (var view = invocation.Output.Progress("reading"))
        {
            var texts = source.Open(invocation, path, null, view);
            foreach (var note in texts.Notes)
                invocation.Output.Problem(note);
            report = TextOutlierJob.Run(texts, source.Meaning(invocation), falseAlarms, seed, view, invocation.Cancellation);
        }

        if (files.Rows is not null)
            TextOutlierJob.WriteCsv(files.Rows, report);
        if (files.Page is not null)
            TextOutlierPage.Write(files.Page, report, Application.Version);
        invocation.Output.Result(report, CliJson.Default.TextOutlierReport, () => Print(invocation.Output, report, files.Rows, top));
        return ExitCode.Done;
    }

    private static void Print(Output output, TextOutlierReport report, string? rows, int top)
    {
        var baseline = report.Baselines[0];
        var ranks = PictureOutliers.Ranks(baseline.Scores);
        if (top > 0)
        {
            output.Table(
                ["text", "about", "score", $"rank by {baseline.Method}"],
                [.. report.Texts.Take(top).Select(text => new[] { text.Name, string.Join(' ', text.About), FormattableString.Invariant($"{text.Score:0.0}"), Format.Count(ranks[text.Index]) })],
                textColumns: 2);
        }

        output.Line(FormattableString.Invariant(
            $"{Format.Count(report.Texts.Count(text => text.IsOutlier))} of {Format.Count(report.Texts.Count)} texts of {report.Data} are called outliers; {report.Seconds:0.0} s"));
        if (rows is not null)
            output.Line($"every text is in {rows}");
    }
}
