using Hourglass.Architectures;
using Hourglass.Evaluation;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Runs;

namespace Hourglass.Training;

/// <summary>The job of a restoring network without a code, from photographs to a model folder and its figures.</summary>
internal static class RestorationRun
{
    private const int GoldenSamples = 4;

    /// <summary>What <see cref="TrainingRun.Run"/> does, for photographs of any size.</summary>
    public static TrainingResult Run(
        TrainingPlan plan, RunFolder folder, bool resume, IProgress<TrainingProgress>? progress, Action<EpochRecord>? log, CancellationToken cancellation)
    {
        using var samples = PhotographSamples.Open(plan, progress.Reading(), cancellation);
        var architecture = resume ? folder.ReadArchitecture() : Build(plan);
        var pairs = TrainingPairs.Of(plan, samples, architecture);
        using var trainer = new Trainer(plan, architecture, pairs, folder.Checkpoints, resume && folder.HasCheckpoint);
        TrainingRun.Train(trainer, plan, folder, resume, progress, log, cancellation);

        progress.Stage("exporting");
        var content = new ModelContent { Weights = trainer.Network.Weights(), Golden = Golden(trainer, plan, samples) };
        var info = TrainingRun.Info(trainer, plan, new Normalization(0, 1), Path.GetFileName(plan.Data), samples.Train.Count);
        ModelFolder.Write(folder.Model, info, content);
        using var restorer = Restorer.Open(folder.Model, new InferenceOptions { Threads = plan.Threads });
        var difference = restorer.CheckGolden();
        if (!(difference <= TrainingRun.ExportTolerance))
            throw new ModelMismatchException($"The exported model differs from the trained one by {difference:g2}; this is a bug.");

        var result = RestorationEvaluator.Evaluate(
            info.Data, plan.Task!, samples.Test.Count, (i, task, rng) => samples.Draw(samples.Test[i], Whole(samples, i, plan.Task!.Scale), way: 0, rng, task),
            pair => restorer.Restore(pair.Picture, pair.Mask), plan.Seed, progress.Evaluating(), cancellation);
        ModelFolder.Write(folder.Model, info with { Metrics = Figures(result) }, content);
        AtomicFile.WriteText(folder.Evaluation, result.ToJson());
        return TrainingRun.Result(trainer, folder) with { Restoration = result };
    }

    private static Hourglass.Architectures.Architecture Build(TrainingPlan plan)
    {
        var task = plan.Task!;
        var side = plan.Patch / task.Scale;
        var input = new SampleShape(task.InputChannels, side, side);
        var output = new SampleShape(task.OutputChannels, side * task.Scale, side * task.Scale);
        var architecture = ResidualRestorer.IsNamed(plan.Model)
            ? ResidualRestorer.Build(input, task.OutputChannels, task.Scale, plan.Model)
            : Hourglass.Architectures.Architecture.FromJson(File.ReadAllText(plan.Model)) with { Input = input };
        return ShapeInference.Output(architecture) == output
            ? architecture
            : throw new ArchitectureException($"{plan.Model} makes {ShapeInference.Output(architecture)} of {input}, but the task {task.Id} needs {output}.");
    }

    private static GoldenVectors Golden(Trainer trainer, TrainingPlan plan, PhotographSamples samples)
    {
        var inputs = Enumerable.Range(0, GoldenSamples).SelectMany(i =>
        {
            var picture = samples.Test[i % samples.Test.Count];
            var (height, width) = samples.SizeOf(picture);
            var rng = new Rng(plan.Seed, (ulong)i);
            var place = new PatchPlace(rng.NextInt(height - plan.Patch + 1), rng.NextInt(width - plan.Patch + 1), plan.Patch, plan.Patch);
            return samples.Draw(picture, place, way: 0, rng).Input.Values;
        }).ToArray();
        return new GoldenVectors(inputs, [], trainer.Apply(inputs).Outputs);
    }

    private static PatchPlace Whole(PhotographSamples samples, int test, int multiple)
    {
        var (height, width) = samples.SizeOf(samples.Test[test]);
        return new PatchPlace(0, 0, height / multiple * multiple, width / multiple * multiple);
    }

    private static Dictionary<string, double> Figures(RestorationResult result)
    {
        var figures = new Dictionary<string, double>();
        foreach (var row in result.Rows)
        {
            figures[$"{row.Strength}: psnr"] = row.Psnr;
            figures[$"{row.Strength}: ssim"] = row.Ssim;
            figures[$"plain.{row.Strength}: psnr"] = row.PlainPsnr;
            figures[$"plain.{row.Strength}: ssim"] = row.PlainSsim;
        }

        return figures;
    }
}
