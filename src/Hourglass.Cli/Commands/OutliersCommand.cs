using System.CommandLine;
using System.Globalization;
using Hourglass.Archives;
using Hourglass.Cli.Terminal;
using Hourglass.Numerics;
using Hourglass.Outliers;
using Hourglass.Runs;
using Hourglass.Tables;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass outliers</c>: which rows of a table, which pictures or texts do not belong, and why.</summary>
internal sealed class OutliersCommand
{
    private readonly Argument<string> _data = new("DATA")
    {
        Description = "A table (.csv, .tsv, .parquet, .jsonl; text also as .gz), pictures (a known name, a folder, an IDX file, an archive with codes), or text (a folder of files, a .txt with a text on each line).",
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "Write score, p-value, decision and reasons of every row to a .csv, .jsonl or .parquet, of texts to a .csv; of pictures, the ranking and a gallery with heat maps into a folder.",
        HelpName = "OUT",
    };

    private readonly Option<string?> _model = new("--model")
    {
        Description = $"Of a table: judge by a model that --save wrote, instead of by the rows themselves. Of pictures: train this network on the normal ones and judge by what it cannot give back: {PictureOutliers.Networks}.",
        HelpName = "MODEL",
    };

    private readonly Option<string?> _save = new("--save") { Description = "Keep what was learned, to judge new rows by.", HelpName = "FOLDER" };
    private readonly Option<string?> _label = new("--label")
    {
        Description = "A column that marks known outliers: it is not looked at, and every score is measured by it.",
        HelpName = "COLUMN",
    };

    private readonly Option<string[]> _ignore = new("--ignore") { Description = "A column that is not looked at; may be given several times.", HelpName = "COLUMN" };
    private readonly Option<double?> _falseAlarms = Choices.Percentage("--false-alarms", "The share of ordinary rows that may be called outliers; by default 1%.");
    private readonly Option<int?> _top = Choices.Number("--top", "Show so many rows, or pictures of an archive, by default 20.", 0, 10_000);
    private readonly Option<string?> _html = new("--html") { Description = "Also write a page to look at.", HelpName = "FILE.html" };
    private readonly Option<int?> _seed = Choices.Number("--seed", "Names all random choices; by default 42.", 0, int.MaxValue);
    private readonly TableOptionsGroup _reading = new();
    private readonly PictureOutliers _pictures = new();
    private readonly TextSource _texts = new();

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new OutliersCommand();
        var verb = new Verb(shell, "outliers", "Find the rows of a table, the pictures or the texts that do not belong, and say why.", command.Run)
        {
            Examples =
            [
                ("hourglass outliers payments.csv -o results.csv --save runs/payments", "The strangest rows, and a model to judge new ones."),
                ("hourglass outliers boards/new --normal boards/good -o strange/", "New pictures beside good ones, with heat maps."),
            ],
        };
        verb.Add(command._data);
        verb.Add(command._output);
        verb.Add(command._falseAlarms);
        verb.Add(command._seed);
        verb.Add(command._model);
        verb.Add("Tables", [.. command.OfTables]);
        command._reading.AddTo(verb);
        command._pictures.AddTo(verb);
        verb.Add("Text", [.. command._texts.All]);
        return verb;
    }

    private IEnumerable<Option> OfTables => [_save, _label, _ignore, _top, _html];

    private int Run(Invocation invocation)
    {
        var path = invocation.Require(_data);
        if (Archive.IsArchive(path))
            return RunOnArchive(invocation, path);
        if (_texts.Is(invocation, path) && !_reading.All.Any(invocation.Has))
            return RunOnTexts(invocation, path);
        var isTable = TableFile.IsTable(path);
        var stray = isTable ? _pictures.Given(invocation) : OfTables.Concat(_reading.All).FirstOrDefault(invocation.Has);
        stray ??= _texts.All.FirstOrDefault(invocation.Has);
        if (stray is not null)
            throw CommandException.Usage($"{stray.Name} is for {(isTable ? "pictures" : "tables")}, and {path} is {(isTable ? "a table" : "no table by its name")}; leave {stray.Name} out");
        return isTable ? RunOnTable(invocation) : _pictures.Run(invocation, path, new PictureOutlierPlan
        {
            Seed = (ulong)(invocation.Get(_seed) ?? 42),
            Threads = invocation.Threads,
            FalseAlarms = invocation.Get(_falseAlarms) ?? 0.01,
            Output = invocation.Get(_output),
            Model = invocation.Get(_model),
        });
    }

    private int RunOnArchive(Invocation invocation, string path)
    {
        Option[] strays = [_output, _falseAlarms, _seed, _model, .. OfTables.Except([_top]), .. _reading.All, .. _pictures.All, .. _texts.All];
        ArchiveCodesReading.Refuse(invocation, path, strays);
        return ArchiveCodesReading.Rank(invocation, path, invocation.Get(_top) ?? 20);
    }

    private int RunOnTexts(Invocation invocation, string path)
    {
        if ((_pictures.Given(invocation) ?? new Option[] { _model, _save, _label, _ignore }.FirstOrDefault(invocation.Has)) is { } stray)
            throw CommandException.Usage($"{stray.Name} is not for text, and {path} is read as text; leave {stray.Name} out");
        return TextOutliers.Run(
            invocation, _texts, path, invocation.Get(_falseAlarms) ?? 0.01, (invocation.Get(_output), invocation.Get(_html)), invocation.Get(_top) ?? 20,
            (ulong)(invocation.Get(_seed) ?? 42));
    }

    private int RunOnTable(Invocation invocation)
    {
        var (output, modelPath, save) = (invocation.Get(_output), invocation.Get(_model), invocation.Get(_save));
        if (modelPath is not null && save is not null)
            throw CommandException.Usage("--model and --save: the model is there already; leave --save out");
        if (output is not null && !OutlierTarget.IsSupported(output))
            throw CommandException.Usage($"-o {output}: results are written as .csv, .jsonl or .parquet; name such a file");
        var plan = new OutlierPlan
        {
            Label = invocation.Get(_label),
            Ignored = invocation.Get(_ignore) ?? [],
            FalseAlarms = invocation.Get(_falseAlarms) ?? 0.01,
            Top = invocation.Get(_top) ?? 20,
            Seed = (ulong)(invocation.Get(_seed) ?? 42),
            Threads = invocation.Threads,
        };
        var report = Judge(invocation, plan, modelPath, save, output);
        foreach (var note in report.Notes)
            invocation.Output.Note(note);
        if (invocation.Get(_html) is { } html)
            AtomicFile.WriteText(html, OutlierPage.Draw(report, invocation.Require(_data), Application.Version));
        var found = new FoundOutliers(output, save, report);
        invocation.Output.Result(found, CliJson.Default.FoundOutliers, () => found.Print(invocation.Output));
        return ExitCode.Done;
    }

    private OutlierReport Judge(Invocation invocation, OutlierPlan plan, string? modelPath, string? save, string? output)
    {
        using var view = invocation.Output.Progress("reading");
        var model = modelPath is null ? null : OutlierModelFolder.Read(modelPath);
        using var table = _reading.Open(invocation, invocation.Require(_data));
        OutlierReport? report = null;
        OutlierTarget.Write(output, each =>
        {
            if (model is null)
                (report, model) = OutlierJob.Run(table, plan, each, view, invocation.Cancellation);
            else
                report = OutlierJob.Run(model, table, plan, each, view, invocation.Cancellation);
        });
        if (save is not null)
            OutlierModelFolder.Write(save, model!);
        return report!;
    }
}

