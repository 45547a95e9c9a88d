namespace Hourglass.Runs;

/// <summary>How the rows of a table are judged.</summary>
public sealed record OutlierPlan
{
    /// <summary>A column that says which rows are known to be outliers: it is not looked at, and every score is measured by it. Null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Columns that are not looked at.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>The share of ordinary rows that may be called outliers, in (0, 1).</summary>
    public double FalseAlarms { get; init; } = 0.01;

    /// <summary>How many of the strangest rows the report holds.</summary>
    public int Top { get; init; } = 20;

    /// <summary>Names random choices.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Threads to work with.</summary>
    public int Threads { get; init; } = 1;
}
