namespace Hourglass.Runs.Texts;

/// <summary>How little each text belongs.</summary>
/// <param name="Data">The name of the data.</param>
/// <param name="Texts">All texts, the strangest first.</param>
/// <param name="Baselines">What a simple way gives for the same texts, in the order of the data.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record TextOutlierReport(string Data, IReadOnlyList<RankedText> Texts, IReadOnlyList<BaselineScores> Baselines, double Seconds);

/// <summary>A text in the ranking.</summary>
/// <param name="Index">Which.</param>
/// <param name="Name">Its file, line or row.</param>
/// <param name="Label">Its label, or null.</param>
/// <param name="Score">How little it has in common with the others, in standard deviations.</param>
/// <param name="PValue">The share of texts that are as strange.</param>
/// <param name="IsOutlier">Whether that is at most the rate of false alarms.</param>
/// <param name="About">Its words that say most.</param>
/// <param name="Start">How it begins.</param>
public sealed record RankedText(int Index, string Name, string? Label, double Score, double PValue, bool IsOutlier, IReadOnlyList<string> About, string Start);
