using Hourglass.Runs;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Adam and AdamW over the flat parameters of a network.</summary>
/// <remarks>Kingma and Ba, 2014, arXiv 1412.6980; decoupled weight decay: Loshchilov and Hutter, 2017, arXiv 1711.05101.</remarks>
internal sealed class AdamOptimizer(TorchNetwork network, TrainingPlan plan) : IDisposable
{
    private const double Epsilon = 1e-8;

    /// <summary>The running mean of the gradient.</summary>
    public Tensor Mean { get; } = zeros_like(network.Values);

    /// <summary>The running mean of the squared gradient.</summary>
    public Tensor Square { get; } = zeros_like(network.Values);

    /// <summary>
    /// The product of the momenta so far: the share of <see cref="Mean"/> that is still its zero start. It differs from a power because the
    /// one-cycle schedule moves the momentum.
    /// </summary>
    public double MeanBias { get; set; } = 1;

    /// <summary>Moves the parameters by one step along the clipped gradient.</summary>
    /// <param name="step">Steps done before this one.</param>
    /// <param name="rate">The learning rate and momentum of this step.</param>
    public void Step(long step, StepRate rate)
    {
        using var frozen = no_grad();
        var (values, gradient) = (network.Values, network.Gradient);
        if (plan.GradientClip > 0)
            gradient.mul_((plan.GradientClip / (gradient.norm() + 1e-6)).clamp_max(1));
        if (plan.Optimizer == OptimizerKind.Adam && plan.WeightDecay > 0)
            gradient.add_(values, alpha: plan.WeightDecay);
        else if (plan.WeightDecay > 0)
            values.mul_(1 - rate.LearningRate * plan.WeightDecay);

        MeanBias *= rate.Momentum;
        Mean.lerp_(gradient, 1 - rate.Momentum);
        Square.mul_(plan.SecondMomentum).addcmul_(gradient, gradient, 1 - plan.SecondMomentum);
        var squareBias = 1 - Math.Pow(plan.SecondMomentum, step + 1);
        var scale = Square.sqrt().div_(Math.Sqrt(squareBias)).add_(Epsilon);
        values.addcdiv_(Mean, scale, -rate.LearningRate / (1 - MeanBias));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Mean.Dispose();
        Square.Dispose();
    }
}