/// <summary>What was found.</summary>
/// <param name="Output">The file with all rows, if one was asked for.</param>
/// <param name="Model">The folder with the model, if one was kept.</param>
/// <param name="Report">The strangest rows and the figures.</param>
internal sealed record FoundOutliers(string? Output, string? Model, OutlierReport Report)
{
    /// <summary>Prints it.</summary>
    public void Print(Output output)
    {
        if (Report.Top.Count > 0)
        {
            var ranks = Report.Ranks.Count > 0 ? Report.Baselines.Select(id => $"{id} rank") : Enumerable.Empty<string>();
            string[] headers = ["row", "score", "p-value", .. ranks, "why"];
            output.Table(headers, [.. Report.Top.Select((row, i) => Cells(row, Report.Ranks.Count > 0 ? Report.Ranks[i] : null))], textColumns: headers.Length);
            output.Line();
        }

        if (Report.Quality.Count > 0)
        {
            output.Table(["by the label", "AUROC", "average precision"], [.. Report.Quality.Select(quality => new[]
            {
                quality.Score, Format.Share(quality.Auroc), Format.Share(quality.AveragePrecision),
            })]);
            output.Line();
        }

        var rate = (100 * Report.FalseAlarms).ToString("0.####", CultureInfo.InvariantCulture);
        output.Line(FormattableString.Invariant(
            $"{Format.Count(Report.Outliers)} of {Format.Count(Report.Rows)} rows are outliers at {rate} % false alarms; {Report.Seconds:0.0} s, {Format.Count((long)(Report.Rows / Math.Max(1e-3, Report.Seconds)))} rows a second"));
        if (Output is not null)
            output.Line($"every row is in {Output}");
        if (Model is not null)
            output.Line($"the model is in {Model}");
    }

    /// <summary>Ranks are of the rows learned from; of a long table those are some.</summary>
    private string[] Cells(OutlierRow row, IReadOnlyList<int>? ranks) =>
    [
        Format.Count(row.Row), row.Score.ToString("F2", CultureInfo.InvariantCulture), row.PValue.ToString("G2", CultureInfo.InvariantCulture),
        .. ranks is null ? [] : Report.Baselines.Select((_, i) => i < ranks.Count ? Format.Count(ranks[i]) : "not ranked"),
        string.Join("; ", row.Reasons.Take(2).Select(OutlierFile.Describe)),
    ];
}
