namespace Hourglass.Training;

/// <summary>Where a run stands.</summary>
/// <param name="Stage">What is being done, for people: <c>training</c>, <c>evaluating</c> ...</param>
/// <param name="Epoch">The epoch in progress, counted from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Steps done in the whole run.</param>
/// <param name="Steps">Steps of the whole run.</param>
/// <param name="Loss">The mean loss of the epoch so far; NaN before the first reading.</param>
/// <param name="ValidationLoss">The last validation loss, if any.</param>
/// <param name="SamplesPerSecond">Training samples per second of wall time, this session.</param>
/// <param name="Remaining">Expected time left for training.</param>
public readonly record struct TrainingProgress(
    string Stage, int Epoch, int Epochs, long Step, long Steps, double Loss, double? ValidationLoss, double SamplesPerSecond, TimeSpan Remaining);
