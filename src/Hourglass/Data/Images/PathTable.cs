using System.Runtime.InteropServices;
using System.Text;

namespace Hourglass.Data.Images;

/// <summary>Many paths in little memory: each folder once, names as UTF-8 in one buffer, some 16 bytes beside the name per file.</summary>
internal sealed class PathTable
{
    private readonly List<string> _folders = [];
    private readonly Dictionary<string, int> _folderIds = new(StringComparer.Ordinal);
    private readonly List<Entry> _entries = [];
    private byte[] _names = [];
    private int _used;

    /// <summary>The number of files.</summary>
    public int Count => _entries.Count;

    /// <summary>The folders, relative to the root, with <c>/</c> between their parts; the root itself is empty.</summary>
    public IReadOnlyList<string> Folders => _folders;

    /// <summary>Adds a file; the first has the id 0, the next 1, and so on.</summary>
    /// <param name="folder">Its folder, relative to the root.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="DataException">The names of all files together take more than 2 GiB.</exception>
    public void Add(string folder, ReadOnlySpan<char> name)
    {
        if (!_folderIds.TryGetValue(folder, out var id))
        {
            id = _folders.Count;
            _folderIds.Add(folder, id);
            _folders.Add(folder);
        }

        var most = Encoding.UTF8.GetMaxByteCount(name.Length);
        if (_used > Array.MaxLength - most)
            throw new DataException("There are too many files: their names alone take more than 2 GiB; split the data set.");
        if (_used + most > _names.Length)
            Array.Resize(ref _names, (int)Math.Min(Array.MaxLength, Math.Max(_used + most, _names.Length * 3L / 2)));
        var length = Encoding.UTF8.GetBytes(name, _names.AsSpan(_used));
        _entries.Add(new Entry(id, _used, length, _entries.Count));
        _used += length;
    }

    /// <summary>Sorts by folder, then by name, both by code points, so that the order is the same everywhere; gives back spare memory.</summary>
    public void Sort()
    {
        Array.Resize(ref _names, _used);
        _folderIds.Clear();
        _folderIds.TrimExcess();
        var rank = new int[_folders.Count];
        foreach (var (id, i) in Enumerable.Range(0, rank.Length).OrderBy(id => _folders[id], StringComparer.Ordinal).Select((id, i) => (id, i)))
            rank[id] = i;
        CollectionsMarshal.AsSpan(_entries).Sort((a, b) =>
            a.Folder != b.Folder ? rank[a.Folder].CompareTo(rank[b.Folder]) : NameOf(a).SequenceCompareTo(NameOf(b)));
        _entries.TrimExcess();
    }

    /// <summary>The folder of the file in a place, an index into <see cref="Folders"/>.</summary>
    public int FolderOf(int place) => _entries[place].Folder;

    /// <summary>When the file in a place was added.</summary>
    public int IdOf(int place) => _entries[place].Id;

    /// <summary>The path of the file in a place, relative to the root, with <c>/</c> between its parts.</summary>
    public string PathOf(int place)
    {
        var (folder, name) = (_folders[_entries[place].Folder], Encoding.UTF8.GetString(NameOf(_entries[place])));
        return folder.Length == 0 ? name : $"{folder}/{name}";
    }

    private ReadOnlySpan<byte> NameOf(Entry entry) => _names.AsSpan(entry.Start, entry.Length);

    private readonly record struct Entry(int Folder, int Start, int Length, int Id);
}
