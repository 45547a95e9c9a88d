using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Outliers;
using Hourglass.Runs;

namespace Hourglass.Training;

/// <summary>The main job from end to end: data, training, model folder, evaluation beside PCA, report.</summary>
public static class TrainingRun
{
    /// <summary>The largest difference between the trainer and ONNX Runtime that is accepted, in network units.</summary>
    public const double ExportTolerance = 1e-5;

    private const int GoldenSamples = 8;

    /// <summary>Trains by a plan and leaves a run folder with the model, the metrics and one HTML report.</summary>
    /// <param name="plan">The recipe.</param>
    /// <param name="folder">The run's folder; made once the data has been read.</param>
    /// <param name="resume">Go on from the last checkpoint in <paramref name="folder"/>.</param>
    /// <param name="progress">Told where the run stands.</param>
    /// <param name="opened">Told about each part of the data once it is open: how much there is and what was left out.</param>
    /// <param name="log">Told what each finished epoch came to.</param>
    /// <param name="cancellation">Stops after the step in progress, leaving a checkpoint.</param>
    /// <exception cref="DataException">The data cannot be used.</exception>
    /// <exception cref="ArchitectureException">The network cannot be built for this data.</exception>
    /// <exception cref="CheckpointException">There is nothing to resume, or a run is already there.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was written if training had begun.</exception>
    public static TrainingResult Run(
        TrainingPlan plan, RunFolder folder, bool resume = false, IProgress<TrainingProgress>? progress = null,
        Action<OpenedData>? opened = null, Action<EpochRecord>? log = null, CancellationToken cancellation = default)
    {
        CheckPlace(folder, resume);
        if (Handles(plan))
            return RestorationRun.Run(plan, folder, resume, progress, opened, log, cancellation);
        using var data = TrainingSamples.Open(plan, progress.Reading(), cancellation);
        foreach (var part in data.Opened)
            opened?.Invoke(OpenedData.Of(part));
        if (plan.Task is { } task)
            data.CheckFit(task);
        var architecture = resume ? folder.ReadArchitecture() : BuildArchitecture(plan, data.Train.Shape);
        using var trainer = new Trainer(plan, architecture, data, folder.Checkpoints, resume && folder.HasCheckpoint);
        Train(trainer, plan, folder, resume, progress, log, cancellation);
        return Finish(trainer, data, plan, folder, progress, cancellation);
    }

    /// <summary>Whether the plan's network has no code, so that it learns from patches of photographs.</summary>
    private static bool Handles(TrainingPlan plan)
    {
        if (!Catalogue.HasNoCode(plan.Model) && (Catalogue.Entries.Any(entry => entry.Id == plan.Model) || !File.Exists(plan.Model)
            || Architecture.FromJson(File.ReadAllText(plan.Model)).HasCode))
            return false;
        return plan.Task is not null
            ? true
            : throw new ArchitectureException($"The model '{plan.Model}' has no code, so it cannot reconstruct; give it a task, such as --task {Tasks.Denoise.Name}, or choose another model.");
    }

