using System.Text.Json.Serialization;
using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Tasks;

/// <summary>Takes noise out of pictures: one network for a range of strengths, which it is not told.</summary>
public sealed record Denoise : RestorationTask
{
    /// <summary>The name users type.</summary>
    public const string Name = "denoise";

    /// <summary>The strongest noise that can be asked for, in units of 255.</summary>
    public const float MaxSigma = 255;

    private const float White = 255;

    /// <summary>1 for grey pictures, 3 for color.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>The weakest Gaussian noise while training: its standard deviation in units of 255.</summary>
    public float LowSigma { get; init; } = 5;

    /// <summary>The strongest, at least <see cref="LowSigma"/>; each picture gets a strength of its own between the two.</summary>
    public float HighSigma { get; init; } = 55;

    /// <inheritdoc />
    [JsonIgnore]
    public override string Id => Name;

    /// <inheritdoc />
    [JsonIgnore]
    public override int PictureChannels => Channels;

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<Probe> Probes =>
    [
        .. new float[] { 15, 25, 50 }.Where(sigma => sigma >= LowSigma && sigma <= HighSigma).DefaultIfEmpty((LowSigma + HighSigma) / 2)
            .Select(sigma => new Probe(FormattableString.Invariant($"sigma {sigma:0.#}"), this with { LowSigma = sigma, HighSigma = sigma })),
    ];

    /// <inheritdoc />
    public override void Check()
    {
        Require(Channels is 1 or 3, $"channels are {Channels}; allowed are 1 and 3");
        Require(LowSigma >= 0 && LowSigma <= HighSigma && HighSigma <= MaxSigma, $"sigma goes from {LowSigma} to {HighSigma}; allowed is a range from 0 to {MaxSigma}");
    }

    /// <inheritdoc />
    /// <remarks>Noise is not clipped to [0, 1], as in the published figures.</remarks>
    public override TrainingPair Draw(Planes clean, Rng rng)
    {
        var sigma = rng.NextSingle(LowSigma, HighSigma) / White;
        var noisy = new Planes(clean.Channels, clean.Height, clean.Width);
        for (var i = 0; i < noisy.Values.Length; i++)
            noisy.Values[i] = clean.Values[i] + sigma * rng.NextNormal();
        return new TrainingPair(noisy, clean);
    }

    /// <inheritdoc />
    public override Planes Enter(Planes picture, Planes? mask) => picture;

    /// <inheritdoc />
    public override Planes Leave(Planes picture, Planes? mask, Planes output) => Clamped(output);
}
