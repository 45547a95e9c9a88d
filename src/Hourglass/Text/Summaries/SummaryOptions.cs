namespace Hourglass.Text.Summaries;

/// <summary>How long a summary is to be.</summary>
public sealed record SummaryOptions
{
    /// <summary>The share of the sentences, in (0, 1], where <see cref="Sentences"/> says nothing.</summary>
    public double Ratio { get; init; } = 0.2;

    /// <summary>So many sentences, at least 1; null to go by <see cref="Ratio"/>.</summary>
    public int? Sentences { get; init; }

    /// <summary>How many of <paramref name="count"/> sentences to pick: at least 1 where there is any.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ratio or the number is out of its range.</exception>
    public int PicksOf(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Ratio);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Ratio, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Sentences ?? 1);
        return Math.Min(count, Sentences ?? Math.Max(1, (int)Math.Round(Ratio * count)));
    }
}
