using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Numerics;

namespace Hourglass.Cli.Commands;

/// <summary>What is in a data set.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Samples">How many samples.</param>
/// <param name="Shape">The shape of one.</param>
/// <param name="Low">The smallest value: of the type, or among the samples looked at.</param>
/// <param name="High">The largest value.</param>
/// <param name="Labels">The labels and how many samples have each.</param>
/// <param name="HasTestPart">Whether its publisher split it.</param>
/// <param name="Problems">What was left out, and why.</param>
internal sealed record DataDescription(
    string Name, int Samples, SampleShape Shape, float Low, float High, IReadOnlyDictionary<string, int> Labels, bool HasTestPart,
    IReadOnlyList<DataProblem> Problems)
{
    private const int SamplesLookedAt = 256;

    /// <summary>Describes a data set.</summary>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    public static DataDescription Of(DataSet data, bool hasTestPart)
    {
        var (low, high) = Range(data);
        var labels = data.Labels() ?? [];
        return new DataDescription(
            data.Name, data.Count, data.Shape, low, high,
            labels.CountBy(label => data.LabelNames[label]).ToDictionary(), hasTestPart, data.Problems);
    }

    /// <summary>Prints it.</summary>
    public void Print(Output output)
    {
        output.Pairs(
            ("name", Name),
            ("samples", Format.Count(Samples) + (HasTestPart ? ", and a held-out part (--part test)" : "")),
            ("shape", $"{Shape}, {Format.Count(Shape.Size)} values"),
            ("range", $"{Format.Figure(Low)} to {Format.Figure(High)}"),
            ("labels", Labels.Count == 0 ? "none" : $"{Labels.Count}: {ListOf(Labels)}"),
            ("left out", Problems.Count == 0 ? "none" : Format.Count(Problems.Count)));
        foreach (var problem in Problems)
            output.Line($"  {problem.Name}: {problem.Reason}");
    }

    private static string ListOf(IReadOnlyDictionary<string, int> labels)
    {
        const int Shown = 12;
        var list = string.Join(", ", labels.OrderBy(label => label.Key, StringComparer.Ordinal).Take(Shown).Select(label => $"{label.Key} ({Format.Count(label.Value)})"));
        return labels.Count > Shown ? list + " ..." : list;
    }

    private static (float Low, float High) Range(DataSet data)
    {
        if (data.Range is { } range)
            return range;
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        var sample = new float[data.Shape.Size];
        foreach (var i in Spacing.Even(data.Count, SamplesLookedAt))
        {
            data.Read(i, sample);
            (low, high) = (Math.Min(low, sample.Min()), Math.Max(high, sample.Max()));
        }

        return (low, high);
    }
}
