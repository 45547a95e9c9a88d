namespace Hourglass.Archives;

/// <summary>What was found by reading every byte of an archive.</summary>
/// <param name="Bytes">How many there are.</param>
/// <param name="Sections">How many sections are whole.</param>
/// <param name="Chunks">How many chunks unpack to what their checksums say.</param>
/// <param name="Problems">What is wrong; empty when nothing is.</param>
/// <param name="Comparison">How the archive agrees with the data it was made from; null when that was not asked for.</param>
public sealed record VerifyReport(long Bytes, int Sections, int Chunks, IReadOnlyList<ArchiveProblem> Problems, DataComparison? Comparison = null)
{
    /// <summary>Whether the archive is whole, and agrees with the data if these were given.</summary>
    public bool Passed => Problems.Count == 0 && Comparison is not { Agrees: false };
}

/// <summary>How an archive agrees with data.</summary>
/// <param name="Equal">How many files come back as they are, or within the error that the archive promises.</param>
/// <param name="Different">Files that do not, and how they differ.</param>
/// <param name="Missing">Files of the data that the archive does not hold.</param>
/// <param name="Extra">Files of the archive that the data does not have.</param>
/// <param name="Samples">How many samples of pictures were compared.</param>
/// <param name="Violations">How many of them are further off than the archive promises.</param>
/// <param name="WorstError">The largest error of a sample, in levels; what comes of codes has no bound.</param>
/// <param name="SquaredError">The mean squared error of all samples, in their range squared.</param>
/// <param name="Arrays">How the numbers of arrays agree; null when there are none.</param>
public sealed record DataComparison(
    int Equal, IReadOnlyList<FileDifference> Different, IReadOnlyList<string> Missing, IReadOnlyList<string> Extra, long Samples, long Violations, int WorstError,
    double SquaredError, ArrayComparison? Arrays = null)
{
    /// <summary>Whether nothing differs or is missing.</summary>
    public bool Agrees => Different.Count == 0 && Missing.Count == 0 && Extra.Count == 0 && Violations == 0 && Arrays is not { Violations: > 0 };
}

/// <summary>How the numbers of arrays agree with data.</summary>
/// <param name="Values">How many were compared.</param>
/// <param name="Violations">How many of them are further off than the archive promises, or are no numbers and have other bits.</param>
/// <param name="WorstShare">The largest error of the others, as a share of the bound of its array.</param>
public sealed record ArrayComparison(long Values, long Violations, double WorstShare);

/// <summary>A file that does not come back.</summary>
/// <param name="Name">Its name.</param>
/// <param name="How">How it differs.</param>
public sealed record FileDifference(string Name, string How);
