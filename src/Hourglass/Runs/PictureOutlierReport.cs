using Hourglass.Data;

namespace Hourglass.Runs;

/// <summary>How little each picture belongs.</summary>
/// <param name="Data">The name of the data.</param>
/// <param name="Normals">How many normal pictures it was fitted on.</param>
/// <param name="Pictures">All pictures, the strangest first.</param>
/// <param name="Baselines">What simple ways give for the same pictures, in the order of the data.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Files">What was written.</param>
/// <param name="Problems">What was left out of the data.</param>
public sealed record PictureOutlierReport(
    string Data, int Normals, IReadOnlyList<RankedPicture> Pictures, IReadOnlyList<BaselineScores> Baselines, double Seconds, IReadOnlyList<string> Files,
    IReadOnlyList<DataProblem> Problems)
{
    /// <summary>The network that judged; null for codes without training.</summary>
    public string? Model { get; init; }
}

/// <summary>A picture in the ranking.</summary>
/// <param name="Index">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Label">Its label, or null.</param>
/// <param name="Score">In standard deviations of normal pictures.</param>
/// <param name="PValue">The share of held-out normal pictures that are as strange.</param>
/// <param name="IsOutlier">Whether that is at most the rate of false alarms.</param>
/// <param name="X">The column of the strangest pixel, or null where only the whole was judged.</param>
/// <param name="Y">Its row.</param>
public sealed record RankedPicture(int Index, string Name, string? Label, double Score, double PValue, bool IsOutlier, int? X, int? Y);

/// <summary>The scores of a simple way.</summary>
/// <param name="Method">The way.</param>
/// <param name="Scores">One for each picture, in the order of the data; the larger, the stranger.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record BaselineScores(string Method, IReadOnlyList<double> Scores, double Seconds);
