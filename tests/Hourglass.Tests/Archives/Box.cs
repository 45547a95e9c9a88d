using Hourglass.Archives;
using Hourglass.Archives.Pixels;
using Hourglass.Tests.Data;

namespace Hourglass.Tests.Archives;

/// <summary>Data and archives in a folder of their own.</summary>
internal sealed class Box : IDisposable
{
    /// <summary>Quick and on one thread: what tests of the container need.</summary>
    public static readonly PackOptions Quick = new() { Effort = 1, Threads = 1, Codecs = [new BrotliPixels(1)] };

    private readonly TemporaryFolder _folder = new();

    public string Data => Path("data");

    public string Archive => Path("archive.hga");

    public string Path(string name) => System.IO.Path.Combine(_folder.Path, name);

    /// <summary>Adds a file to the data.</summary>
    public void Add(string name, byte[] bytes) => _folder.Write($"data/{name}", bytes);

    /// <summary>Packs the data.</summary>
    public PackReport Pack(PackOptions? options = null)
    {
        Directory.CreateDirectory(Data);
        return ArchivePacker.Pack(Data, Archive, options ?? Quick);
    }

    /// <summary>Unpacks the archive, or other bytes, into a new folder and gives all files of it.</summary>
    public SortedDictionary<string, byte[]> Unpack(byte[]? bytes = null, UnpackOptions? options = null, ArchiveOptions? reading = null)
    {
        var folder = Path($"out-{Guid.NewGuid():N}");
        using var archive = bytes is null
            ? Hourglass.Archives.Archive.Open(Archive, reading)
            : Hourglass.Archives.Archive.Open(new MemoryStream(bytes), reading);
        archive.Unpack(folder, options);
        return FilesIn(folder);
    }

    /// <summary>Takes what is whole out of damaged bytes.</summary>
    public (UnpackReport Report, SortedDictionary<string, byte[]> Files) Salvage(byte[] bytes)
    {
        var folder = Path($"out-{Guid.NewGuid():N}");
        using var archive = Hourglass.Archives.Archive.Open(new MemoryStream(bytes), isDamaged: true);
        var report = archive.Unpack(folder);
        return (report, FilesIn(folder));
    }

    /// <summary>Verifies other bytes as if they were an archive.</summary>
    public static VerifyReport Verify(byte[] bytes) => ArchiveVerifier.Verify(new MemoryStream(bytes), options: new ArchiveOptions { Threads = 1 });

    /// <summary>The files below a folder, and folders with nothing in them as names that end with a slash.</summary>
    public static SortedDictionary<string, byte[]> FilesIn(string folder)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
        {
            var name = System.IO.Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (File.Exists(path))
                files.Add(name, File.ReadAllBytes(path));
            else if (!Directory.EnumerateFileSystemEntries(path).Any())
                files.Add(name + "/", []);
        }

        return files;
    }

    public void Dispose() => _folder.Dispose();
}
