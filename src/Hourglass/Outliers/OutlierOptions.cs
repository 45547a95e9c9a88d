namespace Hourglass.Outliers;

/// <summary>How a model of what is ordinary is fitted.</summary>
public sealed record OutlierOptions
{
    /// <summary>The most rows that it is fitted on; of a longer table so many are drawn.</summary>
    public const int MostRows = 1 << 16;

    /// <summary>The most features of all rows that it is fitted on.</summary>
    public const int MostCells = 1 << 25;

    /// <summary>The fewest rows that say anything.</summary>
    public const int FewestRows = 10;

    /// <summary>Names random choices: the same seed gives the same model.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Threads to work with, at least 1; the result does not depend on them.</summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>Columns that are not looked at, such as a label.</summary>
    public IReadOnlyCollection<string> Ignored { get; init; } = [];

    /// <summary>Whether the training rows are also scored by <see cref="Baselines"/>.</summary>
    internal bool WithBaselines { get; init; } = true;
}
