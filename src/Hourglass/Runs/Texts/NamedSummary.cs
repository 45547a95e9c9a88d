using Hourglass.Text.Summaries;

namespace Hourglass.Runs.Texts;

/// <summary>The summary of one file, or of all together.</summary>
/// <param name="Name">The file.</param>
/// <param name="Summary">Its summary; empty for an empty file.</param>
/// <param name="Notes">What to tell the user about the reading.</param>
public sealed record NamedSummary(string Name, Summary Summary, IReadOnlyList<string> Notes);
