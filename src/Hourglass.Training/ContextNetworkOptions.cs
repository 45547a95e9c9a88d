namespace Hourglass.Training;

/// <summary>How a context network is trained.</summary>
public sealed record ContextNetworkOptions
{
    /// <summary>How large it is.</summary>
    public ContextNetworkSize Size { get; init; } = ContextNetworkSize.Small;

    /// <summary>How often every picture is seen, at least 1.</summary>
    public int Epochs { get; init; } = 60;

    /// <summary>
    /// The longest that training may take; the learning rate then falls with the clock where that is faster. Null for no limit: only then are
    /// the weights the same each time.
    /// </summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>Threads, at least 1. Another number gives other roundings.</summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, 16);

    /// <summary>The highest learning rate.</summary>
    public double LearningRate { get; init; } = 0.03;

    /// <summary>Names the first weights and the order of the pictures.</summary>
    public ulong Seed { get; init; } = 42;
}
