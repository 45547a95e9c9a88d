namespace Hourglass.Tables;

/// <summary>How a table is read.</summary>
public sealed record TableOptions
{
    /// <summary>SQL that gives the rows; it calls the file <c>data</c>, and may name other files. Null for all rows and columns.</summary>
    public string? Query { get; init; }

    /// <summary>Threads that read, at least 1.</summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>The most memory that reading takes, in megabytes.</summary>
    public int MemoryMegabytes { get; init; } = 1024;
}
