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

    /// <summary>The largest share of pixels that turn black or white; 0 for none.</summary>
    public float SaltAndPepper { get; init; }

    /// <summary>The lowest quality of JPEG coding, 1 to 100; 0 for no such coding.</summary>
    public int LowJpeg { get; init; }

    /// <summary>The highest quality.</summary>
    public int HighJpeg { get; init; }

    /// <summary>Whether text is written over the pictures.</summary>
    public bool Text { get; init; }

    /// <inheritdoc />
    [JsonIgnore]
    public override string Id => Name;

    /// <inheritdoc />
    [JsonIgnore]
    public override string Summary => $"{Id} {Inks(Channels)} pictures: {string.Join(", ", Kinds.Select(NameOf))}";

    /// <inheritdoc />
    [JsonIgnore]
    public override int PictureChannels => Channels;

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<Probe> Probes =>
    [
        .. Kinds.Contains(Noise.Gaussian) ? Strengths : [],
        .. Kinds.Contains(Noise.SaltAndPepper) ? [new Probe(FormattableString.Invariant($"salt and pepper {100 * SaltAndPepper:0.#} %"), Nothing with { SaltAndPepper = SaltAndPepper })] : (Probe[])[],
        .. Kinds.Contains(Noise.Jpeg) ? [new Probe(FormattableString.Invariant($"JPEG {LowJpeg}"), Nothing with { LowJpeg = LowJpeg, HighJpeg = LowJpeg })] : (Probe[])[],
        .. Kinds.Contains(Noise.Text) ? [new Probe("text", Nothing with { Text = true })] : (Probe[])[],
    ];

    private IEnumerable<Probe> Strengths => new float[] { 15, 25, 50 }.Where(sigma => sigma >= LowSigma && sigma <= HighSigma)
        .DefaultIfEmpty((LowSigma + HighSigma) / 2)
        .Select(sigma => new Probe(FormattableString.Invariant($"sigma {sigma:0.#}"), Nothing with { LowSigma = sigma, HighSigma = sigma }));

    private Denoise Nothing => this with { LowSigma = 0, HighSigma = 0, SaltAndPepper = 0, LowJpeg = 0, HighJpeg = 0, Text = false };

    private Noise[] Kinds
    {
        get
        {
            Noise[] kinds =
            [
                .. HighSigma > 0 ? [Noise.Gaussian] : (Noise[])[],
                .. SaltAndPepper > 0 ? [Noise.SaltAndPepper] : (Noise[])[],
                .. HighJpeg > 0 ? [Noise.Jpeg] : (Noise[])[],
                .. Text ? [Noise.Text] : (Noise[])[],
            ];
            return kinds.Length > 0 ? kinds : [Noise.Gaussian];
        }
    }

    /// <inheritdoc />
    public override void Check()
    {
        Require(Channels is 1 or 3, $"channels are {Channels}; allowed are 1 and 3");
        Require(LowSigma >= 0 && LowSigma <= HighSigma && HighSigma <= MaxSigma, $"sigma goes from {LowSigma} to {HighSigma}; allowed is a range from 0 to {MaxSigma}");
        Require(SaltAndPepper is >= 0 and <= 1, $"the share of salt and pepper is {SaltAndPepper}; allowed is 0 to 1");
        Require((LowJpeg, HighJpeg) == (0, 0) || (LowJpeg >= 1 && LowJpeg <= HighJpeg && HighJpeg <= 100), $"the quality of JPEG goes from {LowJpeg} to {HighJpeg}; allowed is a range from 1 to 100");
    }

    /// <inheritdoc />
    /// <remarks>Of several kinds, each picture gets one. Gaussian noise is not clipped to [0, 1], as in the published figures.</remarks>
    public override TrainingPair Draw(Planes clean, Rng rng)
    {
        var kinds = Kinds;
        return new TrainingPair(kinds[kinds.Length == 1 ? 0 : rng.NextInt(kinds.Length)] switch
        {
            Noise.SaltAndPepper => Peppered(clean, rng),
            Noise.Jpeg => JpegArtifacts.Of(clean, LowJpeg + rng.NextInt(HighJpeg - LowJpeg + 1)),
            Noise.Text => Lettered(clean, rng),
            _ => Noisy(clean, rng.NextSingle(LowSigma, HighSigma) / White, rng),
        }, clean);
    }

    private string NameOf(Noise kind) => kind switch
    {
        Noise.SaltAndPepper => FormattableString.Invariant($"salt and pepper up to {100 * SaltAndPepper:0.#} %"),
        Noise.Jpeg => $"JPEG of quality {(LowJpeg == HighJpeg ? "" : $"{LowJpeg} to ")}{HighJpeg}",
        Noise.Text => "text",
        _ when LowSigma == HighSigma => FormattableString.Invariant($"sigma {HighSigma:0.##}"),
        _ => FormattableString.Invariant($"sigma {LowSigma:0.##} to {HighSigma:0.##}"),
    };

    private static Planes Noisy(Planes clean, float sigma, Rng rng)
    {
        var noisy = new Planes(clean.Channels, clean.Height, clean.Width);
        for (var i = 0; i < noisy.Values.Length; i++)
            noisy.Values[i] = clean.Values[i] + sigma * rng.NextNormal();
        return noisy;
    }

    private Planes Peppered(Planes clean, Rng rng)
    {
        var (noisy, share, pixels) = (Copy(clean), rng.NextSingle(0, SaltAndPepper), clean.Height * clean.Width);
        for (var i = 0; i < pixels; i++)
        {
            if (rng.NextSingle() >= share)
                continue;
            var value = rng.NextInt(2);
            for (var channel = 0; channel < clean.Channels; channel++)
                noisy.Values[channel * pixels + i] = value;
        }

        return noisy;
    }

    private static Planes Lettered(Planes clean, Rng rng)
    {
        var lettered = Copy(clean);
        Lettering.Write(lettered, rng.NextInt(2), rng);
        return lettered;
    }

    private static Planes Copy(Planes picture)
    {
        var copy = new Planes(picture.Channels, picture.Height, picture.Width);
        picture.Values.CopyTo(copy.Values, 0);
        return copy;
    }

    /// <inheritdoc />
    public override Planes Enter(Planes picture, Planes? mask) => picture;

    /// <inheritdoc />
    public override Planes Leave(Planes picture, Planes? mask, Planes output) => Clamped(output);

    private enum Noise
    {
        Gaussian,
        SaltAndPepper,
        Jpeg,
        Text,
    }
}
