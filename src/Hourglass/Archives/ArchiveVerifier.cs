using Hourglass.Archives.Checking;
using Hourglass.Archives.Container;
using Hourglass.Archives.Packing;
using Hourglass.Data;
using Hourglass.Data.Bytes;

namespace Hourglass.Archives;

/// <summary>Reads every byte of an archive and says what is wrong with it.</summary>
public static class ArchiveVerifier
{
    /// <summary>Checks an archive, and compares it with data if these are given.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="against">The data it was made from, named as for <see cref="ArchivePacker.Pack(string, string, PackOptions?, IProgress{DataProgress}?, CancellationToken)"/>; or null.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">The archive or the data cannot be read.</exception>
    public static VerifyReport Verify(
        string path, string? against = null, ArchiveOptions? options = null, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var store = ByteStore.Open(path);
        return Verify(store, against, options ?? new ArchiveOptions(), progress, cancellation);
    }

    /// <summary>Checks an archive that is read from a stream; otherwise the same.</summary>
    /// <exception cref="DataException">The archive or the data cannot be read.</exception>
    public static VerifyReport Verify(
        Stream archive, string? against = null, ArchiveOptions? options = null, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var store = Spool.All(archive, Spool.MaxUnknownBytes, "the archive", progress, cancellation);
        return Verify(store, against, options ?? new ArchiveOptions(), progress, cancellation);
    }

    private static VerifyReport Verify(
        ByteStore store, string? against, ArchiveOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var (sections, problems) = (new SectionReader(store), new List<ArchiveProblem>());
        Collect(() => ArchiveHead.Check(store), problems, "head", ArchiveHead.Bytes);
        var scan = ArchiveScan.Run(sections, options.Limits, cancellation);
        problems.AddRange(scan.Problems);
        IReadOnlyList<ArchivePart>? parts = null;
        Collect(() => parts = LoadAll(sections, options, problems, cancellation), problems, "index", 0);
        var chunks = new ChunkReader(sections, options);
        var codes = new CodesReader(sections, chunks, options.Limits);
        var whole = CheckChunks(parts ?? scan.Parts, chunks, codes, options, problems, progress, cancellation);
        var comparison = against is null || problems.Count > 0 || parts is null
            ? null
            : DataComparer.Compare(parts, chunks, against, options, progress, cancellation);
        return new VerifyReport(store.Length, scan.Sections, whole, [.. problems.OrderBy(problem => problem.Offset)], comparison);
    }

    private static IReadOnlyList<ArchivePart> LoadAll(SectionReader sections, ArchiveOptions options, List<ArchiveProblem> problems, CancellationToken cancellation)
    {
        var (parts, end) = ArchiveLoader.Load(sections, options.Limits, cancellation);
        if (end < sections.Length)
            problems.Add(new ArchiveProblem(end, sections.Length - end, "end", "bytes of an appending that was not finished; appending again removes them"));
        return parts;
    }

    private static int CheckChunks(
        IReadOnlyList<ArchivePart> parts, ChunkReader chunks, CodesReader codes, ArchiveOptions options, List<ArchiveProblem> problems,
        IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var places = parts.SelectMany(part => part.Chunks.Concat(part.Codes).Select(chunk => (Part: part, Chunk: chunk))).ToList();
        var known = problems.Select(problem => problem.Offset).ToHashSet();
        var whole = 0;
        InOrder.Run(
            places.Count, options.Threads, i => Check(chunks, codes, places[i].Part, places[i].Chunk, cancellation),
            (i, problem) =>
            {
                if (problem is null)
                    whole += places[i].Chunk.Section.Kind == SectionKind.Chunk ? 1 : 0;
                else if (!known.Contains(problem.Offset))
                    problems.Add(problem);
                progress?.Report(new DataProgress("verifying", i + 1, places.Count));
            },
            cancellation);
        return whole;
    }

    private static ArchiveProblem? Check(ChunkReader chunks, CodesReader codes, ArchivePart part, ChunkPlace chunk, CancellationToken cancellation)
    {
        try
        {
            if (chunk.Section.Kind == SectionKind.Codes)
                codes.Read(part, chunk);
            else if (chunk.Stream == StreamLayout.Bytes)
                chunks.ReadBytes(part, chunk);
            else if (chunk.Stream == part.Contents.ArrayStream)
                chunks.ReadArrays(part, chunk, cancellation);
            else
                chunks.ReadPictures(part, chunk, cancellation);
            return null;
        }
        catch (ArchiveFormatException broken)
        {
            return Problem(broken, $"{chunk.Section.Kind} with {part.NameOf(chunk)}", chunk.Section.End - chunk.Section.Offset);
        }
    }

    private static void Collect(Action check, List<ArchiveProblem> problems, string block, long length)
    {
        try
        {
            check();
        }
        catch (ArchiveFormatException broken)
        {
            if (problems.All(problem => problem.Offset != broken.Offset))
                problems.Add(Problem(broken, block, length));
        }
    }

    private static ArchiveProblem Problem(ArchiveFormatException broken, string block, long length) =>
        new(broken.Offset, length, block, $"{broken.Field} is {broken.Found}; expected {broken.Expected}");
}
