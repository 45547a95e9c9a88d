using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Runs;

namespace Hourglass.Training;

/// <summary>The job of a restoring network without a code, from pictures to a model folder, its figures and the report.</summary>
internal static class RestorationRun
{
    private const int GoldenSamples = 4;

    /// <summary>What <see cref="TrainingRun.Run"/> does, for photographs of any size or samples of one.</summary>
    public static TrainingResult Run(
        TrainingPlan plan, RunFolder folder, bool resume, IProgress<TrainingProgress>? progress, Action<OpenedData>? opened, Action<EpochRecord>? log,
        CancellationToken cancellation)
    {
        using var source = RestorationSource.Open(plan, anySize: true, progress.Reading(), cancellation);
        foreach (var part in source.Opened)
            opened?.Invoke(part);
        var architecture = resume ? folder.ReadArchitecture() : Build(plan, source);
        var pairs = source.Photographs is { } photographs ? TrainingPairs.Of(plan, photographs, architecture) : TrainingPairs.Of(plan, source.Samples!);
        using var trainer = new Trainer(plan, architecture, pairs, folder.Checkpoints, resume && folder.HasCheckpoint);
        TrainingRun.Train(trainer, plan, folder, resume, progress, log, cancellation);

        var content = new ModelContent { Weights = trainer.Network.Weights(), Golden = Golden(trainer, plan, source) };
        var info = TrainingRun.Info(trainer, plan, new Normalization(0, 1), source.Judged.Data, source.TrainingCount);
        var result = Export(folder, info, content, source.Judged, trainer.State.History, plan, progress, cancellation);
        return TrainingRun.Result(trainer, folder) with { Restoration = result };
    }

    /// <summary>Writes a model with a task, with a code or without, measures what was written, then writes it once more with its figures, and the report last.</summary>
    /// <exception cref="ModelMismatchException">The written model does not compute what the trained one did.</exception>
    public static RestorationResult Export(
        RunFolder folder, ModelInfo info, ModelContent content, RestorationPictures pictures, IReadOnlyList<EpochRecord> history, TrainingPlan plan,
        IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        progress.Stage("exporting");
        ModelFolder.Write(folder.Model, info, content);
        if (info.Architecture.HasCode)
            TrainingRun.OpenChecked(folder, plan).Dispose();
        using var restorer = Restorer.Open(folder.Model, new InferenceOptions { Threads = plan.Threads });
        var difference = restorer.CheckGolden();
        if (!(difference <= TrainingRun.ExportTolerance))
            throw new ModelMismatchException($"The exported model differs from the trained one by {difference:g2}; this is a bug.");

        var result = RestorationEvaluator.Evaluate(
            pictures, pair => restorer.Restore(pair.Picture, pair.Mask), plan.Seed, progress.Evaluating(), cancellation);
        ModelFolder.Write(folder.Model, info with { Metrics = result.Figures() }, content);
        progress.Stage("writing the report");
        RestorationReport.Write(folder.Report, info, restorer, pictures, result, history, Recipe.Describe(plan, info), plan.Seed, cancellation);
        AtomicFile.WriteText(folder.Evaluation, result.ToJson());
        return result;
    }

    private static Hourglass.Architectures.Architecture Build(TrainingPlan plan, RestorationSource source)
    {
        var (task, scale) = (plan.Task!, plan.Task!.Scale);
        if (plan.Model == SceneNetwork.Id && task.GridSide == 0)
            throw new ArchitectureException($"The model {SceneNetwork.Id} sees a whole photograph on a grid, which is of use to color a folder of photographs (--task {Tasks.Colorize.Name}) and nothing else; choose {ResidualRestorer.Id}.");
        var (height, width) = source.Samples is { } samples ? (samples.Train.Shape.Height, samples.Train.Shape.Width) : (plan.Patch, plan.Patch);
        if (task.GridSide is > 0 and var side)
            (height, width) = (side, side);
        var input = new SampleShape(task.InputChannels, height / scale, width / scale);
        var output = new SampleShape(task.OutputChannels, input.Height * scale, input.Width * scale);
        var architecture = plan.Model == SceneNetwork.Id ? SceneNetwork.Build(input, task.OutputChannels)
            : ResidualRestorer.IsNamed(plan.Model) ? ResidualRestorer.Build(input, task.OutputChannels, scale, plan.Model)
            : Hourglass.Architectures.Architecture.FromJson(File.ReadAllText(plan.Model)) with { Input = input };
        return ShapeInference.Output(architecture) == output
            ? architecture
            : throw new ArchitectureException($"{plan.Model} makes {ShapeInference.Output(architecture)} of {input}, but the task {task.Id} needs {output}.");
    }

    /// <summary>Patches of held-out pictures, or such samples, with what the trained network makes of them.</summary>
    private static GoldenVectors Golden(Trainer trainer, TrainingPlan plan, RestorationSource source)
    {
        var inputs = Enumerable.Range(0, GoldenSamples).SelectMany(i =>
        {
            var rng = new Rng(plan.Seed, (ulong)i);
            if (source.Photographs is not { } photographs)
                return source.Judged.Draw(i % source.Judged.Count, plan.Task!, rng).Input.Values;
            var picture = photographs.Test[i % photographs.Test.Count];
            var (height, width) = photographs.SizeOf(picture);
            var place = plan.Task!.GridSide > 0
                ? new PatchPlace(0, 0, height, width)
                : new PatchPlace(rng.NextInt(height - plan.Patch + 1), rng.NextInt(width - plan.Patch + 1), plan.Patch, plan.Patch);
            return photographs.Draw(picture, place, way: 0, rng).Input.Values;
        }).ToArray();
        return new GoldenVectors(inputs, [], trainer.Apply(inputs).Outputs);
    }
}
