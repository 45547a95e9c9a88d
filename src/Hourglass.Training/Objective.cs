using Hourglass.Runs;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>What training makes small: the reconstruction error and the penalties of the family, as one scalar per batch.</summary>
/// <remarks><code>
/// x -> encoder -> h -> decoder -> y;  loss = error(y, t) + beta KL(h) / D + l1 mean|h| + contractive |dh/dx|^2 / D
/// </code>
/// The target t is x itself unless there is a task. The error is the mean over all values; the Kullback-Leibler divergence and the contractive penalty are divided by the number D of values
/// in a sample, so that every term is per value.
/// </remarks>
internal sealed class Objective(ObjectiveOptions options)
{
    // A sample that is nearer than 40 dB to its target has little more to give.
    private const double LeastError = 1e-4;

    private const ulong ValidationSeed = 0x5EED;

    /// <summary>The loss of one batch of normalized samples <c>[N, C, H, W]</c> that are to be given back, ready for <c>backward</c>.</summary>
    public Tensor Loss(TorchNetwork network, Tensor samples, Generator noise) => Loss(network, samples, samples, noise);

    /// <summary>The loss of one batch of inputs <c>[N, C, H, W]</c>, ready for <c>backward</c>.</summary>
    /// <param name="network">The network, whose running statistics follow the batch.</param>
    /// <param name="samples">The inputs.</param>
    /// <param name="targets">What the network should answer.</param>
    /// <param name="noise">Draws everything random in the loss.</param>
    public Tensor Loss(TorchNetwork network, Tensor samples, Tensor targets, Generator noise) => Reconstruct(network, samples, targets, noise).Loss;

    /// <summary>The same for a step of some players, with the adversary's part where there is one; and the loss that is told to people.</summary>
    public (Tensor Loss, Tensor Shown) Loss(TorchNetwork network, Tensor samples, Tensor targets, Generator noise, Players players)
    {
        if (network.Architecture.Adversary is not null)
            return new AdversarialObjective(this, options.Beta).Loss(network, samples, targets, noise, players);
        var loss = Loss(network, samples, targets, noise);
        return (loss, loss);
    }

    /// <summary>A batch there and back.</summary>
    /// <param name="network">The network.</param>
    /// <param name="samples">The inputs.</param>
    /// <param name="targets">What the network should answer.</param>
    /// <param name="noise">Draws everything random in the loss.</param>
    /// <param name="frozen">Whether the decoder is used as it is and not trained.</param>
    public (Tensor Loss, Tensor Code, Tensor Outputs) Reconstruct(TorchNetwork network, Tensor samples, Tensor targets, Generator noise, bool frozen = false)
    {
        var size = (double)samples.numel() / samples.shape[0];
        var contractive = options.Contractive > 0;
        if (contractive)
            samples = samples.detach().requires_grad_(true);
        var (code, moments) = network.Encode(samples, noise);
        var outputs = network.Decode(code, training: !frozen, frozen).to_type(ScalarType.Float32);
        if (!WordLoss.IsFor(network))
            outputs = outputs.reshape(targets.shape);
        var loss = Error(network, outputs, targets, noise);
        if (moments is not null && options.Beta > 0 && network.Architecture.Adversary is null)
            loss = loss + options.Beta / size * Divergence(moments.to_type(ScalarType.Float32));
        if (options.L1 > 0)
            loss = loss + options.L1 * code.abs().mean();
        if (contractive)
            loss = loss + options.Contractive / size * SquaredJacobian(code, samples, noise);
        return (loss, code, outputs);
    }

    /// <summary>The error of validation: the reconstruction error alone, the same every time.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="targets">What it should answer.</param>
    public Tensor Error(TorchNetwork network, Tensor inputs, Tensor targets)
    {
        var (code, _) = network.Encode(inputs, noise: null);
        using var noise = new Generator(ValidationSeed, inputs.device);
        return Error(network, network.Decode(code, training: WordLoss.IsFor(network)), targets, noise);
    }

    private Tensor Error(TorchNetwork network, Tensor outputs, Tensor targets, Generator noise) =>
        WordLoss.IsFor(network) ? WordLoss.Of(network, outputs, targets, noise) : Error(outputs, targets);

    /// <summary>The reconstruction error alone.</summary>
    /// <remarks>A decoder gives vectors as <c>[N, n]</c>; libtorch would silently broadcast them against <c>[N, n, 1, 1]</c>.</remarks>
    public Tensor Error(Tensor outputs, Tensor samples) => options.Loss switch
    {
        LossKind.Mse => nn.functional.mse_loss(outputs.reshape(samples.shape), samples),
        LossKind.L1 => (outputs.reshape(samples.shape) - samples).abs().mean(),
        LossKind.Psnr => NegativePsnr(outputs.reshape(samples.shape), samples),
        LossKind.Bce => nn.functional.binary_cross_entropy(outputs.reshape(samples.shape), samples),
        _ => throw new ArgumentOutOfRangeException(nameof(outputs), options.Loss, "Unknown loss."),
    };

    private static Tensor NegativePsnr(Tensor outputs, Tensor samples) =>
        10 * ((outputs - samples).square().flatten(1).mean([1]) + LeastError).log10().mean();

    /// <summary>The divergence from the standard normal prior in nats, mean over the batch (Kingma and Welling, 2013, appendix B).</summary>
    private static Tensor Divergence(Tensor moments)
    {
        var length = moments.shape[1] / 2;
        var (mean, logVariance) = (moments.narrow(1, 0, length), moments.narrow(1, length, length));
        return -0.5 * (1 + logVariance - mean.square() - logVariance.exp()).sum(1).mean();
    }

    /// <summary>
    /// The squared Frobenius norm of the encoder's Jacobian, mean over the batch: exact in expectation, from one random projection of the code
    /// (Hutchinson, 1990) instead of one backward pass per code value.
    /// </summary>
    private static Tensor SquaredJacobian(Tensor code, Tensor samples, Generator noise)
    {
        var direction = randint(0, 2, code.shape, device: code.device, generator: noise).to_type(code.dtype) * 2 - 1;
        var row = autograd.grad([code], [samples], [direction], retain_graph: true, create_graph: true)[0];
        return row.square().sum() / samples.shape[0];
    }
}
