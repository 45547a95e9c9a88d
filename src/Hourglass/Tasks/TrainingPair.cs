using Hourglass.Data.Images;

namespace Hourglass.Tasks;

/// <summary>What a network is given and what it should answer.</summary>
/// <param name="Input"><c>[InputChannels, Height, Width]</c>.</param>
/// <param name="Target"><c>[OutputChannels, Scale Height, Scale Width]</c>.</param>
public sealed record TrainingPair(Planes Input, Planes Target)
{
    /// <summary>What a user would have: what <see cref="Input"/> was made of by <see cref="RestorationTask.Enter"/>.</summary>
    public Planes Picture { get; init; } = Input;

    /// <summary>Which of its pixels are missing, for a task that takes a mask.</summary>
    public Planes? Mask { get; init; }

    /// <summary>What <see cref="RestorationTask.Leave"/> should give.</summary>
    public Planes Clean { get; init; } = Target;
}
