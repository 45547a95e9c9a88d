using System.Formats.Tar;
using System.IO.Enumeration;
using Hourglass.Archives.Container;
using Hourglass.Data;
using Hourglass.Data.Bytes;
using Hourglass.Data.Images;

namespace Hourglass.Archives.Packing;

/// <summary>What is to be packed: files and folders under relative names, from a folder, a tar archive, a single file or a data set with a name of its own.</summary>
internal sealed class SourceTree : IDisposable
{
    private const string Packed = ".gz";
    private readonly List<ByteStore> _stores = [];
    private readonly List<SourceFile> _files = [];
    private readonly List<string> _folders = [];
    private readonly List<string> _notes = [];

    private readonly string? _except;

    private SourceTree(string? except) => _except = except;

    /// <summary>The files, sorted by what they are called in their folders: input/7.png and target/7.png, alike as a rule, lie beside each other.</summary>
    public IReadOnlyList<SourceFile> Files => _files;

    /// <summary>Folders with nothing in them, sorted by name.</summary>
    public IReadOnlyList<string> Folders => _folders;

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Finds the files of some data.</summary>
    /// <param name="data">A known name, or the path of a folder, a tar archive (packed by gzip or not) or any file.</param>
    /// <param name="except">A file to leave out, or null: the archive itself.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">It is not there, or cannot be read or named.</exception>
    public static SourceTree Open(string data, string? except = null, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var tree = new SourceTree(except is null ? null : Path.GetFullPath(except));
        try
        {
            if (Path.Exists(data))
                tree.AddPath(data, progress, cancellation);
            else if (KnownDataSets.Find(data) is { } known)
                tree.AddKnown(known, progress, cancellation);
            else
                throw new DataException($"There is no file, folder or data set called {data}.{KnownDataSets.DidYouMean(data)}");
            tree._files.Sort(ByFileName);
            tree._folders.Sort(string.CompareOrdinal);
            tree.CheckNames(data);
            return tree;
        }
        catch (Exception error)
        {
            tree.Dispose();
            throw error is IOException or UnauthorizedAccessException ? new DataException($"{data} cannot be read: {error.Message}", error) : error;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stores.ForEach(store => store.Dispose());

    private void AddPath(string path, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        if (Directory.Exists(path))
        {
            Walk(new DirectoryInfo(path).FullName, "", 0, progress, cancellation);
            return;
        }

        var kind = DataKinds.Of(path);
        if (kind == DataKind.Tar)
            AddTar(path, progress, cancellation);
        else if (!AddUnpacked(path, Path.GetFileName(path), progress, cancellation))
            _files.Add(new SourceFile(Path.GetFileName(path), () => ByteStore.Open(path)));
    }

    private void AddKnown(KnownDataSet known, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        if (known.Source is null)
        {
            foreach (var (name, bytes) in DrawnFiles.Of(known))
                _files.Add(new SourceFile(name, () => new ByteStore(name, bytes)));
            return;
        }

        var folder = KnownDataSets.Fetch(known.Id, progress, cancellation).Where;
        foreach (var file in known.Files)
        {
            var path = Path.Combine(folder, file.Name);
            if (File.Exists(path))
                _files.Add(new SourceFile(file.Name, () => ByteStore.Open(path)));
            else
                AddUnpacked(path + Packed, file.Name + Packed, progress, cancellation);
        }
    }

    /// <summary>Adds a file packed by gzip as what is inside, or does nothing if it is none.</summary>
    private bool AddUnpacked(string path, string name, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        using var packed = ByteStore.Open(path);
        if (!name.EndsWith(Packed, StringComparison.OrdinalIgnoreCase) || name.Length == Packed.Length || !Spool.IsGzip(packed))
            return false;
        using var stream = Spool.Gunzip(packed);
        var store = Spool.All(stream, packed.Length, path, progress, cancellation);
        _stores.Add(store);
        var inside = name[..^Packed.Length];
        _files.Add(new SourceFile(inside, () => store.Slice(path, 0, store.Length)));
        _notes.Add($"{name} was opened: the archive holds {inside}.");
        return true;
    }

    private void AddTar(string path, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var store = TarPictures.OpenArchive(path, progress, cancellation);
        _stores.Add(store);
        var leftOut = 0;
        try
        {
            using var tar = new TarReader(store.OpenStream());
            while (tar.GetNextEntry() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                var name = string.Join('/', entry.Name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part is not "."));
                if (entry.EntryType == TarEntryType.Directory && name.Length > 0)
                    _folders.Add(name);
                else if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile)
                    AddMember(store, name, entry.DataOffset, entry.Length);
                else if (entry.EntryType is not (TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes))
                    leftOut++;
                if (_files.Count % 1000 == 0)
                    progress?.Report(new DataProgress("listing", _files.Count, 0));
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw new DataException($"{path} is no tar archive that can be read, or is truncated: {error.Message.TrimEnd('.')}.", error);
        }

        var above = _files.Select(file => file.Name).Concat(_folders).SelectMany(Above).ToHashSet(StringComparer.Ordinal);
        _folders.RemoveAll(above.Contains);
        if (leftOut > 0)
            _notes.Add($"{leftOut} links or devices of {path} were left out.");
    }

    private void AddMember(ByteStore store, string name, long offset, long length) =>
        _files.Add(new SourceFile(name, () => store.Slice(name, length == 0 ? 0 : offset, length)));

    private void Walk(string folder, string relative, int depth, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        if (depth > FolderPictures.MaxDepth)
            throw new DataException($"{folder} lies more than {FolderPictures.MaxDepth} folders deep; is it a loop of links?");
        var entries = new FileSystemEnumerable<(string Name, bool IsFolder)>(
            folder, (ref entry) => (entry.FileName.ToString(), entry.IsDirectory),
            new EnumerationOptions { IgnoreInaccessible = false, AttributesToSkip = 0 });
        var count = _files.Count + _folders.Count;
        foreach (var (name, isFolder) in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            var (path, inside) = (Path.Combine(folder, name), relative.Length == 0 ? name : $"{relative}/{name}");
            if (path == _except)
                _notes.Add($"{inside} was left out: it is the archive itself.");
            else if (!isFolder)
                _files.Add(new SourceFile(inside, () => ByteStore.Open(path)));
            else if (FolderPictures.LeadsBack(path))
                _notes.Add($"{inside} was left out: it is a link that leads back to where it lies.");
            else
                Walk(path, inside, depth + 1, progress, cancellation);
        }

        if (relative.Length > 0 && count == _files.Count + _folders.Count)
            _folders.Add(relative);
        progress?.Report(new DataProgress("listing", _files.Count, 0));
    }

    private void CheckNames(string data)
    {
        var names = new EntryNames();
        foreach (var (name, isFolder) in _files.Select(file => (file.Name, false)).Concat(_folders.Select(folder => (folder, true))))
        {
            if (names.Add(name, isFolder) is { } fault)
                throw new DataException($"{data} holds a name that is {fault}: {name}; archives are the same on every system, so rename it first.");
        }
    }

    private static IEnumerable<string> Above(string name)
    {
        for (var slash = name.LastIndexOf('/'); slash > 0; slash = name.LastIndexOf('/', slash - 1))
            yield return name[..slash];
    }

    private static int ByFileName(SourceFile a, SourceFile b)
    {
        var byFile = a.Name.AsSpan(a.Name.LastIndexOf('/') + 1).CompareTo(b.Name.AsSpan(b.Name.LastIndexOf('/') + 1), StringComparison.Ordinal);
        return byFile != 0 ? byFile : string.CompareOrdinal(a.Name, b.Name);
    }
}
