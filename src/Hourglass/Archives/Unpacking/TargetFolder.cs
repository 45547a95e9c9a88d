using Hourglass.Numerics;

namespace Hourglass.Archives.Unpacking;

/// <summary>
/// The folder that is unpacked into. Files are written to a fresh folder first and moved when all are there, so that nothing half-written
/// appears and nothing is written through a link.
/// </summary>
internal static class TargetFolder
{
    /// <summary>Fills a folder.</summary>
    /// <param name="folder">The folder; it may be there already.</param>
    /// <param name="names">The names of the files that will be written.</param>
    /// <param name="overwrite">Whether files that are there already are replaced.</param>
    /// <param name="fill">Writes the files into the folder that it is given.</param>
    /// <exception cref="IOException">A file is there already, or lies behind a link, or the disk is full.</exception>
    public static void Fill(string folder, IReadOnlyList<string> names, bool overwrite, Action<string> fill)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(folder))
            throw new IOException($"{folder} is a file; name another folder.");
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            AtomicFile.WriteFolder(folder, fill);
            return;
        }

        foreach (var name in names)
            CheckFree(folder, name, overwrite);
        var stage = Path.Combine(folder, $".{Path.GetRandomFileName()}.part");
        try
        {
            Directory.CreateDirectory(stage);
            fill(stage);
            Move(stage, folder, overwrite);
        }
        finally
        {
            if (Directory.Exists(stage))
                Directory.Delete(stage, recursive: true);
        }
    }

    private static void Move(string stage, string folder, bool overwrite)
    {
        foreach (var path in Directory.EnumerateDirectories(stage, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(stage, path);
            CheckFree(folder, Path.Combine(name, "_"), overwrite: true);
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        foreach (var path in Directory.EnumerateFiles(stage, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(stage, path);
            CheckFree(folder, name, overwrite);
            File.Move(path, Path.Combine(folder, name), overwrite);
        }
    }

    /// <summary>Whether a name leads through folders only, not links, and to no file that is to stay.</summary>
    private static void CheckFree(string folder, string name, bool overwrite)
    {
        var path = folder;
        var parts = name.Split('/', Path.DirectorySeparatorChar);
        foreach (var part in parts[..^1])
        {
            path = Path.Combine(path, part);
            var info = new FileInfo(path);
            if (info.LinkTarget is not null)
                throw new IOException($"{path} is a link, and nothing is written through links; unpack into another folder.");
            if (info.Exists)
                throw new IOException($"{path} is a file where a folder is needed; unpack into another folder.");
        }

        path = Path.Combine(path, parts[^1]);
        if (!overwrite && Path.Exists(path) && !Directory.Exists(path))
            throw new IOException($"{path} is there already; unpack into another folder, or allow it to be replaced (--force).");
    }
}
