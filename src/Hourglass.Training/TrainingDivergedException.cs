namespace Hourglass.Training;

/// <summary>The loss became infinite or not a number; the weights of this run are worthless from here on.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>An error that names the place and the remedy.</summary>
    /// <param name="epoch">The epoch, counted from 1.</param>
    /// <param name="step">Steps done.</param>
    /// <param name="learningRate">The learning rate at that step.</param>
    public TrainingDivergedException(int epoch, long step, double learningRate)
        : base(FormattableString.Invariant(
            $"Training diverged: the loss is no longer a number in epoch {epoch}, step {step}, at learning rate {learningRate:g3}; use a lower --learning-rate or a tighter --clip."))
    {
    }
}
