using System.CommandLine;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Inference;
using Hourglass.Onnx;
using Hourglass.Runs;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass evaluate</c>: a model's figures on data, beside those of a simple method.</summary>
internal sealed class EvaluateCommand
{
    private readonly Argument<string> _model = Arguments.Model();
    private readonly Argument<string?> _data = new("DATA")
    {
        Description = "A known name or a path; by default what the model was trained on.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _report = new("--report") { Description = "Write a report here too.", HelpName = "FILE.html" };
    private readonly ReadingOptions _reading = new();

    /// <summary>The command.</summary>
    public static Verb Create(Shell shell)
    {
        var command = new EvaluateCommand();
        var verb = new Verb(shell, "evaluate", "Measure a model on data, beside PCA or another simple method.", command.Run)
        {
            Examples =
            [
                ("hourglass evaluate runs/mnist-conv-1", "On the held-out part of its own data."),
                ("hourglass evaluate runs/mnist-conv-1 scans/ --report scans.html", "On other pictures, brought to the model's size."),
            ],
        };
        verb.Add(command._model);
        verb.Add(command._data);
        verb.Add(command._report);
        command._reading.AddTo(verb);
        return verb;
    }

    private int Run(Invocation invocation)
    {
        var folder = invocation.Require(_model);
        if (ModelFolder.Read(folder) is { Task: not null } restoring)
            return Restore(invocation, folder, restoring);
        using var model = ReadingOptions.OpenModel(invocation, folder);
        var report = invocation.Get(_report);
        EvaluationResult result;
        using (var view = invocation.Output.Progress("reading"))
        {
            using var samples = Open(invocation, folder, model, view);
            foreach (var opened in samples.Opened)
                ReadingOptions.NoteProblems(invocation.Output, opened);
            var data = samples.Test;
            var labelled = data.HasLabels && data != samples.Train ? samples.Train : null;
            result = Evaluator.Evaluate(model, data, labelled, progress: view, cancellation: invocation.Cancellation);
            if (report is not null)
                Report.Write(report, model, data, result, [], Recipe(model.Info), invocation.Cancellation);
        }

        var comparison = Comparison.Of(result, run: null, report);
        invocation.Output.Result(comparison, CliJson.Default.Comparison, () =>
        {
            comparison.Print(invocation.Output);
            if (report is not null)
                invocation.Output.Pairs(("report", report));
        });
        return ExitCode.Done;
    }

    /// <summary>The figures of a model with a task: restored pictures, beside what a classical method makes of them.</summary>
    private int Restore(Invocation invocation, string folder, ModelInfo info)
    {
        var report = invocation.Get(_report);
        using var restorer = Restorer.Open(folder, new InferenceOptions { Threads = invocation.Threads });
        RestorationResult result;
        using (var view = invocation.Output.Progress("reading"))
        {
            using var source = OpenPictures(invocation, folder, info, view);
            foreach (var opened in source.Opened)
                ReadingOptions.NoteProblems(invocation.Output, opened);
            result = RestorationEvaluator.Evaluate(
                source.Judged, pair => restorer.Restore(pair.Picture, pair.Mask), info.Seed, view, invocation.Cancellation);
            if (report is not null)
                RestorationReport.Write(report, info, restorer, source.Judged, result, [], Recipe(info), info.Seed, invocation.Cancellation);
        }

        var table = Restoration.Of(result, run: null, report);
        invocation.Output.Result(table, CliJson.Default.Restoration, () =>
        {
            table.Print(invocation.Output);
            if (report is not null)
                invocation.Output.Pairs(("report", report));
        });
        return ExitCode.Done;
    }

    private RestorationSource OpenPictures(Invocation invocation, string folder, ModelInfo info, ProgressView view)
    {
        var run = new RunFolder(folder);
        if (invocation.Get(_data) is null && run.IsStarted)
            return RestorationSource.Open(run.ReadPlan(), !info.Architecture.HasCode, view, invocation.Cancellation); // The run's own split: nothing that it learnt from.
        return _reading.Open(invocation, info, invocation.Get(_data) ?? KnownDataSets.Find(info.Data)?.Id ?? throw Unknown(folder, info), view);
    }

    private static CommandException Unknown(string folder, ModelInfo info) =>
        CommandException.Usage($"{folder} was trained on {info.Data}, which is no known name; name the data to measure on: evaluate {folder} DATA");

    /// <summary>What to measure on, and what to classify it by: the same where there is no other part.</summary>
    private TrainingSamples Open(Invocation invocation, string folder, Autoencoder model, ProgressView view)
    {
        var run = new RunFolder(folder);
        if (invocation.Get(_data) is null && run.IsStarted && _reading.PartOr(invocation, DataPart.Test) == DataPart.Test)
            return TrainingSamples.Open(run.ReadPlan(), view, invocation.Cancellation); // The run's own split: nothing that it learnt from.

        var name = invocation.Get(_data) ?? (run.IsStarted ? run.ReadPlan().Data : KnownDataSets.Find(model.Info.Data)?.Id)
            ?? throw Unknown(folder, model.Info);
        var part = _reading.PartOr(invocation, DataSets.HasTestPart(name) ? DataPart.Test : DataPart.Train);
        var data = _reading.Open(invocation, model, name, part, view);
        var labelled = part == DataPart.Test && data.HasLabels ? _reading.Open(invocation, model, name, DataPart.Train, view) : data;
        return new TrainingSamples(labelled, null, data, model.Info.Normalization) { Opened = labelled == data ? [data] : [data, labelled] };
    }

    private static IReadOnlyList<(string Name, string Value)> Recipe(ModelInfo info) =>
    [
        ("model", info.Architecture.Name),
        ("trained on", info.Data),
        ("samples", Format.Count(info.Samples)),
        ("epochs", Format.Count(info.Epochs)),
        ("seed", Format.Plain(info.Seed)),
    ];
}
