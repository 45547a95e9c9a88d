namespace Hourglass.Text.Words;

/// <summary>How word vectors are learned.</summary>
public sealed record WordOptions
{
    /// <summary>The length of a vector: the width of the code.</summary>
    public int Dimensions { get; init; } = 100;

    /// <summary>How far apart two words may stand, in words after subsampling.</summary>
    public int Window { get; init; } = 10;

    /// <summary>Words seen less often get no vector of their own.</summary>
    public int MinCount { get; init; } = 5;

    /// <summary>At most so many words, the most frequent ones.</summary>
    public int MaxWords { get; init; } = 200_000;

    /// <summary>The share of a text above which a word is left out at random now and then; 0 leaves out none.</summary>
    public double Subsample { get; init; } = 1e-3;

    /// <summary>The exponent of a context's frequency: below 1, rare contexts count for less.</summary>
    public double Smoothing { get; init; } = 0.75;

    /// <summary>How many times likelier than by chance a pair must be to count.</summary>
    public double Shift { get; init; } = 1;

    /// <summary>The exponent of the singular values in the code: 1 keeps inner products, 0 weighs all directions alike.</summary>
    public double Spectrum { get; init; } = 0.25;

    /// <summary>How much of what its pieces say is added to a word's own vector.</summary>
    public double PieceShare { get; init; } = 1;

    /// <summary>Names all that is random.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Threads to work with.</summary>
    public int Threads { get; init; } = 1;
}
