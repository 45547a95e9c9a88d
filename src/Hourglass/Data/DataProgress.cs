namespace Hourglass.Data;

/// <summary>How far the opening, scanning or fetching of a data set has come.</summary>
/// <param name="Stage">What is being done, for people: <c>scanning</c>, <c>downloading</c> ...</param>
/// <param name="Done">Files, samples or bytes done.</param>
/// <param name="Total">How many there are; 0 when unknown.</param>
public readonly record struct DataProgress(string Stage, long Done, long Total);
