using System.Text.Json.Serialization;

namespace Hourglass.Architectures;

/// <summary>Networks that stand beside the two halves while they are trained against each other (Goodfellow et al., 2014, arXiv 1406.2661).</summary>
public sealed record Adversary
{
    /// <summary>What is played.</summary>
    public required AdversarialGame Game { get; init; }

    /// <summary>
    /// From a code or a sample to one value, the larger, the more it takes it for a true one; all layers but the last give its features, a vector.
    /// </summary>
    public required IReadOnlyList<Layer> Layers { get; init; }

    /// <summary>A second encoder, which codes reconstructions; empty but in <see cref="AdversarialGame.Reconstructions"/>.</summary>
    public IReadOnlyList<Layer> Recoder { get; init; } = [];
}

/// <summary>What an adversary tells from what.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AdversarialGame>))]
public enum AdversarialGame
{
    /// <summary>
    /// Draws of the standard normal prior from codes, so that the codes come to be spread as the prior is: the adversarial autoencoder
    /// (Makhzani et al., 2015, arXiv 1511.05644).
    /// </summary>
    [JsonStringEnumMemberName("codes")] Codes,

    /// <summary>Samples from their reconstructions, which a second encoder codes again: GANomaly (Akcay et al., 2018, arXiv 1805.06725).</summary>
    [JsonStringEnumMemberName("reconstructions")] Reconstructions,

    /// <summary>
    /// Samples from what the decoder makes of draws of the prior; the encoder is trained when that is done: f-AnoGAN (Schlegl et al., 2019,
    /// doi 10.1016/j.media.2019.01.010), a Wasserstein GAN with gradient penalty (Gulrajani et al., 2017, arXiv 1704.00028).
    /// </summary>
    [JsonStringEnumMemberName("draws")] Draws,
}
