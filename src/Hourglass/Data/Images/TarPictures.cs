using System.Formats.Tar;
using Hourglass.Data.Bytes;

namespace Hourglass.Data.Images;

/// <summary>Pictures that are entries of a tar archive, read where they lie. Links and devices are ignored, and names are never used as paths.</summary>
internal sealed class TarPictures : IPictureFiles
{
    private readonly ByteStore _archive;
    private readonly (long Offset, long Length)[] _extents;
    private readonly PathTable _paths;

    private TarPictures(ByteStore archive, PathTable paths, (long Offset, long Length)[] extents) =>
        (_archive, _paths, _extents) = (archive, paths, extents);

    /// <summary>Indexes an archive; what is packed by gzip is unpacked first.</summary>
    /// <exception cref="DataException">It is no tar archive, or is truncated or broken.</exception>
    public static (PictureList List, TarPictures Files) Open(string path, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var archive = OpenArchive(path, progress, cancellation);
        try
        {
            using var stream = archive.OpenStream();
            var extents = new List<(long, long)>();
            var list = Index(stream, path, entry => extents.Add((entry.DataOffset, entry.Length)), progress, cancellation);
            return (list, new TarPictures(archive, list.Paths, [.. extents]));
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>The names in an archive, without unpacking it to a place.</summary>
    /// <exception cref="DataException">It is no tar archive, or is truncated or broken.</exception>
    public static PictureList List(string path)
    {
        using var file = ByteStore.Open(path);
        using Stream stream = Spool.IsGzip(file) ? Spool.Gunzip(file) : file.OpenStream();
        return Index(stream, path, _ => { }, null, default);
    }

    /// <inheritdoc />
    public RentedBytes Read(int place)
    {
        var (offset, length) = _extents[_paths.IdOf(place)];
        if (length > PictureDecoder.MaxFileBytes)
            throw new DataException($"has {length >> 20} MiB; at most {PictureDecoder.MaxFileBytes >> 20} are read");
        if (offset < 0 || offset > _archive.Length - length)
            throw new DataException("ends after the archive does: the archive is truncated");
        var bytes = new RentedBytes((int)length);
        _archive.Read(offset, bytes.Span);
        return bytes;
    }

    /// <inheritdoc />
    public void Dispose() => _archive.Dispose();

    /// <summary>Opens an archive; what is packed by gzip is unpacked first.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    internal static ByteStore OpenArchive(string path, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var file = ByteStore.Open(path);
        if (!Spool.IsGzip(file))
            return file;
        using (file)
        using (var stream = Spool.Gunzip(file))
            return Spool.All(stream, file.Length, path, progress, cancellation);
    }

    private static PictureList Index(
        Stream stream, string path, Action<TarEntry> found, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var (paths, ignored) = (new PathTable(), new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase));
        try
        {
            using var tar = new TarReader(stream, leaveOpen: true);
            while (tar.GetNextEntry() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
                    continue;
                var parts = entry.Name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part is not ".").ToArray();
                if (parts.Length == 0 || parts.Any(part => PictureList.IsHidden(part) && part is not ".."))
                    continue;
                if (PictureList.IsPicture(parts[^1]))
                {
                    paths.Add(string.Join('/', parts[..^1]), parts[^1]);
                    found(entry);
                }
                else
                {
                    var ending = Path.GetExtension(parts[^1]);
                    ignored[ending] = ignored.GetValueOrDefault(ending) + 1;
                }

                if (paths.Count % 1000 == 0)
                    progress?.Report(new DataProgress("listing", paths.Count, 0));
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException or InvalidOperationException
            or FormatException or OverflowException or ArgumentException)
        {
            throw new DataException($"{path} is no tar archive that can be read, or is truncated: {error.Message.TrimEnd('.')}.", error);
        }

        paths.Sort();
        return new PictureList(path, paths, ignored);
    }
}
