using System.Text.Json.Serialization;
using Hourglass.Evaluation;

namespace Hourglass.Training;

/// <summary>Where a run stands, apart from its tensors: with those and the plan, all that is needed to go on exactly.</summary>
internal sealed record TrainerState
{
    /// <summary>Whole epochs done.</summary>
    public int Epoch { get; set; }

    /// <summary>Batches done in the current epoch.</summary>
    public int Batch { get; set; }

    /// <summary>Steps done in the whole run.</summary>
    public long Step { get; set; }

    /// <summary>Steps of a run of so many minutes, once that is known; 0 before, and for a run of so many epochs.</summary>
    public long Steps { get; set; }

    /// <summary>Seconds when the first steps, which are slower, were done.</summary>
    public double SettledSeconds { get; set; }

    /// <summary>The sum of the losses of the current epoch's batches.</summary>
    public double LossSum { get; set; }

    /// <summary>See <see cref="AdamOptimizer.Groups"/>.</summary>
    public GroupProgress[] Groups { get; set; } = [];

    /// <summary>Seconds of training, interruptions not counted.</summary>
    public double Seconds { get; set; }

    /// <summary>Seconds of processor time for the same, of all threads together.</summary>
    public double CpuSeconds { get; set; }

    /// <summary>The epoch with the lowest validation loss, counted from 1; 0 before the first.</summary>
    public int BestEpoch { get; set; }

    /// <summary>The lowest validation loss; null before the first.</summary>
    public double? BestLoss { get; set; }

    /// <summary>What each finished epoch came to.</summary>
    public List<EpochRecord> History { get; init; } = [];
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SavedState))]
internal sealed partial class TrainerJson : JsonSerializerContext;
