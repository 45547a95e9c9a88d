using System.Diagnostics;
using System.Reflection;
using Hourglass.Archives.Container;
using Hourglass.Archives.Packing;
using Hourglass.Data;
using Hourglass.Numerics;

namespace Hourglass.Archives;

/// <summary>Packs data into archives.</summary>
public static class ArchivePacker
{
    private static readonly string Producer =
        $"hourglass {typeof(ArchivePacker).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";

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
        PackReport? report = null;
        AtomicFile.Write(path, stream => report = Pack(data, stream, options, progress, cancellation));
        return report!;
    }

    /// <summary>Packs data into a stream, which is only written to, from its start to its end.</summary>
    /// <exception cref="NoArrayException">A bound for arrays was given, and there is none.</exception>
    /// <exception cref="DataException">The data is not there, cannot be read, or has changed meanwhile.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static PackReport Pack(
        string data, Stream archive, PackOptions? options = null, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new PackOptions();
        options.Check();
        using var tree = SourceTree.Open(data, progress, cancellation);
        var plan = PackPlan.Make(0, tree, options, progress, cancellation);
        var sections = new SectionWriter(archive, 0);
        sections.WriteRaw(ArchiveHead.Write());
        return WritePart(tree, plan, sections, 0, options, progress, cancellation);
    }

    /// <summary>Packs data into an archive that is there already. A process that is killed meanwhile leaves it as it was, with bytes behind its end.</summary>
    /// <exception cref="NoArrayException">A bound for arrays was given, and there is none.</exception>
    /// <exception cref="DataException">The data is not there, cannot be read, has changed meanwhile, or has names that the archive has already.</exception>
    /// <exception cref="ArchiveFormatException">The archive is none, or is damaged.</exception>
    /// <exception cref="IOException">The archive cannot be written.</exception>
    public static PackReport Append(
        string data, string path, PackOptions? options = null, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new PackOptions();
        options.Check();
        using var tree = SourceTree.Open(data, progress, cancellation);
        PackPlan plan;
        long end;
        using (var archive = Archive.Open(path, new ArchiveOptions { Limits = ArchiveLimits.Large }, cancellation))
        {
            CheckNames(archive, tree, path);
            end = archive.End;
            plan = PackPlan.Make(archive.Parts.Count, tree, options, progress, cancellation);
        }

        PackReport? report = null;
        AppendTarget.Write(path, end, sections => report = WritePart(tree, plan, sections, end - ArchiveTail.Bytes, options, progress, cancellation));
        return report!;
    }

    private static void CheckNames(Archive archive, SourceTree tree, string path)
    {
        var names = new EntryNames();
        foreach (var entry in archive.Parts.SelectMany(part => part.Contents.Entries))
            names.Add(entry.Name, entry.Kind == EntryKind.Folder);
        foreach (var (name, isFolder) in tree.Files.Select(file => (file.Name, false)).Concat(tree.Folders.Select(folder => (folder, true))))
        {
            if (names.Add(name, isFolder) is { } fault)
                throw new DataException($"{name} cannot be appended to {path}: beside the names there, it is {fault}; rename it, or pack a new archive.");
        }
    }

    private static PackReport WritePart(
        SourceTree tree, PackPlan plan, SectionWriter sections, long previousTail, PackOptions options, IProgress<DataProgress>? progress,
        CancellationToken cancellation)
    {
        var start = sections.Position == ArchiveHead.Bytes ? 0 : sections.Position;
        var began = Stopwatch.GetTimestamp();
        var writer = new PartWriter(sections, plan.Contents, previousTail);
        BytesPacker.Pack(plan, options, writer, progress, cancellation);
        var streams = new List<StreamSummary>();
        foreach (var source in plan.Streams)
        {
            var codecs = options.Codecs ?? PixelCandidates.For(new PictureSet(source), options, progress, cancellation);
            streams.Add(new StreamPacker(source, codecs, options, writer).Pack(progress, cancellation));
        }

        var arrays = new ArrayPacker(plan, options, writer).Pack(progress, cancellation);
        var summary = new PackSummary
        {
            Producer = Producer,
            Preset = options.Preset,
            Effort = options.Effort,
            MaxError = options.MaxError,
            RelativeError = options.RelativeError,
            AbsoluteError = options.AbsoluteError,
            InputBytes = plan.InputBytes,
            Streams = streams,
            Arrays = arrays,
        };
        cancellation.ThrowIfCancellationRequested();
        writer.Finish(summary);
        var seconds = Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 2);
        return new PackReport(
            plan.Files.Count, plan.Contents.Entries.Sum(entry => (long)(entry.Pictures?.Count ?? 0)), plan.Streams.Sum(stream => stream.Samples),
            plan.InputBytes, sections.Position - start, writer.ModelBytes, summary,
            plan.Files.Where(file => file.KeptWhole is not null).CountBy(file => file.KeptWhole!).ToDictionary(), seconds,
            options.Baselines ? BaselineMeasure.Of(plan.Files, progress, cancellation) : [], tree.Notes);
    }
}
