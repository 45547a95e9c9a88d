using Hourglass.Archives.Container;
using Hourglass.Archives.Unpacking;
using Hourglass.Data;
using Hourglass.Data.Bytes;

namespace Hourglass.Archives;

/// <summary>An archive, opened for reading. Nothing in it is believed: only <see cref="ArchiveFormatException"/> comes of broken bytes.</summary>
public sealed class Archive : IDisposable
{
    private readonly ByteStore _store;
    private readonly ArchiveOptions _options;
    private readonly SectionReader _sections;
    private readonly ChunkReader _chunks;
    private readonly CodesReader _codes;
    private readonly bool _isDamaged;
    private readonly Lazy<IReadOnlyList<ArchiveEntry>> _entries;

    private Archive(ByteStore store, ArchiveOptions options, bool isDamaged, CancellationToken cancellation)
    {
        (_store, _options, _isDamaged) = (store, options, isDamaged);
        _sections = new SectionReader(store);
        _chunks = new ChunkReader(_sections, options);
        _codes = new CodesReader(_sections, _chunks, options.Limits);
        if (isDamaged)
        {
            var scan = ArchiveScan.Run(_sections, options.Limits, cancellation);
            (Parts, Problems, End) = (scan.Parts, scan.Problems, store.Length);
            ArchiveLoader.Check(Parts, store.Length, options.Limits);
        }
        else
        {
            ArchiveHead.Check(store);
            (Parts, End) = ArchiveLoader.Load(_sections, options.Limits, cancellation);
        }

        _entries = new Lazy<IReadOnlyList<ArchiveEntry>>(() => [.. Parts.SelectMany(EntryTable.Of)]);
    }

    /// <summary>Its bytes.</summary>
    public long Length => _store.Length;

    /// <summary>Bytes at its end that belong to an appending that was not finished; appending again removes them.</summary>
    public long UnfinishedBytes => _isDamaged ? 0 : Length - End;

    /// <summary>Its files and folders.</summary>
    public IReadOnlyList<ArchiveEntry> Entries => _entries.Value;

    /// <summary>How each part was made.</summary>
    public IReadOnlyList<PackSummary> Summaries => [.. Parts.Select(part => part.Summary).OfType<PackSummary>()];

    /// <summary>Whether it holds codes of its pictures: see <see cref="PackOptions.CodeLength"/>.</summary>
    public bool HasCodes => Parts.Any(part => part.Codes.Count > 0);

    /// <summary>What was found damaged when it was opened by <see cref="OpenDamaged"/>.</summary>
    public IReadOnlyList<ArchiveProblem> Problems { get; } = [];

    internal IReadOnlyList<ArchivePart> Parts { get; }

    internal long End { get; }

    internal SectionReader Sections => _sections;

    internal ChunkReader Chunks => _chunks;

    internal CodesReader Codes => _codes;

    internal ArchiveOptions Options => _options;

    internal ByteStore Store => _store;

    /// <summary>Opens an archive and checks everything but its chunks.</summary>
    /// <exception cref="ArchiveFormatException">It is none, is damaged, or is beyond the limits.</exception>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static Archive Open(string path, ArchiveOptions? options = null, CancellationToken cancellation = default) =>
        Open(ByteStore.Open(path), options, false, cancellation);

    /// <summary>Opens an archive that is read from a stream: it is kept in memory, or on the disk if it is large.</summary>
    /// <exception cref="ArchiveFormatException">It is none, is damaged, or is beyond the limits.</exception>
    /// <exception cref="DataException">There is no room for it.</exception>
    public static Archive Open(Stream stream, ArchiveOptions? options = null, bool isDamaged = false, CancellationToken cancellation = default) =>
        Open(Spool.All(stream, Spool.MaxUnknownBytes, "the archive", null, cancellation), options, isDamaged, cancellation);

    /// <summary>Opens an archive of which some is lost: finds what is whole by reading all of it.</summary>
    /// <exception cref="ArchiveFormatException">Even what is whole is beyond the limits, or holds names that are not allowed.</exception>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static Archive OpenDamaged(string path, ArchiveOptions? options = null, CancellationToken cancellation = default) =>
        Open(ByteStore.Open(path), options, true, cancellation);

    /// <summary>Whether a file begins like an archive.</summary>
    public static bool IsArchive(string path)
    {
        if (!File.Exists(path))
            return false;
        using var store = ByteStore.Open(path);
        Span<byte> start = stackalloc byte[(int)Math.Min(store.Length, ArchiveHead.Signature.Length)];
        store.Read(0, start);
        return ArchiveHead.Is(start);
    }

    /// <summary>Says what the archive is made of: reads all heads, no chunk.</summary>
    /// <exception cref="ArchiveFormatException">A head is damaged.</exception>
    public ArchiveDescription Describe() => ArchiveDescription.Of(this);

    /// <summary>Reads the codes of its pictures; no picture is unpacked.</summary>
    /// <returns>Those of each autoencoder; empty when the archive holds none.</returns>
    /// <exception cref="ArchiveFormatException">Codes are damaged.</exception>
    public IReadOnlyList<PictureCodes> ReadCodes(CancellationToken cancellation = default)
    {
        var all = new List<PictureCodes>();
        foreach (var part in Parts)
        {
            foreach (var places in part.Codes.GroupBy(place => (place.Stream, _codes.Peek(place).Model)))
            {
                cancellation.ThrowIfCancellationRequested();
                var read = places.Select(place => _codes.Read(part, place)).ToList();
                Band[] pictures = [.. places.SelectMany(place => part.Contents.PicturesOf(place.Stream, place.First, place.Count))];
                all.Add(new PictureCodes(part.Contents, places.Key.Stream, read[0].Codec, pictures, [.. read.SelectMany(one => one.Codes)]));
            }
        }

        return all;
    }

    /// <summary>Writes files out of the archive, or previews of its pictures.</summary>
    /// <param name="folder">Where to. Files appear when all of them are there.</param>
    /// <param name="options">Which.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops it; nothing is left behind.</param>
    /// <exception cref="ArchiveFormatException">A chunk, or codes that are needed, are damaged, and the archive was not opened by <see cref="OpenDamaged"/>.</exception>
    /// <exception cref="DataException">Previews are asked for, and the archive holds no codes.</exception>
    /// <exception cref="IOException">A file is there already, lies behind a link, or cannot be written.</exception>
    public UnpackReport Unpack(
        string folder, UnpackOptions? options = null, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new UnpackOptions();
        if (options.Previews)
            return PreviewUnpacker.Run(this, folder, options, progress, cancellation);
        var wanted = Wanted.Of(Parts, options.Only);
        if (wanted.Count == 0 && options.Only.Count > 0)
            return new UnpackReport(0, 0, 0, []);
        if (OperatingSystem.IsWindows() && wanted.Select(one => one.Name).FirstOrDefault(name => EntryName.WindowsFault(name) is not null) is { } fault)
            throw new IOException($"{fault} is {EntryName.WindowsFault(fault)}; unpack it on another system, or leave it out.");
        string[] names = [.. wanted.Where(one => one.Layout.Kind != EntryKind.Folder).Select(one => one.Name)];
        UnpackReport? report = null;
        TargetFolder.Fill(folder, names, options.Overwrite, stage =>
            report = new Unpacker(_chunks, _options.Threads, _isDamaged).Run(wanted, stage, progress, cancellation));
        return report!;
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private static Archive Open(ByteStore store, ArchiveOptions? options, bool isDamaged, CancellationToken cancellation)
    {
        try
        {
            return new Archive(store, options ?? new ArchiveOptions(), isDamaged, cancellation);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
