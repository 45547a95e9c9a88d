namespace Hourglass.Cli.Commands;

/// <summary>What training took, for programs.</summary>
/// <param name="Epochs">Epochs done.</param>
/// <param name="Samples">Samples learnt from in each.</param>
/// <param name="Seconds">Seconds of training steps.</param>
/// <param name="CpuSeconds">Seconds of processor time for them, all threads together.</param>
/// <param name="SamplesPerSecond">Samples learnt from per second.</param>
/// <param name="SamplesPerCpuSecond">Samples learnt from per second of processor time.</param>
internal sealed record TrainingFigures(
    int Epochs, int Samples, double Seconds, double CpuSeconds, double SamplesPerSecond, double SamplesPerCpuSecond);
