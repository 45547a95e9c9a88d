namespace Hourglass.Data;

/// <summary>What a reader should know of data that was opened.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">How many samples or pictures are used.</param>
/// <param name="Problems">What was left out, and why.</param>
/// <param name="Notes">How it was read, one sentence each.</param>
public sealed record OpenedData(string Name, int Count, IReadOnlyList<DataProblem> Problems, IReadOnlyList<string> Notes)
{
    /// <summary>Whether <c>hourglass data show</c> reads it the same way, and so can name all problems.</summary>
    public bool IsDataSet { get; init; }

    /// <summary>That of a data set.</summary>
    public static OpenedData Of(DataSet data) => new(data.Name, data.Count, data.Problems, data.Notes) { IsDataSet = true };
}
