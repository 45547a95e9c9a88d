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
public abstract record RestorationTask
{
    /// <summary>The name users type, for example <c>denoise</c>.</summary>
    public abstract string Id { get; }

    /// <summary>Channels of the pictures it works on: 1 or 3.</summary>
    public abstract int PictureChannels { get; }

    /// <summary>Channels that the network is given.</summary>
    public virtual int InputChannels => PictureChannels;

    /// <summary>Channels that the network answers with.</summary>
    public virtual int OutputChannels => PictureChannels;

    /// <summary>The side of the output over the side of the input.</summary>
    public virtual int Scale => 1;

    /// <summary>Whether it is told which pixels are missing.</summary>
    public virtual bool TakesMask => false;

    /// <summary>Makes one training pair from a clean picture; every random choice comes from <paramref name="rng"/>.</summary>
    public abstract TrainingPair Draw(Planes clean, Rng rng);

    /// <summary>What the network is given for a whole picture, <c>[InputChannels, Height, Width]</c>.</summary>
    /// <param name="picture"><c>[PictureChannels, Height, Width]</c>.</param>
    /// <param name="mask"><c>[1, Height, Width]</c>, 1 where a pixel is missing; null unless <see cref="TakesMask"/>.</param>
    public abstract Planes Enter(Planes picture, Planes? mask);

    /// <summary>The restored picture from the network's answer; its values are in [0, 1], its channels 1 or 3.</summary>
    /// <param name="picture">As given to <see cref="Enter"/>.</param>
    /// <param name="mask">As given to <see cref="Enter"/>.</param>
    /// <param name="output"><c>[OutputChannels, Scale Height, Scale Width]</c>.</param>
    public abstract Planes Leave(Planes picture, Planes? mask, Planes output);
}

/// <summary>What a network is given and what it should answer.</summary>
/// <param name="Input"><c>[InputChannels, Height, Width]</c>.</param>
/// <param name="Target"><c>[OutputChannels, Scale Height, Scale Width]</c>.</param>
public sealed record TrainingPair(Planes Input, Planes Target);
