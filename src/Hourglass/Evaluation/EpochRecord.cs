namespace Hourglass.Evaluation;

/// <summary>What one epoch of training came to.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainLoss">The mean objective over the epoch's batches, while the weights moved.</param>
/// <param name="ValidationLoss">The reconstruction error on the validation samples after the epoch; null without such samples.</param>
/// <param name="LearningRate">The rate of the epoch's last step.</param>
/// <param name="SamplesPerSecond">Training samples per second of wall time.</param>
/// <param name="Seconds">Training time since the start of the run, interruptions not counted.</param>
public sealed record EpochRecord(
    int Epoch, double TrainLoss, double? ValidationLoss, double LearningRate, double SamplesPerSecond, double Seconds);
