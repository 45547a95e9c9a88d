using Hourglass.Architectures;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>What a network and its adversary make small: each its own sum, in one scalar per batch.</summary>
/// <remarks>
/// <code>
/// codes           error(y, t) + beta true(A(h)) / D;                             adversary: true(A(prior)) + false(A(h))
/// reconstructions 50 error(y, t) + |f(y) - f(t)|^2 + |h - recoder(y)|^2;         adversary: true(A(t)) + false(A(y))
/// draws           adversary: A(decoder(prior)) - A(t) + 10 (|dA/dx| - 1)^2, five times;  decoder: -A(decoder(prior)), once
///                 then encoder: error(y, t) + |f(y) - f(t)|^2
/// </code>
/// <c>true</c> and <c>false</c> are the cross entropies of a verdict, f the adversary's features, squares are means. The weights are those of
/// the papers (see <see cref="AdversarialGame"/>). A player's sum reaches no other player's weights, so that one pass backward serves all who move.
/// </remarks>
internal sealed class AdversarialObjective(Objective reconstruction, double beta)
{
    /// <summary>GANomaly's weight of the reconstruction.</summary>
    private const double ReconstructionWeight = 50;

    /// <summary>Weight of the gradient penalty.</summary>
    private const double PenaltyWeight = 10;

    /// <summary>Steps of the adversary for one of the decoder.</summary>
    private const int AdversaryTurns = 5;

    /// <summary>The share of the steps after which the decoder is done and the encoder begins.</summary>
    private const double DecoderShare = 0.7;

    /// <summary>Who moves in a step; a pure function of the step, so that a resumed run goes on exactly.</summary>
    public static Players Turn(Adversary? adversary, long step, long steps) => adversary is not { Game: AdversarialGame.Draws } ? Players.All
        : step >= DecoderShare * steps ? Players.Encoder
        : step % (AdversaryTurns + 1) == AdversaryTurns ? Players.Decoder : Players.Adversary;

    /// <summary>The loss of one batch, ready for <c>backward</c>, and the reconstruction's part of it; while f-AnoGAN's decoder is trained, the distance.</summary>
    /// <param name="network">The network.</param>
    /// <param name="samples">The inputs <c>[N, C, H, W]</c>.</param>
    /// <param name="targets">What the network should answer; the adversary takes these for true.</param>
    /// <param name="noise">Draws everything random.</param>
    /// <param name="players">Who moves.</param>
    public (Tensor Loss, Tensor Shown) Loss(TorchNetwork network, Tensor samples, Tensor targets, Generator noise, Players players) =>
        network.Architecture.Adversary!.Game switch
        {
            AdversarialGame.Codes => Codes(network, samples, targets, noise),
            AdversarialGame.Reconstructions => Reconstructions(network, samples, targets, noise),
            AdversarialGame.Draws when players == Players.Encoder => Encoding(network, samples, targets, noise),
            AdversarialGame.Draws => Draws(network, targets, noise, players),
            var game => throw new ArgumentOutOfRangeException(nameof(network), game, "Unknown game."),
        };

    private (Tensor Loss, Tensor Shown) Codes(TorchNetwork network, Tensor samples, Tensor targets, Generator noise)
    {
        var (loss, code, _) = reconstruction.Reconstruct(network, samples, targets, noise);
        var believed = network.Judge(code, training: true, frozen: true).Verdict;
        var prior = network.Judge(randn(code.shape, device: code.device, generator: noise), training: true).Verdict;
        var made = network.Judge(code.detach(), training: true).Verdict;
        var size = (double)samples.numel() / samples.shape[0];
        return (loss + beta / size * True(believed) + True(prior) + False(made), loss);
    }

    private (Tensor Loss, Tensor Shown) Reconstructions(TorchNetwork network, Tensor samples, Tensor targets, Generator noise)
    {
        var (loss, code, outputs) = reconstruction.Reconstruct(network, samples, targets, noise);
        var (wanted, real) = network.Judge(targets, training: true);
        var made = network.Judge(outputs.detach(), training: true).Verdict;
        var features = network.Judge(outputs, training: true, frozen: true).Features;
        var again = network.Recode(outputs, training: true);
        var own = ReconstructionWeight * loss + Squared(features - wanted.detach()) + Squared(again - code);
        return (own + True(real) + False(made), loss);
    }

    private static (Tensor Loss, Tensor Shown) Draws(TorchNetwork network, Tensor targets, Generator noise, Players players)
    {
        var prior = randn(targets.shape[0], ShapeInference.CodeLength(network.Architecture), device: targets.device, generator: noise);
        if (players == Players.Decoder)
        {
            var believed = network.Judge(network.Decode(prior, training: true).reshape(targets.shape), training: true, frozen: true).Verdict.mean();
            return (-believed, network.Judge(targets, training: true, frozen: true).Verdict.mean() - believed);
        }

        var made = network.Decode(prior, training: true).reshape(targets.shape).detach();
        var distance = network.Judge(targets, training: true).Verdict.mean() - network.Judge(made, training: true).Verdict.mean();
        return (PenaltyWeight * Penalty(network, targets, made, noise) - distance, distance);
    }

    private (Tensor Loss, Tensor Shown) Encoding(TorchNetwork network, Tensor samples, Tensor targets, Generator noise)
    {
        var (loss, _, outputs) = reconstruction.Reconstruct(network, samples, targets, noise, frozen: true);
        var features = network.Judge(outputs, training: false, frozen: true).Features;
        return (loss + Squared(features - network.Judge(targets, training: false, frozen: true).Features.detach()), loss);
    }

    /// <summary>How far the slope of the verdict is from 1, at random places between true samples and made ones.</summary>
    private static Tensor Penalty(TorchNetwork network, Tensor targets, Tensor made, Generator noise)
    {
        var share = rand([targets.shape[0], 1, 1, 1], device: targets.device, generator: noise);
        var between = (share * targets + (1 - share) * made).detach().requires_grad_(true);
        var verdict = network.Judge(between, training: true).Verdict;
        var slope = autograd.grad([verdict], [between], [ones_like(verdict)], retain_graph: true, create_graph: true)[0];
        return ((slope.flatten(1).square().sum(1) + 1e-12).sqrt() - 1).square().mean();
    }

    private static Tensor True(Tensor verdict) => nn.functional.softplus(-verdict).mean();

    private static Tensor False(Tensor verdict) => nn.functional.softplus(verdict).mean();

    private static Tensor Squared(Tensor difference) => difference.square().mean();
}
