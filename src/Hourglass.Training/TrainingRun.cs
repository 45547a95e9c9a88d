using Hourglass.Evaluation;
using Hourglass.Runs;

namespace Hourglass.Training;

/// <summary>The main job from end to end: data, training, model folder, evaluation beside PCA, report.</summary>
public static class TrainingRun
{
    /// <summary>Trains by a plan and leaves a run folder with the model, the metrics and one HTML report.</summary>
    /// <param name="plan">The recipe.</param>
    /// <param name="folder">The run's folder; made if it is missing.</param>
    /// <param name="resume">Go on from the last checkpoint in <paramref name="folder"/>.</param>
    /// <param name="progress">Told where the run stands.</param>
    /// <param name="cancellation">Stops after the step in progress, leaving a checkpoint.</param>
    /// <exception cref="Hourglass.Data.DataException">The data cannot be used.</exception>
    /// <exception cref="CheckpointException">There is nothing to resume, or a run is already there.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was written.</exception>
    public static EvaluationResult Run(
        TrainingPlan plan, RunFolder folder, bool resume = false, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) =>
        throw new NotImplementedException();
}
