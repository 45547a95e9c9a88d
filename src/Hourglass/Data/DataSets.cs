using Hourglass.Data.Arrays;
using Hourglass.Data.Images;
using Hourglass.Data.Known;

namespace Hourglass.Data;

/// <summary>Opens data sets by known name or by path.</summary>
public static class DataSets
{
    /// <summary>Opens one part of a data set. Every value that it gives is finite.</summary>
    /// <param name="nameOrPath">
    /// A known name (<c>mnist</c>, <c>fashion-mnist</c>, <c>digits</c>), or a path to an IDX file (raw or gzip), a folder of pictures or IDX files,
    /// an npy or npz file, or a tar (raw or gzip) of pictures. A known name goes first: write <c>./mnist</c> for a folder called mnist.
    /// </param>
    /// <param name="part">Which part; data without parts has only <see cref="DataPart.Train"/>, which is all of it.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="progress">Told how far a scan or download has come.</param>
    /// <param name="cancellation">Stops a scan or download.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number in <paramref name="options"/> is out of range.</exception>
    /// <exception cref="DataException">It is not there, holds no samples, is broken, or has no such part.</exception>
    public static DataSet Open(
        string nameOrPath, DataPart part = DataPart.Train, DataOptions? options = null, IProgress<DataProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        options ??= new DataOptions();
        Check(options);
        var known = KnownDataSets.Find(nameOrPath);
        if (known is null && Directory.Exists(nameOrPath) && !IsIdxFolder(nameOrPath))
            return PictureData.OpenFolder(nameOrPath, part, options, progress, cancellation);
        if (known is null && File.Exists(nameOrPath) && DataKinds.Of(nameOrPath) == DataKind.Tar)
            return PictureData.OpenTar(nameOrPath, part, options, progress, cancellation);

        var data = known is null ? OpenArray(nameOrPath, part, progress, cancellation) : OpenKnown(known, part, progress, cancellation);
        try
        {
            return Refitted.Apply(options.Limit is { } limit ? data.EvenlySpaced(limit) : data, options);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>Whether the data comes with a held-out part: known names, <c>train</c> and <c>test</c> sub-folders, <c>x_train</c> and <c>x_test</c> arrays.</summary>
    /// <exception cref="DataException">It is not there.</exception>
    public static bool HasTestPart(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        if (KnownDataSets.Find(nameOrPath) is { } known)
            return known.Parts.ContainsKey(DataPart.Test);
        if (Directory.Exists(nameOrPath))
        {
            return IsIdxFolder(nameOrPath)
                ? IdxData.PartFile(nameOrPath, DataPart.Test) is not null
                : PictureData.HasTestPart(FolderPictures.List(nameOrPath));
        }

        return KindOf(nameOrPath) switch
        {
            DataKind.Zip => NpyData.HasTestPart(nameOrPath),
            DataKind.Tar => PictureData.HasTestPart(TarPictures.List(nameOrPath)),
            _ => false,
        };
    }

    private static DataSet OpenKnown(KnownDataSet known, DataPart part, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        if (known.Source is null)
            return DrawnDigits.Open(known, part);
        var folder = KnownDataSets.Fetch(known.Id, progress, cancellation).Where;
        return IdxData.Open(IdxData.PartFile(folder, part)!, known.Id, known.LabelNames, progress, cancellation);
    }

    private static DataSet OpenArray(string path, DataPart part, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        if (Directory.Exists(path))
        {
            var file = IdxData.PartFile(path, part) ?? throw NoTestPart(path, "a folder of IDX files has one when it holds t10k-images-idx3-ubyte.gz.");
            return IdxData.Open(file, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))), progress: progress, cancellation: cancellation);
        }

        var kind = KindOf(path);
        if (kind == DataKind.Zip)
            return NpyData.OpenNpz(path, part, progress, cancellation);
        if (kind is not (DataKind.Idx or DataKind.Npy))
            throw Unreadable(path, kind);
        if (part == DataPart.Test)
            throw NoTestPart(path, "it is one file; name the file or folder of the test part itself.");
        return kind == DataKind.Npy
            ? NpyData.OpenNpy(path, progress, cancellation)
            : IdxData.Open(path, Path.GetFileNameWithoutExtension(path), progress: progress, cancellation: cancellation);
    }

    private static DataKind KindOf(string path) => File.Exists(path)
        ? DataKinds.Of(path)
        : throw new DataException($"There is no data set, file or folder called {path}; known data sets are "
            + $"{string.Join(", ", KnownDataSets.All.Select(set => set.Id))}.{KnownDataSets.DidYouMean(path)}");

    /// <summary>Whether a folder holds IDX files under the names that MNIST gave them.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    internal static bool IsIdxFolder(string folder)
    {
        try
        {
            return IdxData.PartFile(folder, DataPart.Train) is not null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{folder} cannot be read: {error.Message}", error);
        }
    }

    private static void Check(DataOptions options)
    {
        foreach (var (name, value) in new[] { ("height", options.Height), ("width", options.Width), ("limit", options.Limit) })
        {
            if (value is < 1)
                throw new ArgumentOutOfRangeException(nameof(options), value, $"The {name} must be at least 1.");
        }

        if (options.Channels is not (null or 1 or 3))
            throw new ArgumentOutOfRangeException(nameof(options), options.Channels, "The number of channels must be 1 (grey) or 3 (RGB).");
    }

    private static DataException NoTestPart(string path, string why) => new($"{path} has no test part: {why}");

    private static DataException Unreadable(string path, DataKind kind) => new(kind switch
    {
        DataKind.Picture => $"{path} is a single picture; name the folder that holds it and others.",
        DataKind.Table => $"{path} is a table, which is not read yet; save its numbers as npy (numpy.save).",
        _ => $"{path} is of no kind that is read: expected IDX, npy, npz, or a tar of pictures, raw or packed by gzip.",
    });
}
