using Hourglass.Text.Summaries;

namespace Hourglass.Runs.Texts;

/// <summary>What is summarized, and how.</summary>
public sealed record SummarizePlan
{
    /// <summary>Text files and folders of them.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>How long the summaries are.</summary>
    public SummaryOptions Length { get; init; } = new();

    /// <summary>Whether all files are one text.</summary>
    public bool Together { get; init; }

    /// <summary>Whether bytes that are not UTF-8 are an error.</summary>
    public bool Strict { get; init; }

    /// <summary>Where to write the texts with their summaries marked, or null.</summary>
    public string? Page { get; init; }
}
