namespace Hourglass.Numerics;

/// <summary>Files that appear whole or not at all: written beside their place, flushed to the disk, then renamed.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file by <paramref name="write"/>; if that throws, what was at <paramref name="path"/> is untouched.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; nothing is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var beside = Beside(path, "part");
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    /// <exception cref="IOException">See <see cref="Write"/>.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// Fills a folder by <paramref name="fill"/>, which gets a fresh folder beside <paramref name="path"/>; the finished folder is then moved
    /// into place. A folder already at <paramref name="path"/> is replaced only when the new one is complete.
    /// </summary>
    /// <exception cref="IOException">Writing failed; what was at <paramref name="path"/> is untouched and nothing is left behind.</exception>
    public static void WriteFolder(string path, Action<string> fill)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var (beside, old) = (Beside(path, "part"), Beside(path, "old"));
        try
        {
            Directory.CreateDirectory(beside);
            fill(beside);
            if (Directory.Exists(path))
            {
                Directory.Move(path, old);
            }

            Directory.Move(beside, path);
            DeleteFolder(old);
        }
        catch
        {
            if (!Directory.Exists(path) && Directory.Exists(old))
                Directory.Move(old, path);
            DeleteFolder(beside);
            throw;
        }
    }

    /// <summary>A name that nobody else uses, whatever lies beside.</summary>
    private static string Beside(string path, string what) => $"{path}.{Path.GetRandomFileName()}.{what}";

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
