namespace Hourglass.Data;

/// <summary>The data sets that can be asked for by name.</summary>
public static class KnownDataSets
{
    /// <summary>Every entry, in the order shown to users.</summary>
    public static IReadOnlyList<KnownDataSet> Entries => throw new NotImplementedException();

    /// <summary>Where the files of a known set are, or null when they would have to be fetched.</summary>
    public static string? Locate(string id) => throw new NotImplementedException();

    /// <summary>Downloads the files of a known set into the user's cache, checks their SHA-256 and returns the folder.</summary>
    /// <exception cref="DataException">It cannot be downloaded, or is not what it should be.</exception>
    public static string Fetch(string id, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default) =>
        throw new NotImplementedException();
}

/// <summary>One known data set.</summary>
/// <param name="Id">The name users type.</param>
/// <param name="Summary">What it is, in one line.</param>
public sealed record KnownDataSet(string Id, string Summary);
