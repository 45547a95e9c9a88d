namespace Hourglass.Data;

/// <summary>A data set with a name of its own.</summary>
public sealed record KnownDataSet
{
    /// <summary>What to call it on the command line, such as <c>mnist</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it holds, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>What its publisher allows.</summary>
    public required string License { get; init; }

    /// <summary>The address that its files are below, with a slash at the end; null when the program draws it.</summary>
    public Uri? Source { get; init; }

    /// <summary>Its files; empty when the program draws it.</summary>
    public IReadOnlyList<KnownFile> Files { get; init; } = [];

    /// <summary>What its labels mean.</summary>
    public required IReadOnlyList<string> LabelNames { get; init; }

    /// <summary>How many samples each part has.</summary>
    public required IReadOnlyDictionary<DataPart, int> Parts { get; init; }
}

/// <summary>A file of a known data set. It is downloaded and kept packed by gzip.</summary>
/// <param name="Name">Its name, without <c>.gz</c>.</param>
/// <param name="Bytes">Its length, unpacked.</param>
/// <param name="Sha256">The SHA-256 of its unpacked bytes, in lower-case hexadecimal digits: packing anew does not change it.</param>
public sealed record KnownFile(string Name, long Bytes, string Sha256);

/// <summary>Where the files of a known data set come from.</summary>
/// <param name="Place">What kind of place.</param>
/// <param name="Where">The folder or the address; empty when the program draws it.</param>
public sealed record KnownLocation(KnownPlace Place, string Where);

/// <summary>Places that known data sets come from, in the order they are looked at.</summary>
public enum KnownPlace
{
    /// <summary>The program draws it.</summary>
    Drawn,

    /// <summary>The folder named by the environment variable HOURGLASS_DATA.</summary>
    DataFolder,

    /// <summary>The cache of the user.</summary>
    Cache,

    /// <summary>It is not on this machine.</summary>
    Download,
}
