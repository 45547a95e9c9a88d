using System.Runtime.CompilerServices;
using Hourglass.Cli.Terminal;
using Hourglass.Evaluation;
using Hourglass.Runs;
using Hourglass.Training;
using Hourglass.Training.Native;

namespace Hourglass.Cli.Commands;

/// <summary>The only place that names types of Hourglass.Training: the assembly, and libtorch with it, is loaded when a job is run and not before.</summary>
internal static class TrainingJob
{
    /// <summary>Trains by a plan with progress on stderr, and turns what goes wrong into exit codes.</summary>
    /// <exception cref="CommandException">Training cannot start, diverged, or was cancelled.</exception>
    public static EvaluationResult Run(Invocation invocation, TrainingPlan plan, RunFolder folder, bool resume)
    {
        using var view = invocation.Output.Progress("starting");
        try
        {
            return RunIsolated(invocation, plan, folder, resume, view);
        }
        catch (OperationCanceledException cancelled)
        {
            var resumable = Directory.Exists(folder.Checkpoints);
            var remedy = resumable ? $"continue by {Application.Name} train --resume {Quoted(folder.Path)}" : "nothing was trained yet";
            throw new CommandException(ExitCode.Cancelled, $"cancelled; {remedy}", cancelled);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static EvaluationResult RunIsolated(Invocation invocation, TrainingPlan plan, RunFolder folder, bool resume, ProgressView view)
    {
        try
        {
            return TrainingRun.Run(plan, folder, resume, new Reporter(view, invocation.Output), invocation.Cancellation);
        }
        catch (Exception failure) when (failure is CheckpointException or TrainingDivergedException or LibtorchException)
        {
            throw new CommandException(ExitCode.BadData, failure.Message, failure);
        }
    }

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    /// <summary>Passes on where a run stands: to the progress line, or as one log line for every epoch.</summary>
    private sealed class Reporter(ProgressView view, Output output) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (output.WantsLog && value.Completed is { } epoch)
                Log(epoch, value.Epochs);
            var training = value.Steps > 0 && value.Step < value.Steps;
            view.Report(new JobState(
                training ? FormattableString.Invariant($"epoch {value.Epoch}/{value.Epochs}") : value.Stage,
                training ? value.Step : 0,
                training ? value.Steps : 0,
                training ? Format.Count((long)value.SamplesPerSecond) + "/s" : "",
                training && double.IsFinite(value.Loss) ? "loss " + Format.Error(value.Loss) : "",
                training ? value.Remaining : null));
        }

        private void Log(EpochRecord epoch, int epochs)
        {
            var validation = epoch.ValidationLoss is { } loss ? $"  validation {Format.Error(loss)}" : "";
            output.Note(FormattableString.Invariant($"epoch {epoch.Epoch}/{epochs}  loss {Format.Error(epoch.TrainLoss)}{validation}  ")
                + $"{Format.Count((long)epoch.SamplesPerSecond)}/s  {Format.Duration(TimeSpan.FromSeconds(epoch.Seconds))}");
        }
    }
}
