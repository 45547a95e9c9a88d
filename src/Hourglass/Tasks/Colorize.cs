using System.Numerics.Tensors;
using System.Text.Json.Serialization;
using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Tasks;

/// <summary>Gives grey pictures color: the network answers with the chroma of CIE Lab, and the lightness of the picture is kept.</summary>
/// <remarks>
/// What color a thing has is not in its pixels but in what it is, which a network learns from millions of photographs. From hundreds it learns more when it is told
/// of the scene (<see cref="ByScene"/>) than when it is shown the lightness of every pixel: docs/decisions/0014-colors.md.
/// </remarks>
public sealed record Colorize : RestorationTask
{
    /// <summary>The name users type.</summary>
    public const string Name = "colorize";

    /// <summary>Whether the network is told of the whole picture, cell by cell, and answers for cells; else it is shown the lightness of pixels and answers for them.</summary>
    public bool ByScene { get; init; }

    /// <inheritdoc />
    [JsonIgnore]
    public override string Id => Name;

    /// <inheritdoc />
    [JsonIgnore]
    public override string Summary => $"{Id} grey pictures";

    /// <inheritdoc />
    [JsonIgnore]
    public override int PictureChannels => 1;

    /// <inheritdoc />
    [JsonIgnore]
    public override int CleanChannels => 3;

    /// <inheritdoc />
    [JsonIgnore]
    public override int InputChannels => ByScene ? Scene.Channels : 1;

    /// <inheritdoc />
    [JsonIgnore]
    public override int OutputChannels => 2;

    /// <inheritdoc />
    [JsonIgnore]
    public override int GridSide => ByScene ? Scene.Cells : 0;

    /// <inheritdoc />
    [JsonIgnore]
    public override Turning Turning => Turning.Mirrored;

    /// <inheritdoc />
    [JsonIgnore]
    public override string PlainName => "grey";

    /// <inheritdoc />
    public override TrainingPair Draw(Planes clean, Rng rng)
    {
        var lab = Lab.Of(clean);
        var grey = new Planes(1, clean.Height, clean.Width);
        for (var i = 0; i < grey.Values.Length; i++)
            grey.Values[i] = Lab.GreyOf(lab.Values[i]);
        var chroma = Chroma(lab);
        return new TrainingPair(Enter(grey, null), ByScene ? Resampler.Stretch(chroma, Scene.Cells, Scene.Cells, float.PositiveInfinity) : chroma) { Picture = grey, Clean = clean };
    }

    /// <inheritdoc />
    /// <remarks>The lightness L / 100, or what it tells of the scene.</remarks>
    public override Planes Enter(Planes picture, Planes? mask)
    {
        var light = new Planes(1, picture.Height, picture.Width);
        for (var i = 0; i < light.Values.Length; i++)
            light.Values[i] = Lab.LightnessOf(picture.Values[i]) / 100;
        return ByScene ? Scene.Of(light) : light;
    }

    /// <inheritdoc />
    /// <remarks>Where a color of that lightness does not exist on a screen, it is made paler until it does: the lightness stays.</remarks>
    public override Planes Leave(Planes picture, Planes? mask, Planes output)
    {
        var lab = new Planes(3, picture.Height, picture.Width);
        for (var i = 0; i < picture.Values.Length; i++)
            lab.Values[i] = Lab.LightnessOf(picture.Values[i]);
        for (var channel = 0; channel < 2; channel++)
        {
            var to = lab.Plane(channel + 1);
            var from = output.Plane(channel);
            for (var i = 0; i < to.Length; i++)
                to[i] = from[i] * Lab.Unit;
        }

        return Lab.ToRgb(lab);
    }

    /// <inheritdoc />
    /// <remarks>The chroma a and b over 255, so that PSNR is that of 8-bit chroma.</remarks>
    public override Planes Compared(Planes picture) =>
        picture.Channels == 1 ? new Planes(2, picture.Height, picture.Width) : Chroma(Lab.Of(picture));

    private static Planes Chroma(Planes lab)
    {
        var chroma = new Planes(2, lab.Height, lab.Width);
        TensorPrimitives.Divide(lab.Values.AsSpan(lab.Height * lab.Width), Lab.Unit, chroma.Values);
        return chroma;
    }
}
