using System.Runtime.CompilerServices;
using Hourglass.Archives;
using Hourglass.Archives.Codes;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Outliers.Pictures;
using Hourglass.Runs;
using Hourglass.Runs.Texts;
using Hourglass.Training;
using Hourglass.Training.Native;

namespace Hourglass.Cli.Commands;

/// <summary>The only place that names types of Hourglass.Training: the assembly, and libtorch with it, is loaded when a job is run and not before.</summary>
internal static class TrainingJob
{
    /// <summary>Trains by a plan with progress on stderr, and turns what goes wrong into exit codes.</summary>
    /// <exception cref="CommandException">Training cannot start, diverged, or was cancelled.</exception>
    public static (EvaluationResult? Evaluation, RestorationResult? Restoration, TrainingFigures Figures) Run(Invocation invocation, TrainingPlan plan, RunFolder folder, bool resume)
    {
        using var view = invocation.Output.Progress("starting", keepsLog: true);
        return Resumable(folder, "train", () => RunIsolated(invocation, plan, folder, resume, view));
    }

    /// <summary>The same for a sentence model.</summary>
    /// <exception cref="CommandException">Training cannot start, diverged, or was cancelled.</exception>
    public static TrainingFigures RunSentences(Invocation invocation, SentencePlan plan, RunFolder folder, bool resume)
    {
        using var view = invocation.Output.Progress("starting", keepsLog: true);
        return Resumable(folder, "sentences train", () => RunSentencesIsolated(invocation, plan, folder, resume, view));
    }

    private static T Resumable<T>(RunFolder folder, string command, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (OperationCanceledException cancelled)
        {
            var resumable = Directory.Exists(folder.Checkpoints);
            var remedy = resumable ? $"continue by {Application.Name} {command} --resume {Format.Argument(folder.Path)}" : "nothing was trained yet";
            throw new CommandException(ExitCode.Cancelled, $"cancelled; {remedy}", cancelled);
        }
    }

    /// <summary>Learns the network of an archive; libtorch is not needed for that.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ReadOnlyMemory<byte> LearnNetwork(
        PictureSet pictures, PackOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation) =>
        ArchiveNetworks.Train(pictures, options, progress, cancellation);

    /// <summary>Trains a network on normal pictures.</summary>
    /// <exception cref="CommandException">Training cannot start, or diverged.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TrainedNetwork LearnPictures(
        string model, float[] pictures, SampleShape shape, (float Low, float High) range, ulong seed, int threads, IProgress<DataProgress>? progress,
        CancellationToken cancellation)
    {
        try
        {
            return PictureNetworks.Train(model, pictures, shape, range, seed, threads, progress, cancellation);
        }
        catch (Exception failure) when (failure is TrainingDivergedException or LibtorchException)
        {
            throw new CommandException(ExitCode.BadData, failure.Message.TrimEnd('.'), failure);
        }
    }

    /// <summary>Searches for codes, and draws a page about what was found when a path is given.</summary>
    /// <param name="data">What the data is called.</param>
    /// <param name="report">The page; null for none.</param>
    public static CodeSearcher SearchCodes(string data, string? report) => (pictures, options, progress, cancellation) =>
    {
        var found = SearchIsolated(pictures, options, progress, cancellation);
        if (report is not null)
            CodesPage.Write(report, data, options, pictures, found, cancellation);
        return found;
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CodeSearchResult SearchIsolated(
        PictureSet pictures, PackOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            return ArchiveCodes.Search(pictures, options, progress, cancellation);
        }
        catch (Exception failure) when (failure is CodeTargetException or TrainingDivergedException or LibtorchException)
        {
            throw new CommandException(ExitCode.BadData, failure.Message.TrimEnd('.'), failure);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (EvaluationResult? Evaluation, RestorationResult? Restoration, TrainingFigures Figures) RunIsolated(Invocation invocation, TrainingPlan plan, RunFolder folder, bool resume, ProgressView view)
    {
        try
        {
            void Note(OpenedData data) => ReadingOptions.NoteProblems(invocation.Output, data);
            Action<EpochRecord>? log = invocation.Output.WantsLog ? epoch => Log(invocation.Output, epoch, plan.Minutes is null ? plan.Epochs : null) : null;
            var result = TrainingRun.Run(plan, folder, resume, new Reporter(view), Note, log, invocation.Cancellation);
            return (result.Evaluation, result.Restoration, new TrainingFigures(
                result.Epochs, result.Samples, result.Seconds, result.CpuSeconds, result.SamplesPerSecond, result.SamplesPerCpuSecond));
        }
        catch (Exception failure) when (failure is CheckpointException or TrainingDivergedException or LibtorchException)
        {
            throw new CommandException(ExitCode.BadData, failure.Message, failure);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TrainingFigures RunSentencesIsolated(Invocation invocation, SentencePlan plan, RunFolder folder, bool resume, ProgressView view)
    {
        try
        {
            Action<EpochRecord>? log = invocation.Output.WantsLog ? epoch => Log(invocation.Output, epoch, plan.Minutes is null ? plan.Epochs : null) : null;
            var result = SentenceRun.Run(plan, folder, resume, new Reporter(view), invocation.Output.Problem, log, invocation.Cancellation);
            return new TrainingFigures(
                result.Epochs, result.Samples, result.Seconds, result.CpuSeconds, result.SamplesPerSecond, result.SamplesPerCpuSecond);
        }
        catch (Exception failure) when (failure is CheckpointException or TrainingDivergedException or LibtorchException)
        {
            throw new CommandException(ExitCode.BadData, failure.Message, failure);
        }
    }

    private static void Log(Output output, EpochRecord epoch, int? epochs)
    {
        var validation = epoch.ValidationLoss is { } loss ? $"  validation {Format.Error(loss)}" : "";
        output.Note(FormattableString.Invariant($"epoch {epoch.Epoch}{(epochs is null ? "" : "/")}{epochs}  loss {Format.Error(epoch.TrainLoss)}{validation}  ")
            + $"{Format.Count((long)epoch.SamplesPerSecond)}/s  {Format.Duration(TimeSpan.FromSeconds(epoch.Seconds))}");
    }

    /// <summary>Passes on where a run stands. Only training knows epochs; the other stages count steps of their own.</summary>
    private sealed class Reporter(ProgressView view) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => view.Report(value.Epochs == 0
            ? new JobState(value.Stage, value.Step, value.Steps)
            : new JobState(
                FormattableString.Invariant($"epoch {Math.Min(value.Epoch, value.Epochs)}/{value.Epochs}"),
                value.Step,
                value.Steps,
                Format.Count((long)value.SamplesPerSecond) + "/s",
                double.IsFinite(value.Loss) ? "loss " + Format.Error(value.Loss) : "",
                value.Remaining));
    }
}
