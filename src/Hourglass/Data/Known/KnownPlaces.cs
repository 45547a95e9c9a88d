using Hourglass.Numerics;

namespace Hourglass.Data.Known;

/// <summary>The places where files of known data sets are looked for, in order.</summary>
internal sealed record KnownPlaces
{
    private const string Packed = ".gz";

    /// <summary>The folder named by the environment, or null.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The folder that downloads are kept in.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Gets files.</summary>
    public required Downloader Downloader { get; init; }

    /// <summary>The places of this machine and user.</summary>
    public static KnownPlaces FromEnvironment()
    {
        var folder = Environment.GetEnvironmentVariable(KnownDataSets.FolderVariable);
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (!Path.IsPathRooted(cache))
            cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (string.IsNullOrEmpty(cache))
            cache = Path.GetTempPath();
        return new KnownPlaces
        {
            DataFolder = string.IsNullOrEmpty(folder) ? null : folder,
            CacheFolder = Path.Combine(cache, "hourglass"),
            Downloader = new Downloader(() => new SocketsHttpHandler { ConnectTimeout = Downloader.Patience }),
        };
    }

    /// <summary>See <see cref="KnownDataSets.Locate"/>.</summary>
    public KnownLocation Locate(KnownDataSet set)
    {
        if (set.Source is null)
            return new KnownLocation(KnownPlace.Drawn, "");
        if (InDataFolder(set) is { } folder && HasAll(folder, set))
            return new KnownLocation(KnownPlace.DataFolder, folder);
        return HasAll(InCache(set), set)
            ? new KnownLocation(KnownPlace.Cache, InCache(set))
            : new KnownLocation(KnownPlace.Download, set.Source.AbsoluteUri);
    }

    /// <summary>See <see cref="KnownDataSets.Fetch"/>.</summary>
    public KnownLocation Fetch(KnownDataSet set, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var location = Locate(set);
        if (location.Place != KnownPlace.Download)
            return location;
        var folder = InCache(set);
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var file in set.Files)
            {
                var path = Path.Combine(folder, file.Name + Packed);
                if (File.Exists(path))
                    continue;
                var bytes = Downloader.Get(new Uri(set.Source!, file.Name + Packed), file, progress, cancellation);
                AtomicFile.Write(path, stream => stream.Write(bytes));
            }
        }
        catch (Exception error) when (error is DataException or IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"{set.Id} is not here. Looked at: {FolderLine(set)}; the cache {folder}; {set.Source}, which failed: {error.Message.TrimEnd('.')}. "
                + $"Put {set.Files[0].Name}{Packed} and the {set.Files.Count - 1} others into {folder}, or use digits, which needs no files.",
                error);
        }

        return new KnownLocation(KnownPlace.Cache, folder);
    }

    private static bool HasAll(string folder, KnownDataSet set) =>
        set.Files.All(file => File.Exists(Path.Combine(folder, file.Name)) || File.Exists(Path.Combine(folder, file.Name + Packed)));

    private string InCache(KnownDataSet set) => Path.Combine(CacheFolder, set.Id);

    private string? InDataFolder(KnownDataSet set) => DataFolder is null ? null : Path.Combine(DataFolder, set.Id);

    private string FolderLine(KnownDataSet set) => InDataFolder(set) is { } folder
        ? $"{folder} ({KnownDataSets.FolderVariable})"
        : $"{KnownDataSets.FolderVariable}, which is not set";
}
