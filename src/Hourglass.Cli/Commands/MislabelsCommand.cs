using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Runs;
using Hourglass.Runs.Texts;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass mislabels</c>: samples whose label does not fit their content.</summary>
internal sealed class MislabelsCommand
{
    private const int ShownSuspects = 10;

    private readonly Argument<string> _data = new("DATA")
    {
        Description = "A known name, pictures (a folder for each label, IDX, npz), text (a folder of files for each label), or a table with --text and --label.",
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "A folder for the page to look at, the list of suspects and the corrected labels.",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> _decisions = new("--decisions")
    {
        Description = "What you decided on the page: goes before what was found.",
        HelpName = "FILE.csv",
    };

    private readonly Option<double?> _threshold = Choices.Number(
        "--threshold", "How likely a label must be wrong to be a suspect; by default 0.5.", 0.001, 0.999);

    private readonly Option<double?> _check = Choices.Number(
        "--check", "Also change so many percent of the labels by chance and see how many are found, beside two simpler ways.", 0.1, 50.0);

    private readonly Option<PlantedNoise?> _noise = Choices.OneOf<PlantedNoise>("--noise", "What labels are changed to for --check; by default uniform.");
    private readonly Option<string?> _label = new("--label") { Description = "The column of a table that holds the labels.", HelpName = "COLUMN" };
    private readonly TextSource _texts = new();
    private readonly Option<DataPart?> _part = Choices.OneOf<DataPart>("--part", "Which part of data that its publisher split; by default train.");
    private readonly Option<int?> _limit = Choices.Number("--limit", "Use so many samples only, evenly spaced over all.", 2, int.MaxValue);
    private readonly Option<ulong?> _seed = Choices.Number("--seed", "Names all random choices; by default 42.", ulong.MinValue, ulong.MaxValue);

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new MislabelsCommand();
        var verb = new Verb(shell, "mislabels", "Find samples whose label does not fit their content.", command.Run)
        {
            Examples =
            [
                ("hourglass mislabels photos/ -o labels/", "Folders of pictures or of text, one for each label: the suspects, and a page to look at them."),
                ("hourglass mislabels tickets.csv --text message --label team -o labels/", "A table with a column of text."),
            ],
        };
        verb.Add(command._data);
        verb.Add(command._output);
        verb.Add(command._decisions);
        verb.Add(command._threshold);
        verb.Add(command._check);
        verb.Add(command._noise);
        verb.Add("Text", [.. command._texts.All, command._label]);
        verb.Add("Reading the data", command._part, command._limit);
        verb.Add(command._seed);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var plan = new MislabelsPlan
        {
            Seed = invocation.Get(_seed) ?? 42,
            Threads = invocation.Threads,
            Threshold = invocation.Get(_threshold) ?? 0.5,
            Planted = (invocation.Get(_check) ?? 0) / 100,
            Noise = invocation.Get(_noise) ?? PlantedNoise.Uniform,
            Output = invocation.Get(_output),
            Decisions = invocation.Get(_decisions),
        };
        MislabelsReport report;
        using (var view = invocation.Output.Progress("reading"))
        {
            var name = invocation.Require(_data);
            using var data = Open(invocation, name, plan.Seed, view);
            ReadingOptions.NoteProblems(invocation.Output, data);
            report = MislabelsJob.Run(data, name, plan, view, invocation.Cancellation);
        }

        invocation.Output.Result(report, CliJson.Default.MislabelsReport, () => Print(invocation.Output, report, plan));
        return ExitCode.Done;
    }

    private DataSet Open(Invocation invocation, string name, ulong seed, ProgressView view)
    {
        if (!_texts.Is(invocation, name))
        {
            if (_texts.All.Append(_label).FirstOrDefault(invocation.Has) is { } stray)
                throw CommandException.Usage($"{stray.Name} is for text, and {name} is none by its name; leave {stray.Name} out, or name a column by --text");
            return DataSets.Open(name, invocation.Get(_part) ?? DataPart.Train, new DataOptions { Limit = invocation.Get(_limit) }, view, invocation.Cancellation);
        }

        if (new Option[] { _part, _limit }.FirstOrDefault(invocation.Has) is { } other)
            throw CommandException.Usage($"{other.Name} is not for text; leave it out");
        var texts = _texts.Open(invocation, name, invocation.Get(_label), view);
        view.Report(new DataProgress("learning codes", 0, 0));
        return CodedTexts.Learn(texts, _texts.Meaning(invocation), seed, invocation.Cancellation);
    }

    private static void Print(Output output, MislabelsReport report, MislabelsPlan plan)
    {
        output.Line(FormattableString.Invariant(
            $"{report.Data}: {Format.Count(report.Suspects.Count)} of {Format.Count(report.Samples)} labels are likelier wrong than {Percent(plan.Threshold)}; by the sum of all chances, about {report.Expected:0} are wrong; {report.Seconds:0.0} s"));
        if (report.Suspects.Count == 0 && report.Expected >= 1)
            output.Hint("--threshold 0.1 lists the less likely ones");
        if (report.Suspects.Count > 0)
        {
            output.Table(
                ["sample", "label", "suggested", "wrong with"],
                [.. report.Suspects.Take(ShownSuspects).Select(suspect => new[] { suspect.Name, suspect.Label, suspect.Suggested, Percent(suspect.Probability) })],
                textColumns: 3);
        }

        if (report.Check.Count > 0)
        {
            output.Line();
            output.Line($"{Percent(plan.Planted)} of the labels changed by chance, and how many of as many suspects were among them:");
            output.Table(
                ["", "found", "AUROC", "seconds"],
                [.. report.Check.Select(row => new[] { row.Method, Percent(row.Precision), FormattableString.Invariant($"{row.Auroc:0.0000}"), FormattableString.Invariant($"{row.Seconds:0.0}") })]);
        }

        if (report.Files.Count > 0)
            output.Line($"{plan.Output}: {string.Join(", ", report.Files)}");
        else if (report.Suspects.Count > 0)
            output.Hint("-o FOLDER writes them all, a page to look at them, and corrected labels");
    }

    private static string Percent(double share) => FormattableString.Invariant($"{100 * share:0.0} %");
}
