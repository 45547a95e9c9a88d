using Hourglass.Evaluation;
using Hourglass.Runs;

namespace Hourglass.Training;

/// <summary>What a finished run came to.</summary>
public sealed record TrainingResult
{
    /// <summary>Where everything is.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Epochs done; fewer than planned when patience ran out.</summary>
    public required int Epochs { get; init; }

    /// <summary>Samples that each epoch learnt from: whole batches only.</summary>
    public required int Samples { get; init; }

    /// <summary>Samples learnt from in all.</summary>
    public required long LearntSamples { get; init; }

    /// <summary>Seconds of training steps, interruptions, validation and checkpoints not counted.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds of processor time for the same, all threads together.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>Samples learnt from per second.</summary>
    public double SamplesPerSecond => LearntSamples / Seconds;

    /// <summary>Samples learnt from per second of processor time.</summary>
    public double SamplesPerCpuSecond => LearntSamples / CpuSeconds;

    /// <summary>The quality on the test samples; null for a plan with a task.</summary>
    public EvaluationResult? Evaluation { get; init; }

    /// <summary>The quality on the test pictures of a plan with a task; null without one.</summary>
    public RestorationResult? Restoration { get; init; }
}
