namespace Hourglass.Training.Codes;

/// <summary>How an autoencoder for vector codes is built and trained.</summary>
internal sealed record VectorPlan
{
    /// <summary>Values of a code.</summary>
    public int Latents { get; init; } = 16;

    /// <summary>Channels before the first stage of the decoder, a multiple of 8: every value of a code has a weight to each of its pixels.</summary>
    public int Width { get; init; } = 16;

    /// <summary>Samples that training passes over, counting repetitions.</summary>
    public long Samples { get; init; } = 200_000;

    /// <summary>Fractional bits of the decoder's weights.</summary>
    public int WeightBits { get; init; } = 7;

    /// <summary>Threads.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Draws first weights and order.</summary>
    public ulong Seed { get; init; } = 42;
}
