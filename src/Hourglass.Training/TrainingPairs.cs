using System.Collections.Concurrent;
using Hourglass.Architectures;
using Hourglass.Runs;
using Hourglass.Tasks;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>What a trainer learns from and what it watches the learning by.</summary>
internal sealed record TrainingPairs
{
    private const ulong ValidationSeed = 0x5EED;

    /// <summary>Pairs in an epoch.</summary>
    public required int Count { get; init; }

    /// <summary>Makes a reader for one thread.</summary>
    public required Func<Device, IPairReader> Reader { get; init; }

    /// <summary>The same for validation.</summary>
    public required Func<Device, IPairReader> Validation { get; init; }

    /// <summary>The indices of the validation pairs; empty where there are none.</summary>
    public required IReadOnlyList<int> ValidationIndices { get; init; }

    /// <summary>The most validation pairs at once; those of different sizes go one by one.</summary>
    public int ValidationBatch { get; init; } = 1;

    /// <summary>Names the data closely enough that a resumed run notices other data.</summary>
    public required string Identity { get; init; }

    /// <summary>Samples of one shape, reconstructed or restored by the plan's task.</summary>
    public static TrainingPairs Of(TrainingPlan plan, TrainingSamples samples)
    {
        return new TrainingPairs
        {
            Count = samples.Train.Count,
            Reader = device => new BatchReader(samples.Train, samples.Normalization, device, Draw(plan.Seed, samples.Train.Count)),
            Validation = device => new BatchReader(samples.Validation!, samples.Normalization, device, Draw(plan.Seed ^ ValidationSeed, 0)),
            ValidationIndices = samples.Validation is { } validation ? [.. Enumerable.Range(0, validation.Count)] : [],
            ValidationBatch = plan.BatchSize,
            Identity = samples.Identity(),
        };

        PairDraw? Draw(ulong seed, int count) => plan.Task is { } task ? new PairDraw(task, seed, count) : null;
    }

    /// <summary>Patches of photographs for the plan's task; an epoch sees as many pixels as there are.</summary>
    /// <exception cref="ArchitectureException">The network cannot take the patches.</exception>
    public static TrainingPairs Of(TrainingPlan plan, PhotographSamples samples, Hourglass.Architectures.Architecture architecture)
    {
        var task = plan.Task!;
        if (task.GridSide > 0)
            return OnGrid(plan, samples);
        var count = (int)Math.Clamp(samples.TrainingPixels / ((long)plan.Patch * plan.Patch), plan.BatchSize, int.MaxValue);
        var multiple = NetworkStride.Of(architecture) * task.Scale;
        return new TrainingPairs
        {
            Count = count,
            Reader = device => new PatchReader(samples, new PairDraw(task, plan.Seed, count), plan.Patch, device),
            Validation = device => new WholeReader(samples, new PairDraw(task, plan.Seed ^ ValidationSeed, 0), multiple, device),
            ValidationIndices = samples.Validation,
            Identity = samples.Identity(),
        };
    }

    /// <summary>Whole photographs, seen on a grid.</summary>
    private static TrainingPairs OnGrid(TrainingPlan plan, PhotographSamples samples)
    {
        var kept = new ConcurrentDictionary<int, TrainingPair>();
        return new TrainingPairs
        {
            Count = samples.Train.Count,
            Reader = device => new GridReader(samples, samples.Train, kept, device),
            Validation = device => new GridReader(samples, samples.Validation, kept, device),
            ValidationIndices = [.. Enumerable.Range(0, samples.Validation.Count)],
            ValidationBatch = plan.BatchSize,
            Identity = samples.Identity(),
        };
    }
}
