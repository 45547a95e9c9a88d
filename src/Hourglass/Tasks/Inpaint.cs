using System.Text.Json.Serialization;
using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Tasks;

/// <summary>Fills in missing pixels, which a mask names; the others come back untouched.</summary>
public sealed record Inpaint : RestorationTask
{
    /// <summary>The name users type.</summary>
    public const string Name = "inpaint";

    private const float PlainSigma = 2;

    /// <summary>1 for grey pictures, 3 for color.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>What is missing while training.</summary>
    public Missing Missing { get; init; } = Missing.Any;

    /// <inheritdoc />
    [JsonIgnore]
    public override string Id => Name;

    /// <inheritdoc />
    [JsonIgnore]
    public override string Summary => $"{Id} {Inks(Channels)} pictures, missing: {MissingPixels.NameOf(Missing)}";

    /// <inheritdoc />
    [JsonIgnore]
    public override int PictureChannels => Channels;

    /// <inheritdoc />
    [JsonIgnore]
    public override int InputChannels => Channels + 1;

    /// <inheritdoc />
    [JsonIgnore]
    public override bool TakesMask => true;

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<Probe> Probes => Missing != Missing.Any
        ? [new Probe(MissingPixels.NameOf(Missing), this)]
        : [.. new[] { Missing.Pixels, Missing.Text, Missing.Rectangles }.Select(kind => new Probe(MissingPixels.NameOf(kind), this with { Missing = kind }))];

    /// <inheritdoc />
    [JsonIgnore]
    public override string PlainName => "fill by neighbors";

    /// <inheritdoc />
    public override void Check()
    {
        Require(Channels is 1 or 3, $"channels are {Channels}; allowed are 1 and 3");
        Require(Enum.IsDefined(Missing), $"what is missing is {Missing}, which is unknown");
    }

    /// <inheritdoc />
    public override TrainingPair Draw(Planes clean, Rng rng)
    {
        var mask = MissingPixels.Draw(Missing, clean.Height, clean.Width, rng);
        var holed = new Planes(clean.Channels, clean.Height, clean.Width);
        for (var i = 0; i < holed.Values.Length; i++)
            holed.Values[i] = clean.Values[i] * (1 - mask.Values[i % mask.Values.Length]);
        return new TrainingPair(Enter(holed, mask), clean) { Picture = holed, Mask = mask };
    }

    /// <inheritdoc />
    public override Planes Enter(Planes picture, Planes? mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var input = new Planes(Channels + 1, picture.Height, picture.Width);
        for (var i = 0; i < picture.Values.Length; i++)
            input.Values[i] = mask.Values[i % mask.Values.Length] > 0 ? 0 : picture.Values[i];
        mask.Values.CopyTo(input.Plane(Channels));
        return input;
    }

    /// <inheritdoc />
    public override Planes Leave(Planes picture, Planes? mask, Planes output)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var result = new Planes(picture.Channels, picture.Height, picture.Width);
        for (var i = 0; i < result.Values.Length; i++)
            result.Values[i] = mask.Values[i % mask.Values.Length] > 0 ? Math.Clamp(output.Values[i], 0, 1) : picture.Values[i];
        return result;
    }

    /// <inheritdoc />
    /// <remarks>The mean of the known pixels around, weighted by a Gaussian, as wide as need be.</remarks>
    public override Planes Plain(Planes picture, Planes? mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var (left, filled) = (Enter(picture, mask), new Planes(picture.Channels, picture.Height, picture.Width));
        picture.Values.CopyTo(filled.Values, 0);
        var open = mask.Values.Select(value => value > 0).ToArray();
        for (var i = 0; i < open.Length; i++)
            left.Plane(Channels)[i] = open[i] ? 0 : 1;
        for (var sigma = PlainSigma; open.Contains(true) && sigma < Math.Max(picture.Height, picture.Width); sigma *= 2)
        {
            var smooth = GaussianBlur.Of(left, sigma);
            for (var i = 0; i < open.Length; i++)
            {
                var known = smooth.Values[Channels * open.Length + i];
                if (!open[i] || known < 0.05f)
                    continue;
                for (var channel = 0; channel < Channels; channel++)
                    filled.Values[channel * open.Length + i] = smooth.Values[channel * open.Length + i] / known;
                open[i] = false;
            }
        }

        return filled;
    }
}
