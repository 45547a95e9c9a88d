using Hourglass.Numerics;

namespace Hourglass.Architectures;

/// <summary>The catalogue's families that are trained against an adversary.</summary>
internal static class Adversarial
{
    /// <summary>The catalogue's id of the adversarial autoencoder.</summary>
    public const string AutoencoderId = "adversarial";

    /// <summary>The catalogue's id of GANomaly.</summary>
    public const string GanomalyId = "ganomaly";

    /// <summary>The catalogue's id of f-AnoGAN.</summary>
    public const string FAnoGanId = "f-anogan";

    private const int JudgeUnits = 256;

    private static readonly int[] Filters = [16, 32];

    /// <remarks><code>
    /// x -> encoder -> means, variances -> draw -> h [n] -> decoder -> y
    ///                         prior N(0, 1) [n], h -> 256 -> 256 -> 1
    /// </code>
    /// Makhzani et al., 2015, arXiv 1511.05644, with a Gaussian posterior: the adversary stands where a variational autoencoder has its divergence.
    /// </remarks>
    public static Architecture BuildAutoencoder(SampleShape input, int latent) => Convolutional.BuildVariational(input, latent) with
    {
        Name = AutoencoderId,
        Adversary = new Adversary
        {
            Game = AdversarialGame.Codes,
            Layers =
            [
                new Dense("dense1", JudgeUnits), new Activation("act1", ActivationFunction.LeakyRelu),
                new Dense("dense2", JudgeUnits), new Activation("act2", ActivationFunction.LeakyRelu),
                Verdict,
            ],
        },
    };

    /// <remarks><code>
    /// x -> encoder -> z [n] -> decoder -> y -> recoder -> z' [n]
    ///                       x, y -> adversary -> features -> 1
    /// </code>
    /// Akcay et al., 2018, arXiv 1805.06725: the layers of DCGAN, here with kernels of 3 and two halvings, which any size of picture can take.
    /// </remarks>
    public static Architecture BuildGanomaly(SampleShape input, int latent)
    {
        var encoder = Encoder(input, latent);
        return new Architecture
        {
            Name = GanomalyId,
            Input = input,
            Encoder = encoder,
            Decoder = Decoder(input),
            Adversary = new Adversary
            {
                Game = AdversarialGame.Reconstructions,
                Layers = [.. Downward(input, norms: true), Verdict],
                Recoder = encoder,
            },
        };
    }

    /// <remarks><code>
    /// prior N(0, 1) [n] -> decoder -> y;  x, y -> adversary -> features -> 1;  then  x -> encoder -> z [n] -> decoder -> y
    /// </code>
    /// Schlegl et al., 2019, with the layers of DCGAN in the place of residual ones. The adversary has no batch norm: the gradient penalty is of
    /// each sample alone.
    /// </remarks>
    public static Architecture BuildFAnoGan(SampleShape input, int latent) => new()
    {
        Name = FAnoGanId,
        Input = input,
        Encoder = Encoder(input, latent),
        Decoder = Decoder(input),
        Adversary = new Adversary { Game = AdversarialGame.Draws, Layers = [.. Downward(input, norms: false), Verdict] },
    };

    private static Dense Verdict => new("verdict", 1);

    private static Layer[] Encoder(SampleShape input, int latent) => [.. Downward(input, norms: true), new Dense("code", latent)];

    private static List<Layer> Downward(SampleShape input, bool norms)
    {
        var layers = new List<Layer>();
        for (var i = 0; i < Filters.Length; i++)
        {
            var hasNorm = norms && i > 0;
            layers.Add(new Conv($"conv{i + 1}", Filters[i], Convolutional.Kernel, Stride: 2, Padding: 1, Bias: !hasNorm));
            if (hasNorm)
                layers.Add(new BatchNorm($"norm{i + 1}"));
            layers.Add(new Activation($"act{i + 1}", ActivationFunction.LeakyRelu));
        }

        layers.Add(FullyConnected.Flatten(Convolutional.Halvings(input, Filters)[^1]));
        return layers;
    }

    private static Layer[] Decoder(SampleShape input)
    {
        var shapes = Convolutional.Halvings(input, Filters);
        var layers = new List<Layer> { new Dense("widen", shapes[^1].Size, Bias: false), new Reshape("shape", shapes[^1]) };
        for (var i = Filters.Length; i > 0; i--)
        {
            var number = Filters.Length - i + 1;
            layers.Add(new BatchNorm($"norm{number}"));
            layers.Add(new Activation($"act{number}", ActivationFunction.Relu));
            layers.Add(Convolutional.Upward(i > 1 ? $"up{number}" : "output", shapes[i], i > 1 ? shapes[i - 1] : input, bias: i == 1));
        }

        return [.. layers, new Activation("squash", ActivationFunction.Sigmoid)];
    }
}
