using Hourglass.Data;
using Hourglass.Data.Bytes;
using Hourglass.Data.Images;

namespace Hourglass.Runs;

/// <summary>One picture to restore.</summary>
/// <param name="Name">Its path relative to the folder or archive that was given; the file's name where it was given itself.</param>
/// <param name="Read">Reads its file.</param>
internal sealed record RestoreSource(string Name, Func<RentedBytes> Read);

/// <summary>All pictures that a job was given.</summary>
internal sealed class RestoreSources : IDisposable
{
    private readonly List<IPictureFiles> _files = [];
    private readonly List<RestoreSource> _all = [];
    private readonly List<string> _notes = [];

    /// <summary>The pictures, in the order given, those of a folder by their names.</summary>
    public IReadOnlyList<RestoreSource> All => _all;

    /// <summary>Sentences about files that were not looked at.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Finds the pictures.</summary>
    /// <exception cref="DataException">A path does not exist, holds no pictures, or names of an archive lead out of the folder for results.</exception>
    public static RestoreSources Open(IReadOnlyList<string> inputs, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var sources = new RestoreSources();
        try
        {
            foreach (var input in inputs)
                sources.Add(input, progress, cancellation);
            return sources;
        }
        catch
        {
            sources.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var files in _files)
            files.Dispose();
    }

    private void Add(string input, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        if (Directory.Exists(input))
        {
            var list = FolderPictures.List(input, progress, cancellation);
            Add(list, new FolderPictures(list));
        }
        else if (!File.Exists(input))
        {
            throw new DataException($"{input} does not exist; expected a picture, a folder of pictures, or a tar archive of pictures.");
        }
        else if (!PictureList.IsPicture(input) && DataKinds.Of(input) == DataKind.Tar)
        {
            var (list, files) = TarPictures.Open(input, progress, cancellation);
            Add(list, files);
        }
        else
        {
            _all.Add(new RestoreSource(Path.GetFileName(input), () => PictureBytes.Read(input)));
        }
    }

    private void Add(PictureList list, IPictureFiles files)
    {
        _files.Add(files);
        if (list.Paths.Count == 0)
            throw list.NoPictures();
        if (list.IgnoredNote() is { } note)
            _notes.Add($"{list.Root}: {note}");
        for (var i = 0; i < list.Paths.Count; i++)
        {
            var (place, name) = (i, list.Paths.PathOf(i));
            if (name.Split('/').Contains(".."))
                throw new DataException($"{list.Root} has an entry {name}, which leads out of the folder for results; unpack the archive and restore the folder.");
            _all.Add(new RestoreSource(name, () => files.Read(place)));
        }
    }
}
