using System.CommandLine;
using System.Globalization;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Outliers;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass drift</c>: has the data changed since a model learned it?</summary>
internal sealed class DriftCommand
{
    private readonly Argument<string> _model = new("MODEL") { Description = "The folder that outliers --save wrote, or a trained model or run." };
    private readonly Argument<string> _new = new("NEW") { Description = "New rows (.csv, .tsv, .parquet or .jsonl; text also as .gz); for a trained model, samples such as it learned from, the test part where they have one." };
    private readonly Option<double?> _level = Choices.Percentage("--level", "The chance of calling drift where there is none, over all tests; by default 5%.");
    private readonly Option<int?> _top = Choices.Number("--top", "Show so many tests, by default 10.", 0, 100_000);
    private readonly TableOptionsGroup _table = new();
    private readonly ReadingOptions _samples = new();

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new DriftCommand();
        var verb = new Verb(shell, "drift", "Test whether new rows or pictures are like those a model learned from; the exit code is 1 when they are not.", command.Run)
        {
            Examples =
            [
                ("hourglass drift runs/payments january.csv", "Every column, what is missing, and the rows as a whole."),
                ("hourglass drift runs/photos today/ --level 1% --json", "Pictures, by a model that train made; for a script: the exit code is 1 on drift."),
            ],
        };
        verb.Add(command._model);
        verb.Add(command._new);
        verb.Add(command._level);
        verb.Add(command._top);
        command._table.AddTo(verb);
        command._samples.AddTo(verb, "Reading pictures and other samples");
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var folder = invocation.Require(_model);
        var isTable = OutlierModelFolder.IsAt(folder);
        DriftReport report;
        using (var view = invocation.Output.Progress("reading"))
            report = isTable ? OfTable(invocation, folder, view) : OfSamples(invocation, folder, view);
        var shown = report with { Findings = [.. report.Findings.Take(invocation.Get(_top) ?? 10)] };
        invocation.Output.Result(new Drifted(report.HasDrifted, shown), CliJson.Default.Drifted, () => Print(invocation.Output, report, shown));
        return report.HasDrifted ? ExitCode.CheckFailed : ExitCode.Done;
    }

    private DriftReport OfTable(Invocation invocation, string folder, ProgressView view)
    {
        var model = OutlierModelFolder.Read(folder);
        Refuse(invocation, _samples.All, $"{folder} is a model of a table");
        using var table = _table.Open(invocation, invocation.Require(_new));
        return DriftTest.Run(model, table, Level(invocation), invocation.Threads, view, invocation.Cancellation);
    }

    private DriftReport OfSamples(Invocation invocation, string folder, ProgressView view)
    {
        using var model = ReadingOptions.OpenModel(invocation, folder);
        Refuse(invocation, _table.All, $"{folder} is a model of samples");
        HeldOutSamples.Of(model);
        var path = invocation.Require(_new);
        using var data = _samples.Open(invocation, model, path, _samples.PartOr(invocation, DataSets.HasTestPart(path) ? DataPart.Test : DataPart.Train), view);
        ReadingOptions.NoteProblems(invocation.Output, data);
        return SampleDriftTest.Run(model, data, Level(invocation), view, invocation.Cancellation);
    }

    private static void Refuse(Invocation invocation, IReadOnlyList<Option> strays, string why)
    {
        if (strays.FirstOrDefault(invocation.Has) is { } stray)
            throw CommandException.Usage($"{stray.Name} has no meaning here, for {why}; leave it out");
    }

    private double Level(Invocation invocation) => invocation.Get(_level) ?? 0.05;

    private static void Print(Output output, DriftReport report, DriftReport shown)
    {
        if (shown.Findings.Count > 0)
        {
            string[] headers = ["", "test", "before", "now", "distance", "p-value", "corrected"];
            output.Table(headers, [.. shown.Findings.Select(finding => new[]
            {
                finding.What, finding.Test, finding.Before, finding.Now, Format.Share(finding.Distance), Chance(finding.PValue), Chance(finding.Corrected),
            })], textColumns: 4);
            output.Line();
        }

        if (shown.Strangest.Count > 0)
        {
            output.Table(["worst reconstructions", "error", "p-value"], [.. shown.Strangest.Select(sample => new[] { sample.Name, Format.Error(sample.Error), Chance(sample.PValue) })]);
            output.Line();
        }

        var kind = shown.Strangest.Count > 0 ? "samples" : "rows";
        var level = (100 * report.Level).ToString("0.####", CultureInfo.InvariantCulture);
        var drifted = report.Findings.Count(finding => finding.Corrected <= report.Level);
        output.Line(report.HasDrifted
            ? $"drift: {drifted} of {report.Findings.Count} tests on {Format.Count(report.TestedRows)} {kind}, at level {level} % over all tests"
            : $"no drift: none of {report.Findings.Count} tests on {Format.Count(report.TestedRows)} {kind}, at level {level} % over all tests");
    }

    private static string Chance(double value) => value.ToString("G2", CultureInfo.InvariantCulture);
}

/// <summary>The verdict.</summary>
/// <param name="HasDrifted">Whether the data has changed.</param>
/// <param name="Report">The tests, the clearest first.</param>
internal sealed record Drifted(bool HasDrifted, DriftReport Report);
