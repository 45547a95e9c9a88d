using Hourglass.Numerics;

namespace Hourglass.Architectures;

/// <summary>The network families that can be asked for by name; one line each.</summary>
public static class Catalogue
{
    /// <summary>Every entry, in the order shown to users.</summary>
    public static IReadOnlyList<CatalogueEntry> Entries { get; } =
    [
        new("conv", "strided convolutions down, transposed convolutions up, a dense waist; the default", Convolutional.Build),
        new("dense", "fully connected; for vectors and small pictures", FullyConnected.Build),
        new("classic", "the widely copied tutorial network: filters 32 and 64, batch norm, leaky ReLU", Convolutional.BuildClassic),
        new("variational", "conv with a Gaussian code: draw new samples, smooth maps", Convolutional.BuildVariational),
        new(Adversarial.AutoencoderId, "variational, with an adversary that tells its codes from the prior: draw new samples", Adversarial.BuildAutoencoder),
        new("sparse", "an overcomplete code, wider than the sample, of which few values are used at a time (top-k)", FullyConnected.BuildSparse),
        new(Adversarial.GanomalyId, "encoder, decoder, encoder, and an adversary that tells samples from reconstructions; for outliers", Adversarial.BuildGanomaly),
        new(Adversarial.FAnoGanId, "a Wasserstein GAN, then an encoder into it; for outliers", Adversarial.BuildFAnoGan),
        new(ResidualRestorer.Id, "a residual U-Net without a code that restores pictures of any size; for --task", (input, _) => ResidualRestorer.Build(input, input.Channels)),
        new(ResidualRestorer.SmallId, "the same at a fifth of the work", (input, _) => ResidualRestorer.Build(input, input.Channels, id: ResidualRestorer.SmallId)),
        new(SceneNetwork.Id, "a small network that sees a whole picture cell by cell; for --task colorize", (input, _) => SceneNetwork.Build(input, input.Channels)),
    ];

    /// <summary>Whether the id is that of a network without a code, which only restores.</summary>
    public static bool HasNoCode(string? id) => ResidualRestorer.IsNamed(id) || id == SceneNetwork.Id;

    /// <summary>Builds an entry for samples of one shape.</summary>
    /// <param name="id">The id of an entry.</param>
    /// <param name="input">The shape of one sample.</param>
    /// <param name="latent">The length of the code; for <c>sparse</c> the number of values in use at a time.</param>
    /// <exception cref="ArgumentException">No entry has this id; the message lists those there are.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="latent"/> is not positive.</exception>
    /// <exception cref="ArchitectureException">The family cannot be built for this shape.</exception>
    public static Architecture Build(string id, SampleShape input, int latent)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(latent);
        var entry = Entries.FirstOrDefault(entry => entry.Id == id)
            ?? throw new ArgumentException($"No model is called '{id}'; there are {string.Join(", ", Entries.Select(entry => entry.Id))}.");
        var architecture = entry.Build(input, latent);
        ShapeInference.InferAdversary(architecture);
        return architecture;
    }
}

/// <summary>One family of networks.</summary>
/// <param name="Id">The name users type.</param>
/// <param name="Summary">What it is for, in one line.</param>
/// <param name="Build">Makes the architecture for a sample shape and a code length.</param>
public sealed record CatalogueEntry(string Id, string Summary, Func<SampleShape, int, Architecture> Build);
