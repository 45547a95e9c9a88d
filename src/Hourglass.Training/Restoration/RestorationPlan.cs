namespace Hourglass.Training.Restoration;

/// <summary>How a restoration network is built and trained.</summary>
internal sealed record RestorationPlan
{
    /// <summary>Channels between the layers, a multiple of 8.</summary>
    public int Width { get; init; } = 16;

    /// <summary>Convolutions, at least 2.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>Pixels that training passes over, counting repetitions: its length.</summary>
    public long Pixels { get; init; } = 40_000_000;

    /// <summary>Pixels of one step.</summary>
    public int BatchPixels { get; init; } = 64 * 28 * 28;

    /// <summary>The largest learning rate of the one-cycle schedule.</summary>
    public double LearningRate { get; init; } = 1e-2;

    /// <summary>Fractional bits of the weights: 4 to 10. More restore better and take more bytes.</summary>
    public int WeightBits { get; init; } = 8;

    /// <summary>Threads.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Draws first weights, order and crops.</summary>
    public ulong Seed { get; init; } = 42;
}
