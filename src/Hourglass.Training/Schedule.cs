using Hourglass.Runs;

namespace Hourglass.Training;

/// <summary>The learning rate and the momentum of one step.</summary>
internal readonly record struct StepRate(double LearningRate, double Momentum);

/// <summary>How learning rate and momentum move over a run; a pure function of the step, so that a resumed run goes on exactly.</summary>
internal static class Schedule
{
    private const double WarmUp = 0.15;
    private const double LowMomentum = 0.85;
    private const double HighMomentum = 0.95;
    private const double FirstShare = 1.0 / 25;

    /// <summary>The rates of step <paramref name="step"/> of <paramref name="steps"/>.</summary>
    public static StepRate At(TrainingPlan plan, long step, long steps)
    {
        var done = steps <= 1 ? 1 : (double)step / (steps - 1);
        return plan.Schedule switch
        {
            ScheduleKind.Constant => new StepRate(plan.LearningRate, plan.Momentum),
            ScheduleKind.Cosine => new StepRate(Cosine(plan.LearningRate, 0, done), plan.Momentum),
            ScheduleKind.OneCycle when done < WarmUp => new StepRate(
                Cosine(plan.LearningRate * FirstShare, plan.LearningRate, done / WarmUp), Cosine(HighMomentum, LowMomentum, done / WarmUp)),
            ScheduleKind.OneCycle => new StepRate(
                Cosine(plan.LearningRate, 0, (done - WarmUp) / (1 - WarmUp)), Cosine(LowMomentum, HighMomentum, (done - WarmUp) / (1 - WarmUp))),
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Schedule, "Unknown schedule."),
        };
    }

    private static double Cosine(double from, double to, double share) => to + (from - to) * (1 + Math.Cos(Math.PI * share)) / 2;
}
