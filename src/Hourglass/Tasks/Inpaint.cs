using System.Numerics.Tensors;
using System.Text.Json.Serialization;
using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Tasks;

/// <summary>
/// Fills in missing pixels, which a mask names; the others come back untouched. The network sees the picture filled by its neighbors, and
/// answers with what that fill lacks.
/// </summary>
public sealed record Inpaint : RestorationTask
{
    /// <summary>The name users type.</summary>
    public const string Name = "inpaint";

    // What a fill lacks is small: in this unit the network's answers are of the order that its first weights give.
    internal const float Unit = 0.1f;

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
    [JsonIgnore]
    public override int Reach => HoleFill.Reach;

    /// <inheritdoc />
    public override TrainingPair Draw(Planes clean, Rng rng)
    {
        var mask = MissingPixels.Draw(Missing, clean.Height, clean.Width, rng);
        var holed = new Planes(clean.Channels, clean.Height, clean.Width);
        for (var i = 0; i < holed.Values.Length; i++)
            holed.Values[i] = clean.Values[i] * (1 - mask.Values[i % mask.Values.Length]);
        var input = Enter(holed, mask);
        var rest = new Planes(clean.Channels, clean.Height, clean.Width);
        TensorPrimitives.Subtract(clean.Values, input.Values.AsSpan(0, rest.Values.Length), rest.Values);
        TensorPrimitives.Divide(rest.Values, Unit, rest.Values);
        return new TrainingPair(input, rest) { Picture = holed, Mask = mask, Clean = clean };
    }

    /// <inheritdoc />
    /// <remarks>What <see cref="Plain"/> gives, and the mask.</remarks>
    public override Planes Enter(Planes picture, Planes? mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var input = new Planes(Channels + 1, picture.Height, picture.Width);
        Plain(picture, mask).Values.CopyTo(input.Values, 0);
        mask.Values.CopyTo(input.Plane(Channels));
        return input;
    }

    /// <inheritdoc />
    public override Planes Leave(Planes picture, Planes? mask, Planes output)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var result = Plain(picture, mask);
        for (var i = 0; i < result.Values.Length; i++)
            result.Values[i] = mask.Values[i % mask.Values.Length] > 0 ? Math.Clamp(result.Values[i] + Unit * output.Values[i], 0, 1) : picture.Values[i];
        return result;
    }

    /// <inheritdoc />
    /// <remarks>What <see cref="HoleFill"/> makes of it.</remarks>
    public override Planes Plain(Planes picture, Planes? mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return HoleFill.Of(picture, mask);
    }
}
