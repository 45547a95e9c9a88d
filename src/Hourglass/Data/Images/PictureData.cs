using Hourglass.Numerics;

namespace Hourglass.Data.Images;

/// <summary>Data sets of pictures in a folder or a tar archive.</summary>
/// <remarks>
/// Folders that hold everything, such as the one that an archive was packed from, do not count. Below them, <c>train</c> and <c>test</c> (or <c>val</c>)
/// are parts, and other folders are labels, when every picture lies in one and there are at least two.
/// </remarks>
internal static class PictureData
{
    private static readonly string[] s_trainFolders = ["train", "training"];
    private static readonly string[] s_testFolders = ["test", "testing", "val", "valid", "validation"];

    /// <summary>Opens a part of a folder of pictures.</summary>
    /// <exception cref="DataException">There are no pictures, none that can be read, or no such part.</exception>
    public static DataSet OpenFolder(
        string path, DataPart part, DataOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var list = FolderPictures.List(path, progress, cancellation);
        return Open(list, new FolderPictures(list), part, options, progress, cancellation);
    }

    /// <summary>Opens a part of a tar archive of pictures.</summary>
    /// <exception cref="DataException">See <see cref="OpenFolder"/>; or the archive is broken.</exception>
    public static DataSet OpenTar(
        string path, DataPart part, DataOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var (list, files) = TarPictures.Open(path, progress, cancellation);
        return Open(list, files, part, options, progress, cancellation);
    }

    /// <summary>Whether the pictures come in two parts.</summary>
    public static bool HasTestPart(PictureList list) => PartFolders(list.Paths, CommonDepth(list.Paths, _ => true)) is not null;

    private static DataSet Open(
        PictureList list, IPictureFiles files, DataPart part, DataOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            var (candidates, folders) = Candidates(list, part);
            var places = EvenlySpaced(candidates, options.Limit);
            var scan = PictureScan.Run(list, files, places, progress, cancellation);
            Check(list, scan, places.Length, options);
            var (shape, sizeNote) = PictureSize.Choose(scan.Sizes, scan.AllGrey, options);
            var good = scan.Problems.Count == 0 ? places : [.. places.Where((_, i) => scan.IsGood(i))];
            return new DataSet(new PictureSource(list, files, good, shape, options.Fit, scan.White), folders.LabelsOf(good), i => list.Paths.PathOf(good[i]))
            {
                Name = NameOf(list.Root),
                Count = good.Length,
                Shape = shape,
                Range = (0, scan.White),
                LabelNames = folders.Names,
                Problems = scan.Problems,
                Notes = [.. new[] { sizeNote, list.IgnoredNote() }.OfType<string>()],
            };
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    private static void Check(PictureList list, PictureScan scan, int count, DataOptions options)
    {
        if (scan.Problems.Count == 0)
            return;
        var first = $"{scan.Problems[0].Name} {scan.Problems[0].Reason}";
        if (scan.Problems.Count == count)
            throw new DataException($"{list.Root}: none of its {count} picture(s) can be read; the first: {first}.");
        if (options.Strict)
            throw new DataException(
                $"{list.Root}: {scan.Problems.Count} of {count} pictures cannot be read; the first: {first}. Remove them, or read without strict to leave them out.");
    }

    /// <summary>The places of a part's pictures, and the label folder of each folder.</summary>
    private static (int[] Places, LabelFolders Labels) Candidates(PictureList list, DataPart part)
    {
        var paths = list.Paths;
        if (paths.Count == 0)
            throw list.NoPictures();
        var depth = CommonDepth(paths, _ => true);
        if (PartFolders(paths, depth) is not { } parts)
        {
            return part == DataPart.Train
                ? ([.. Enumerable.Range(0, paths.Count)], new LabelFolders(paths, [depth], _ => 0))
                : throw new DataException($"{list.Root} has no test part; a data set with parts has the sub-folders train and test.");
        }

        // Labels are numbered over both parts, so that a label means the same in each.
        var names = new[] { parts.Train, parts.Test };
        var partOf = paths.Folders.Select(folder => Array.IndexOf(names, Component(folder, depth))).ToArray();
        var depths = names.Select((_, i) => CommonDepth(paths, folder => partOf[folder] == i)).ToArray();
        var wanted = part == DataPart.Train ? 0 : 1;
        return ([.. Enumerable.Range(0, paths.Count).Where(place => partOf[paths.FolderOf(place)] == wanted)],
            new LabelFolders(paths, depths, folder => partOf[folder]));
    }

    /// <summary>How many folders from the root all pictures share that lie in the folders included.</summary>
    private static int CommonDepth(PathTable paths, Func<int, bool> includes)
    {
        var folders = paths.Folders.Where((_, id) => includes(id)).ToArray();
        for (var depth = 0; ; depth++)
        {
            if (folders.Length == 0 || Component(folders[0], depth) is not { } first || folders.Any(folder => Component(folder, depth) != first))
                return depth;
        }
    }

    private static (string Train, string Test)? PartFolders(PathTable paths, int depth)
    {
        var names = paths.Folders.Select(folder => Component(folder, depth)).Distinct().ToArray();
        string? Named(string[] accepted) => accepted
            .Select(name => names.FirstOrDefault(found => name.Equals(found, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(found => found is not null);
        return Named(s_trainFolders) is { } train && Named(s_testFolders) is { } test ? (train, test) : null;
    }

    internal static string? Component(string folder, int depth)
    {
        if (folder.Length == 0)
            return null;
        var parts = folder.Split('/');
        return depth < parts.Length ? parts[depth] : null;
    }

    private static int[] EvenlySpaced(int[] all, int? limit) =>
        limit is { } most ? [.. Spacing.Even(all.Length, most).Select(i => all[i])] : all;

    private static string NameOf(string root)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)));
        foreach (var ending in new[] { ".gz", ".tgz", ".tar" })
        {
            if (File.Exists(root) && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                name = name[..^ending.Length];
        }

        return name;
    }
}
