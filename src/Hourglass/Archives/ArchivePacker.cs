using Hourglass.Archives.Container;
using Hourglass.Archives.Packing;
using Hourglass.Data;
using Hourglass.Numerics;

namespace Hourglass.Archives;

/// <summary>Packs data into archives.</summary>
public static class ArchivePacker
{
    /// <summary>Packs data into a new archive, which appears whole or not at all.</summary>
    /// <param name="data">A known name, or the path of a folder, a tar archive or any file.</param>
    /// <param name="path">The archive.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops it; nothing is left behind.</param>
    /// <exception cref="NoArrayException">A bound for arrays was given, and there is none.</exception>
    /// <exception cref="DataException">The data is not there, cannot be read, or has changed meanwhile.</exception>
    /// <exception cref="IOException">The archive cannot be written.</exception>
    public static PackReport Pack(
        string data, string path, PackOptions? options = null, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        // The data is looked at before the archive is begun: the archive may lie in the folder that is packed.
        using var job = PackJob.Open(data, path, 0, options, progress, cancellation);
        PackReport? report = null;
        AtomicFile.Write(path, stream => report = WriteNew(job, stream));
        return job.WithBaselines(report!);
    }

    /// <summary>Packs data into a stream, which is only written to, from its start to its end.</summary>
    /// <exception cref="NoArrayException">A bound for arrays was given, and there is none.</exception>
    /// <exception cref="DataException">The data is not there, cannot be read, or has changed meanwhile.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static PackReport Pack(
        string data, Stream archive, PackOptions? options = null, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var job = PackJob.Open(data, null, 0, options, progress, cancellation);
        return job.WithBaselines(WriteNew(job, archive));
    }

    /// <summary>Packs data into an archive that is there already. A process that is killed meanwhile leaves it as it was, with bytes behind its end.</summary>
    /// <exception cref="NoArrayException">A bound for arrays was given, and there is none.</exception>
    /// <exception cref="DataException">The data is not there, cannot be read, has changed meanwhile, or has names that the archive has already.</exception>
    /// <exception cref="ArchiveFormatException">The archive is none, or is damaged.</exception>
    /// <exception cref="IOException">The archive cannot be written.</exception>
    public static PackReport Append(
        string data, string path, PackOptions? options = null, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        long end, part;
        EntryNames names;
        using (var archive = Archive.Open(path, new ArchiveOptions { Limits = ArchiveLimits.Large }, cancellation))
            (end, part, names) = (archive.End, archive.Parts.Count, NamesOf(archive));
        using var job = PackJob.Open(data, path, part, options, progress, cancellation);
        job.CheckBeside(names, path);
        PackReport? report = null;
        AppendTarget.Write(path, end, sections => report = job.Write(sections, end - ArchiveTail.Bytes));
        return job.WithBaselines(report!);
    }

    private static PackReport WriteNew(PackJob job, Stream archive)
    {
        var sections = new SectionWriter(archive, 0);
        sections.WriteRaw(ArchiveHead.Write());
        return job.Write(sections, 0);
    }

    private static EntryNames NamesOf(Archive archive)
    {
        var names = new EntryNames();
        foreach (var entry in archive.Parts.SelectMany(part => part.Contents.Entries))
            names.Add(entry.Name, entry.Kind == EntryKind.Folder);
        return names;
    }
}
