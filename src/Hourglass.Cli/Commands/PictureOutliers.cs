using System.CommandLine;
using Hourglass.Architectures;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Outliers.Pictures;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary>The part of <c>hourglass outliers</c> that is for pictures: what does not belong, and where it is strange.</summary>
internal sealed class PictureOutliers
{
    private const int Shown = 10;

    private readonly Option<string?> _normals = new("--normal")
    {
        Description = "Pictures that belong: a known name or a path; by default each half of DATA is judged by the other.",
        HelpName = "DATA",
    };

    private readonly Option<string?> _normalLabel = new("--normal-label") { Description = "Of the normal pictures, those with this label only.", HelpName = "LABEL" };
    private readonly Option<DataPart?> _part = Choices.OneOf<DataPart>("--part", "Which part of DATA that its publisher split; by default train.");
    private readonly Option<int?> _limit = Choices.Number("--limit", "Use so many samples only, evenly spaced over all.", 2, int.MaxValue);

    /// <summary>The networks that <c>--model</c> may name.</summary>
    public static string Networks { get; } = string.Join(", ", Catalogue.Entries.Select(entry => entry.Id).Where(NetworkOutliers.IsUsable));

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_normals, _normalLabel, _part, _limit];

    /// <summary>Adds the options to the command.</summary>
    public void AddTo(Verb verb) => verb.Add("Pictures", All);

    /// <summary>The first of these options that was given, or null.</summary>
    public Option? Given(Invocation invocation) => All.FirstOrDefault(invocation.Has);

    /// <summary>Ranks the pictures.</summary>
    /// <param name="invocation">The command line.</param>
    /// <param name="path">The pictures.</param>
    /// <param name="plan">How.</param>
    public int Run(Invocation invocation, string path, PictureOutlierPlan plan)
    {
        if (invocation.Get(_normalLabel) is not null && invocation.Get(_normals) is null)
            throw CommandException.Usage("--normal-label chooses among the pictures of --normal; give that too");
        if (plan.Model is { } model)
        {
            if (!NetworkOutliers.IsUsable(model))
                throw CommandException.Usage($"--model {model}: pictures are judged by a network that is trained on normal ones: {Networks}");
            plan = plan with { Train = TrainingJob.LearnPictures };
        }

        PictureOutlierReport report;
        using (var view = invocation.Output.Progress("reading"))
        {
            using var data = DataSets.Open(
                path, invocation.Get(_part) ?? DataPart.Train, new DataOptions { Limit = invocation.Get(_limit) }, view, invocation.Cancellation);
            ReadingOptions.NoteProblems(invocation.Output, data);
            using var opened = invocation.Get(_normals) is { } name
                ? DataSets.Open(name, DataPart.Train, new DataOptions().As(data.Shape), view, invocation.Cancellation)
                : null;
            using var normals = opened is null || invocation.Get(_normalLabel) is not { } label ? null : WithLabel(opened, label);
            report = PictureOutlierJob.Run(data, normals ?? opened, plan, view, invocation.Cancellation);
        }

        invocation.Output.Result(report, CliJson.Default.PictureOutlierReport, () => Print(invocation.Output, report, plan));
        return ExitCode.Done;
    }

    private static DataSet WithLabel(DataSet data, string label)
    {
        var number = data.LabelNames.ToList().IndexOf(label);
        if (number < 0)
            throw new DataException($"{data.Name} has no label {label}; it has {(data.HasLabels ? string.Join(", ", data.LabelNames.Take(20)) : "none")}.");
        return data.Subset([.. Enumerable.Range(0, data.Count).Where(i => data.LabelOf(i) == number)]);
    }

    private static void Print(Output output, PictureOutlierReport report, PictureOutlierPlan plan)
    {
        output.Line(FormattableString.Invariant(
            $"{report.Data}: {Format.Count(report.Pictures.Count(picture => picture.IsOutlier))} of {Format.Count(report.Pictures.Count)} pictures are outliers at {100 * plan.FalseAlarms:0.##} % false alarms, by {(report.Model is { } model ? model + " trained on " : "")}{Format.Count(report.Normals)} normal ones; {report.Seconds:0.0} s"));
        if (report.Pictures.Min(picture => picture.PValue) > plan.FalseAlarms)
            output.Hint(FormattableString.Invariant($"no p-value reaches {100 * plan.FalseAlarms:0.##} %: with few normal pictures none can; go by the ranking"));
        var (ranks, hasPlaces) = (report.Baselines.Select(baseline => Ranks(baseline.Scores)).ToArray(), report.Pictures[0].X is not null);
        output.Table(
            ["picture", "score", "p", .. hasPlaces ? ["strangest at"] : Array.Empty<string>(), .. report.Baselines.Select(baseline => $"rank by {baseline.Method}")],
            [
                .. report.Pictures.Take(Shown).Select(picture => (string[])
                [
                    picture.Name, FormattableString.Invariant($"{picture.Score:0.0}"), FormattableString.Invariant($"{picture.PValue:0.####}"),
                    .. picture.X is { } x ? [FormattableString.Invariant($"{x},{picture.Y}")] : Array.Empty<string>(), .. ranks.Select(rank => Format.Count(rank[picture.Index])),
                ]),
            ]);
        if (report.Files.Count > 0)
            output.Line($"{plan.Output}: {string.Join(", ", report.Files)}");
        else
            output.Hint("-o FOLDER writes the whole ranking and a gallery");
    }

    /// <summary>The place of each in the ranking by a score, from 1, the highest first.</summary>
    public static int[] Ranks(IReadOnlyList<double> scores)
    {
        var ranks = new int[scores.Count];
        foreach (var (index, rank) in Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i]).Select((index, rank) => (index, rank)))
            ranks[index] = rank + 1;
        return ranks;
    }
}
