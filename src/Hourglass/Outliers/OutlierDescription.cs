namespace Hourglass.Outliers;

/// <summary>The part of a stored model that is text.</summary>
internal sealed record OutlierDescription
{
    /// <summary>The version of the format.</summary>
    public required int Version { get; init; }

    /// <summary>Names random choices.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Training rows.</summary>
    public required int Rows { get; init; }

    /// <summary>What the training rows say about each column.</summary>
    public required IReadOnlyList<ColumnProfile> Columns { get; init; }

    /// <summary>What a row is looked at by.</summary>
    public required IReadOnlyList<Feature> Features { get; init; }
}
