using System.Text.Json.Serialization;
using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Tasks;

/// <summary>Makes pictures larger: the network, which works on the small picture, answers with what bicubic interpolation lacks.</summary>
public sealed record Upscale : RestorationTask
{
    /// <summary>The name users type.</summary>
    public const string Name = "upscale";

    /// <summary>1 for grey pictures, 3 for color.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>How many times larger: 2, 3 or 4.</summary>
    public int Times { get; init; } = 2;

    /// <inheritdoc />
    [JsonIgnore]
    public override string Id => Name;

    /// <inheritdoc />
    [JsonIgnore]
    public override string Summary => $"{Id} {Inks(Channels)} pictures {Times} times";

    /// <inheritdoc />
    [JsonIgnore]
    public override int PictureChannels => Channels;

    /// <inheritdoc />
    [JsonIgnore]
    public override int Scale => Times;

    /// <inheritdoc />
    /// <remarks>Bicubic interpolation takes two pixels on each side.</remarks>
    [JsonIgnore]
    public override int Reach => 2;

    /// <inheritdoc />
    [JsonIgnore]
    public override string PlainName => "bicubic";

    /// <inheritdoc />
    public override void Check()
    {
        Require(Channels is 1 or 3, $"channels are {Channels}; allowed are 1 and 3");
        Require(Times is >= 2 and <= 4, $"the scale is {Times}; allowed are 2, 3 and 4");
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The sides are no multiples of the scale.</exception>
    public override TrainingPair Draw(Planes clean, Rng rng)
    {
        if (clean.Height % Times != 0 || clean.Width % Times != 0)
            throw new ArgumentException($"A picture of {clean.Width}x{clean.Height} cannot be made {Times} times smaller; cut it to multiples.", nameof(clean));
        var small = Bicubic.Resize(clean, clean.Height / Times, clean.Width / Times);
        var plain = Bicubic.Resize(small, clean.Height, clean.Width);
        var rest = new Planes(clean.Channels, clean.Height, clean.Width);
        System.Numerics.Tensors.TensorPrimitives.Subtract(clean.Values, plain.Values, rest.Values);
        return new TrainingPair(small, rest) { Clean = clean };
    }

    /// <inheritdoc />
    public override Planes Enter(Planes picture, Planes? mask) => picture;

    /// <inheritdoc />
    public override Planes Leave(Planes picture, Planes? mask, Planes output)
    {
        var sum = Bicubic.Resize(picture, output.Height, output.Width);
        System.Numerics.Tensors.TensorPrimitives.Add(sum.Values, output.Values, sum.Values);
        return Clamped(sum);
    }

    /// <inheritdoc />
    public override Planes Plain(Planes picture, Planes? mask) => Clamped(Bicubic.Resize(picture, Times * picture.Height, Times * picture.Width));
}