    /// <summary>Nothing in the folder is of use, and it would stand in the way of the next try; what went wrong before is what the user must hear of.</summary>
    private static void Discard(RunFolder folder)
    {
        try
        {
            if (Directory.Exists(folder.Path))
                Directory.Delete(folder.Path, recursive: true);
        }
        catch (Exception remains) when (remains is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static TrainingResult Finish(
        Trainer trainer, TrainingSamples data, TrainingPlan plan, RunFolder folder, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var content = Content(trainer, data, plan, progress, cancellation);
        var info = Info(trainer, plan, data.Normalization, data.Train.Name, data.Train.Count);
        if (plan.Task is { } task)
        {
            var restoration = RestorationRun.Export(folder, info, content, data.Judged(task), trainer.State.History, plan, progress, cancellation);
            return Result(trainer, folder) with { Restoration = restoration };
        }

        var result = Export(folder, info, content, data, trainer.State.History, plan, progress, cancellation);
        return Result(trainer, folder) with { Evaluation = result };
    }

    /// <summary>What a finished run came to; its checkpoints are no longer needed.</summary>
    internal static TrainingResult Result(Trainer trainer, RunFolder folder)
    {
        Directory.Delete(folder.Checkpoints, recursive: true);
        return new TrainingResult
        {
            Folder = folder,
            Epochs = trainer.State.Epoch,
            Samples = trainer.SamplesPerEpoch,
            LearntSamples = trainer.State.Step * trainer.BatchSize,
            Seconds = trainer.State.Seconds,
            CpuSeconds = trainer.State.CpuSeconds,
        };
    }

    internal static void CheckPlace(RunFolder folder, bool resume)
    {
        if (!resume && Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any())
            throw new CheckpointException($"{folder.Path} is not empty; resume the run in it with --resume, or choose another folder.");
        if (resume && folder.IsFinished)
            throw new CheckpointException($"The run in {folder.Path} is finished; its model is in {folder.Model}.");
        if (resume && !folder.IsStarted)
            throw new CheckpointException($"{folder.Path} holds no run: there is no plan.json; start one without --resume.");
    }

    private static Architecture BuildArchitecture(TrainingPlan plan, SampleShape shape)
    {
        if (!File.Exists(plan.Model) || Catalogue.Entries.Any(entry => entry.Id == plan.Model))
            return Catalogue.Build(plan.Model, shape, plan.Latent);
        var own = Architecture.FromJson(File.ReadAllText(plan.Model));
        return own.Input == shape
            ? own
            : throw new ArchitectureException($"{plan.Model} takes {own.Input}, but {plan.Data} gives {shape}; change its input or the size of the data.");
    }

    /// <summary>Trains to the end; a run that leaves nothing of use leaves no folder.</summary>
    internal static void Train(
        Trainer trainer, TrainingPlan plan, RunFolder folder, bool resume, IProgress<TrainingProgress>? progress, Action<EpochRecord>? log,
        CancellationToken cancellation)
    {
        try
        {
            if (!resume)
                folder.Start(plan, trainer.Network.Architecture);
            Train(trainer, folder, progress, log, cancellation);
        }
        catch when (!resume && !folder.HasCheckpoint)
        {
            Discard(folder);
            throw;
        }
    }

    private static void Train(
        Trainer trainer, RunFolder folder, IProgress<TrainingProgress>? progress, Action<EpochRecord>? log, CancellationToken cancellation)
    {
        MetricsLog.Write(folder.MetricsFile, trainer.State.History);
        using var events = new TensorBoardWriter(folder.Path, trainer.State.History, TimeProvider.System.GetUtcNow());
        trainer.Run(
            epoch =>
            {
                MetricsLog.Write(folder.MetricsFile, trainer.State.History);
                events.Add(epoch, TimeProvider.System.GetUtcNow());
                log?.Invoke(epoch);
            },
            progress, cancellation);
    }

    private static ModelContent Content(
        Trainer trainer, TrainingSamples data, TrainingPlan plan, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        progress.Stage("fitting PCA");
        var codeLength = ShapeInference.CodeLength(trainer.Network.Architecture);
        var pca = Pca.Fit(data.Train, data.Normalization, codeLength, plan.Seed, cancellation);
        return new ModelContent { Weights = trainer.Network.ModelWeights(), Golden = Golden(trainer, data), Baseline = pca.ToTensors() };
    }

    private static GoldenVectors Golden(Trainer trainer, TrainingSamples data)
    {
        var (test, normalization) = (data.Test, data.Normalization);
        var indices = Spacing.Even(test.Count, GoldenSamples);
        var stored = new float[indices.Length * test.Shape.Size];
        test.Read(indices, stored);
        var (codes, outputs) = trainer.Apply([.. stored.Select(value => (value - normalization.Low) / normalization.Span)]);
        return new GoldenVectors(stored, codes, [.. outputs.Select(value => value * normalization.Span + normalization.Low)]);
    }

    /// <summary>What model.json says, without figures.</summary>
    internal static ModelInfo Info(Trainer trainer, TrainingPlan plan, Normalization normalization, string data, int samples) => new()
    {
        Producer = $"hourglass {typeof(ModelInfo).Assembly.GetName().Version!.ToString(3)}",
        Architecture = trainer.Network.Architecture with { Adversary = null },
        Normalization = normalization,
        Task = plan.Task,
        Data = data,
        Samples = samples,
        Epochs = trainer.State.Epoch,
        TrainingSeconds = Math.Round(trainer.State.Seconds, 1),
        Seed = plan.Seed,
    };

    /// <summary>Writes the model, measures what was written, then writes it once more with its figures, and the report last.</summary>
    private static EvaluationResult Export(
        RunFolder folder, ModelInfo info, ModelContent content, TrainingSamples data, IReadOnlyList<EpochRecord> history, TrainingPlan plan,
        IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        progress.Stage("exporting");
        ModelFolder.Write(folder.Model, info, content);
        using var model = OpenChecked(folder, plan);
        var result = Evaluator.Evaluate(
            model, data.Test, data.Train, new EvaluationOptions { Seed = plan.Seed }, progress.Evaluating(), cancellation);
        progress.Stage("measuring held-out samples");
        var heldOut = HeldOutSamples.Measure(model, data.Validation ?? data.Test, SampleDriftTest.MostHeldOut, null, cancellation);
        ModelFolder.Write(folder.Model, info with { Metrics = Figures(result) }, content with { HeldOut = heldOut.ToTensors() });
        progress.Stage("writing the report");
        Report.Write(folder.Report, model, data.Test, result, history, Recipe.Describe(plan, info), cancellation);
        AtomicFile.WriteText(folder.Evaluation, result.ToJson());
        return result;
    }

    /// <summary>The exported model, once it is known to compute what the trained one did.</summary>
    /// <exception cref="ModelMismatchException">It does not.</exception>
    internal static Autoencoder OpenChecked(RunFolder folder, TrainingPlan plan)
    {
        var model = Autoencoder.Open(folder.Model, new InferenceOptions { Threads = plan.Threads });
        var (codes, outputs) = model.CheckGolden();
        if (codes <= ExportTolerance && outputs <= ExportTolerance)
            return model;
        model.Dispose();
        throw new ModelMismatchException($"The exported model differs from the trained one by {codes:g2} in codes and {outputs:g2} in outputs; this is a bug.");
    }

    private static Dictionary<string, double> Figures(EvaluationResult result)
    {
        var figures = new Dictionary<string, double>();
        foreach (var (prefix, method) in new[] { ("", result.Methods[0]), ("pca.", result.Methods[1]) })
        {
            figures[prefix + "mse"] = method.Mse;
            figures[prefix + "psnr"] = method.Psnr;
            if (method.Ssim is { } ssim)
                figures[prefix + "ssim"] = ssim;
        }

        return figures;
    }
}
