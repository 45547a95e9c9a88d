using Hourglass.Outliers.Pictures;

namespace Hourglass.Runs;

/// <summary>How pictures that do not belong are looked for.</summary>
public sealed record PictureOutlierPlan
{
    /// <summary>Names random choices.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>How many threads work.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The share of normal pictures that may be called outliers, in (0, 1).</summary>
    public double FalseAlarms { get; init; } = 0.01;

    /// <summary>A network of the catalogue that is trained on the normal pictures and judges the others; null for codes without training.</summary>
    public string? Model { get; init; }

    /// <summary>Trains it; needed where <see cref="Model"/> is.</summary>
    public PictureNetworkTrainer? Train { get; init; }

    /// <summary>A folder for the list and the page, or null for none.</summary>
    public string? Output { get; init; }
}
