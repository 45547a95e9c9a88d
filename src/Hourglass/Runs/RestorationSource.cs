using Hourglass.Data;
using Hourglass.Evaluation;

namespace Hourglass.Runs;

/// <summary>The data of a restoring run: photographs of any size, or samples of one shape.</summary>
public sealed class RestorationSource : IDisposable
{
    private RestorationSource(PhotographSamples? photographs, TrainingSamples? samples, RestorationPictures judged) =>
        (Photographs, Samples, Judged) = (photographs, samples, judged);

    /// <summary>Photographs, or pairs of them; null where there are <see cref="Samples"/>.</summary>
    public PhotographSamples? Photographs { get; }

    /// <summary>Samples of one shape; null where there are <see cref="Photographs"/>.</summary>
    public TrainingSamples? Samples { get; }

    /// <summary>What the restorer is judged by.</summary>
    public RestorationPictures Judged { get; }

    /// <summary>How many pictures are learnt from.</summary>
    public int TrainingCount => Photographs?.Train.Count ?? Samples!.Train.Count;

    /// <summary>What was left out, and what should be known.</summary>
    public IReadOnlyList<OpenedData> Opened => Photographs is { } photographs
        ? [new OpenedData(photographs.Data, photographs.Train.Count + photographs.Validation.Count + photographs.Test.Count, photographs.Problems, [])]
        : [.. Samples!.Opened.Select(OpenedData.Of)];

    /// <summary>Opens the data of a plan with a task.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="anySize">Whether the network takes pictures of any size; else pictures are brought to one.</param>
    /// <param name="progress">Told how many are read.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="DataException">It cannot be used; the message says why.</exception>
    public static RestorationSource Open(TrainingPlan plan, bool anySize, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default) =>
        anySize && PhotographSamples.AreAt(plan.Data)
            ? Of(PhotographSamples.Open(plan, progress, cancellation))
            : Of(TrainingSamples.Open(plan, progress, cancellation), plan.Task!);

    /// <summary>Photographs that are open; they are closed with this.</summary>
    public static RestorationSource Of(PhotographSamples photographs) => new(photographs, null, photographs.Judged());

    /// <summary>Samples that are open; they are closed with this.</summary>
    /// <exception cref="DataException">The task cannot use them.</exception>
    public static RestorationSource Of(TrainingSamples samples, Tasks.RestorationTask task)
    {
        try
        {
            return new RestorationSource(null, samples, samples.Judged(task));
        }
        catch
        {
            samples.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Photographs?.Dispose();
        Samples?.Dispose();
    }
}
