using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Data.Arrays;
using Hourglass.Numerics;
using Hourglass.Outliers.Pictures;
using Hourglass.Runs;

namespace Hourglass.Training;

/// <summary>Trains networks that tell pictures which do not belong.</summary>
public static class PictureNetworks
{
    /// <summary>The fewest pictures that an epoch counts for: with less there are more epochs.</summary>
    private const int FewestPictures = 4800;

    /// <summary>Trains a network to the last of its epochs; see <see cref="PictureNetworkTrainer"/>.</summary>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    /// <exception cref="ArchitectureException">The network cannot be built for such pictures.</exception>
    public static TrainedNetwork Train(
        string model, float[] pictures, SampleShape shape, (float Low, float High) range, ulong seed, int threads, IProgress<DataProgress>? progress,
        CancellationToken cancellation)
    {
        var recipe = TrainingPlan.Of("pictures", model);
        var plan = recipe with
        {
            Epochs = recipe.Epochs * Math.Max(1, FewestPictures * shape.Size / pictures.Length),
            Seed = seed,
            Threads = threads,
        };
        return Train(plan, pictures, shape, range, progress, cancellation);
    }

    /// <summary>The same by any plan; nothing is set aside for validation.</summary>
    internal static TrainedNetwork Train(
        TrainingPlan plan, float[] pictures, SampleShape shape, (float Low, float High) range, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var architecture = Catalogue.Build(plan.Model, shape, plan.Latent);
        using var data = new DataSet(new MemorySource(pictures)) { Name = plan.Data, Count = pictures.Length / shape.Size, Shape = shape, Range = range };
        using var samples = new TrainingSamples(data, null, data, new Normalization(range.Low, range.High));
        using var trainer = new Trainer(plan, architecture, samples, checkpointFolder: null, resume: false);
        trainer.Run(_ => { }, progress.Training("training"), cancellation);
        return new TrainedNetwork(architecture, trainer.Network.Weights());
    }
}
