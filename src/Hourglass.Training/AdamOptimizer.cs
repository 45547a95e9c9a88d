using Hourglass.Runs;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Adam and AdamW over the flat parameters of a network, each group of them with a clip and a count of its own.</summary>
/// <remarks>Kingma and Ba, 2014, arXiv 1412.6980; decoupled weight decay: Loshchilov and Hutter, 2017, arXiv 1711.05101.</remarks>
internal sealed class AdamOptimizer(TorchNetwork network, TrainingPlan plan) : IDisposable
{
    private const double Epsilon = 1e-8;

    /// <summary>The running mean of the gradient.</summary>
    public Tensor Mean { get; } = zeros_like(network.Values);

    /// <summary>The running mean of the squared gradient.</summary>
    public Tensor Square { get; } = zeros_like(network.Values);

    /// <summary>How far each of the network's groups has come.</summary>
    public GroupProgress[] Groups { get; set; } = [.. network.Groups.Select(_ => new GroupProgress(0, 1))];

    /// <summary>Moves the parameters of some players by one step along the clipped gradient.</summary>
    /// <param name="rate">The learning rate and momentum of this step.</param>
    /// <param name="players">Who moves.</param>
    public void Step(StepRate rate, Players players = Players.All)
    {
        using var frozen = no_grad();
        for (var i = 0; i < Groups.Length; i++)
        {
            var group = network.Groups[i];
            if ((group.Player & players) == 0)
                continue;
            Groups[i] = new GroupProgress(Groups[i].Steps + 1, Groups[i].MeanBias * rate.Momentum);
            Step(Range(network.Values), Range(network.Gradient), Range(Mean), Range(Square), rate, Groups[i]);

            Tensor Range(Tensor flat) => flat.narrow(0, group.Start, group.Length);
        }
    }

    private void Step(Tensor values, Tensor gradient, Tensor mean, Tensor square, StepRate rate, GroupProgress done)
    {
        if (plan.GradientClip > 0)
            gradient.mul_((plan.GradientClip / (gradient.norm() + 1e-6)).clamp_max(1));
        if (plan.Optimizer == OptimizerKind.Adam && plan.WeightDecay > 0)
            gradient.add_(values, alpha: plan.WeightDecay);
        else if (plan.WeightDecay > 0)
            values.mul_(1 - rate.LearningRate * plan.WeightDecay);

        mean.lerp_(gradient, 1 - rate.Momentum);
        square.mul_(plan.SecondMomentum).addcmul_(gradient, gradient, 1 - plan.SecondMomentum);
        var squareBias = 1 - Math.Pow(plan.SecondMomentum, done.Steps);
        var scale = square.sqrt().div_(Math.Sqrt(squareBias)).add_(Epsilon);
        values.addcdiv_(mean, scale, -rate.LearningRate / (1 - done.MeanBias));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Mean.Dispose();
        Square.Dispose();
    }
}

/// <summary>How far a group of parameters has come.</summary>
/// <param name="Steps">How often it was moved.</param>
/// <param name="MeanBias">
/// The product of the momenta so far: the share of the running mean that is still its zero start. It differs from a power because the one-cycle
/// schedule moves the momentum.
/// </param>
internal sealed record GroupProgress(long Steps, double MeanBias);
