using Hourglass.Data;

namespace Hourglass.Training;

/// <summary>Passes on progress between a run, which tells of training, and what it uses or serves, which tells of data.</summary>
internal static class ProgressStages
{
    /// <summary>Says that a stage has begun whose length is not known.</summary>
    public static void Stage(this IProgress<TrainingProgress>? progress, string stage) => progress?.Report(At(stage, 0, 0));

    /// <summary>Passes on how the reading of data goes.</summary>
    public static IProgress<DataProgress>? Reading(this IProgress<TrainingProgress>? progress) =>
        progress is null ? null : new Relay(progress, null);

    /// <summary>Passes on how many samples were evaluated.</summary>
    public static IProgress<DataProgress>? Evaluating(this IProgress<TrainingProgress>? progress) =>
        progress is null ? null : new Relay(progress, "evaluating");

    /// <summary>Passes on how many steps of a training are done, to one who asked for something that needs it.</summary>
    public static IProgress<TrainingProgress>? Training(this IProgress<DataProgress>? progress, string stage) =>
        progress is null ? null : new Steps(progress, stage);

    private static TrainingProgress At(string stage, long done, long total) =>
        new(stage, 0, 0, done, total, double.NaN, null, 0, TimeSpan.Zero);

    private sealed class Steps(IProgress<DataProgress> inner, string stage) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => inner.Report(new DataProgress(stage, value.Step, value.Steps));
    }

    private sealed class Relay(IProgress<TrainingProgress> inner, string? stage) : IProgress<DataProgress>
    {
        public void Report(DataProgress value) => inner.Report(At(stage ?? value.Stage, value.Done, value.Total));
    }
}
