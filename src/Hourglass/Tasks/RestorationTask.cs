using System.Numerics.Tensors;
using System.Text.Json.Serialization;
using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Tasks;

/// <summary>
/// What a restoring network is trained for: how a clean picture becomes what the network is given and what it should answer, and how its answer
/// becomes a picture again. All values are in [0, 1]; sizes are free.
/// </summary>
/// <remarks><code>
/// training:  clean -> Draw -> (input, target)          using:  picture -> Enter -> input -> network -> output -> Leave -> result
/// </code></remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Denoise), Denoise.Name)]
[JsonDerivedType(typeof(Pairs), Pairs.Name)]
[JsonDerivedType(typeof(Documents), Documents.Name)]
[JsonDerivedType(typeof(Colorize), Colorize.Name)]
[JsonDerivedType(typeof(Edges), Edges.Name)]
[JsonDerivedType(typeof(Inpaint), Inpaint.Name)]
[JsonDerivedType(typeof(Upscale), Upscale.Name)]
public abstract record RestorationTask
{
    /// <summary>The name users type, for example <c>denoise</c>.</summary>
    [JsonIgnore]
    public abstract string Id { get; }

    /// <summary>What it restores in a few words, for cards and tables.</summary>
    [JsonIgnore]
    public virtual string Summary => Id;

    /// <summary>Channels of the pictures it works on: 1 or 3.</summary>
    [JsonIgnore]
    public abstract int PictureChannels { get; }

    /// <summary>Channels of the clean pictures that it learns from.</summary>
    [JsonIgnore]
    public virtual int CleanChannels => PictureChannels;

    /// <summary>Whether it learns from pairs of pictures, not from clean ones alone.</summary>
    [JsonIgnore]
    public virtual PairUse Pairing => PairUse.None;

    /// <summary>Channels that the network is given.</summary>
    [JsonIgnore]
    public virtual int InputChannels => PictureChannels;

    /// <summary>Channels that the network answers with.</summary>
    [JsonIgnore]
    public virtual int OutputChannels => PictureChannels;

    /// <summary>The side of the output over the side of the input.</summary>
    [JsonIgnore]
    public virtual int Scale => 1;

    /// <summary>
    /// Cells along each side of the grid on which the network sees a whole picture at once, whatever its size: what goes in and what comes out are
    /// <c>[.., Cells, Cells]</c>. 0 for a network that is shown the pixels.
    /// </summary>
    [JsonIgnore]
    public virtual int GridSide => 0;

    /// <summary>Whether it is told which pixels are missing.</summary>
    [JsonIgnore]
    public virtual bool TakesMask => false;

    /// <summary>How far from a pixel <see cref="Enter"/> and <see cref="Leave"/> look, in pixels of the picture.</summary>
    [JsonIgnore]
    public virtual int Reach => 0;

    /// <summary>How squares may be laid down while learning, so that few photographs are worth many.</summary>
    [JsonIgnore]
    public virtual Turning Turning => Turning.Free;

    /// <summary>The strengths that figures are given for, each as a task that always draws that strength.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<Probe> Probes => [new Probe(Id, this)];

    /// <summary>Refuses values outside their range.</summary>
    /// <exception cref="ArgumentException">One is; the message names it.</exception>
    public virtual void Check()
    {
    }

    /// <summary>Makes one training pair from a clean picture; every random choice comes from <paramref name="rng"/>.</summary>
    public abstract TrainingPair Draw(Planes clean, Rng rng);

    /// <summary>Makes one training pair from two pictures that belong together.</summary>
    /// <param name="picture"><c>[PictureChannels, Height, Width]</c>.</param>
    /// <param name="target"><c>[OutputChannels, Height, Width]</c>.</param>
    /// <param name="rng">Makes every random choice.</param>
    public virtual TrainingPair Draw(Planes picture, Planes target, Rng rng) => new(Enter(picture, null), target) { Picture = picture };

    /// <summary>What figures are taken of; the picture itself unless a task is about a part of it, such as its color.</summary>
    public virtual Planes Compared(Planes picture) => picture;

    /// <summary>What <see cref="Plain"/> gives, for tables.</summary>
    [JsonIgnore]
    public virtual string PlainName => "input";

    /// <summary>The simple thing a sceptic would try: what comes out without a network, as large as the result.</summary>
    public virtual Planes Plain(Planes picture, Planes? mask) => picture;

    /// <summary>What the network is given for a whole picture, <c>[InputChannels, Height, Width]</c>; <c>[InputChannels, GridSide, GridSide]</c> where there is a grid.</summary>
    /// <param name="picture"><c>[PictureChannels, Height, Width]</c>.</param>
    /// <param name="mask"><c>[1, Height, Width]</c>, 1 where a pixel is missing; null unless <see cref="TakesMask"/>.</param>
    public abstract Planes Enter(Planes picture, Planes? mask);

    /// <summary>The restored picture from the network's answer; its values are in [0, 1], its channels 1 or 3.</summary>
    /// <param name="picture">As given to <see cref="Enter"/>.</param>
    /// <param name="mask">As given to <see cref="Enter"/>.</param>
    /// <param name="output"><c>[OutputChannels, Scale Height, Scale Width]</c>; what stands on a grid is enlarged to that.</param>
    public abstract Planes Leave(Planes picture, Planes? mask, Planes output);

    /// <summary>How many channels in words.</summary>
    private protected static string Inks(int channels) => channels == 1 ? "grey" : "color";

    /// <summary>The same picture with values in [0, 1].</summary>
    protected static Planes Clamped(Planes picture)
    {
        var clamped = new Planes(picture.Channels, picture.Height, picture.Width);
        TensorPrimitives.Clamp(picture.Values, 0f, 1f, clamped.Values);
        return clamped;
    }

    /// <summary>Throws unless a value is allowed.</summary>
    protected void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new ArgumentException($"The task {Id}: {otherwise}.");
    }
}
