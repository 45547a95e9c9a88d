using Hourglass.Data;
using Hourglass.Outliers.Labels;

namespace Hourglass.Runs;

/// <summary>What was found among the labels of a data set.</summary>
/// <param name="Data">The name of the data.</param>
/// <param name="Labels">The names of the labels.</param>
/// <param name="Samples">How many samples there are.</param>
/// <param name="Suspects">Those whose labels are likely wrong, the most suspect first.</param>
/// <param name="Expected">How many labels are expected to be wrong: the sum of all probabilities.</param>
/// <param name="Check">How well planted wrong labels were found, by this way and by simpler ones; empty where none were planted.</param>
/// <param name="Seconds">How long the search took, without the check.</param>
/// <param name="Files">What was written.</param>
/// <param name="Problems">What was left out of the data.</param>
public sealed record MislabelsReport(
    string Data, IReadOnlyList<string> Labels, int Samples, IReadOnlyList<NamedSuspect> Suspects, double Expected, IReadOnlyList<LabelCheckRow> Check,
    double Seconds, IReadOnlyList<string> Files, IReadOnlyList<DataProblem> Problems);

/// <summary>A suspect by name.</summary>
/// <param name="Index">Which sample.</param>
/// <param name="Name">Its name.</param>
/// <param name="Label">The label in the data.</param>
/// <param name="Suggested">The likeliest other label.</param>
/// <param name="Probability">How likely the given label is wrong.</param>
public sealed record NamedSuspect(int Index, string Name, string Label, string Suggested, double Probability)
{
    /// <summary>A suspect with the names that a data set gives.</summary>
    internal static NamedSuspect Of(LabelSuspect suspect, DataSet data) =>
        new(suspect.Index, data.NameOf(suspect.Index), data.LabelNames[suspect.Given], data.LabelNames[suspect.Suggested], suspect.Probability);
}

/// <summary>How well one way finds planted wrong labels.</summary>
/// <param name="Method">The way.</param>
/// <param name="Precision">The share of planted ones among as many suspects as were planted.</param>
/// <param name="Auroc">The probability that a planted one ranks before another one.</param>
/// <param name="Seconds">How long it took, codes and neighbors included.</param>
public sealed record LabelCheckRow(string Method, double Precision, double Auroc, double Seconds);
