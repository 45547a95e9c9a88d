using Hourglass.Archives.Arrays;
using Hourglass.Archives.Container;
using Hourglass.Archives.Files;
using Hourglass.Archives.Packing;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Archives.Checking;

/// <summary>Compares what an archive holds with the data it was made from: bytes with bytes, pictures sample by sample.</summary>
internal sealed class DataComparer
{
    private readonly Dictionary<string, SourceFile> _sources;
    private readonly ChunkReader _chunks;
    private readonly ArchiveOptions _options;
    private readonly List<FileDifference> _different = [];
    private readonly HashSet<string> _namesOfDifferent = [];
    private (long Samples, long Violations, int Worst, double Likeness) _error;
    private ArrayDeviation _deviation;

    private DataComparer(SourceTree tree, ChunkReader chunks, ArchiveOptions options) =>
        (_sources, _chunks, _options) = (tree.Files.ToDictionary(file => file.Name), chunks, options);

    /// <summary>Compares all files.</summary>
    /// <exception cref="ArchiveFormatException">The archive is damaged.</exception>
    /// <exception cref="DataException">The data cannot be read.</exception>
    public static DataComparison Compare(
        IReadOnlyList<ArchivePart> parts, ChunkReader chunks, string data, ArchiveOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        using var tree = SourceTree.Open(data, null, progress, cancellation);
        var comparer = new DataComparer(tree, chunks, options);
        foreach (var part in parts)
            comparer.Compare(part, progress, cancellation);
        var names = parts.SelectMany(part => part.Contents.Entries).Where(entry => entry.Kind != EntryKind.Folder).Select(entry => entry.Name).ToHashSet();
        return new DataComparison(
            names.Count(comparer._sources.ContainsKey) - comparer._different.Count, comparer._different,
            [.. tree.Files.Select(file => file.Name).Where(name => !names.Contains(name))],
            [.. names.Where(name => !comparer._sources.ContainsKey(name)).Order(StringComparer.Ordinal)],
            comparer._error.Samples, comparer._error.Violations, comparer._error.Worst,
            comparer._error.Samples == 0 ? 0 : comparer._error.Likeness / comparer._error.Samples,
            comparer._deviation is { Values: > 0 } all ? new ArrayComparison(all.Values, all.Violations, all.Worst) : null);
    }

    private void Compare(ArchivePart part, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var contents = part.Contents;
        var files = new Classified[contents.Entries.Count];
        for (var i = 0; i < files.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            files[i] = Match(contents.Entries[i], contents.Streams);
        }

        var plan = new PackPlan(contents, files, [.. contents.Streams.Select((_, i) => new StreamSource(contents, files, i + 1, false))]);
        InOrder.Run(
            part.Chunks.Count, _options.Threads, i => Compare(plan, part, part.Chunks[i], cancellation),
            (i, found) =>
            {
                foreach (var (entry, how) in found.Different)
                    Differs(contents.Entries[entry].Name, how);
                _error = (_error.Samples + found.Samples, _error.Violations + found.Violations, Math.Max(_error.Worst, found.Worst), _error.Likeness + found.Squares);
                _deviation += found.Deviation;
                progress?.Report(new DataProgress("comparing", i + 1, part.Chunks.Count));
            },
            cancellation);
    }

    /// <summary>The file that an entry was made of; one that cannot be is noted, and its pictures are not compared.</summary>
    private Classified Match(EntryLayout entry, IReadOnlyList<StreamLayout> streams)
    {
        if (entry.Kind == EntryKind.Folder || !_sources.TryGetValue(entry.Name, out var source))
            return new Classified(new SourceFile(entry.Name, () => throw new DataException("")), entry, null, false, -1);
        using var file = source.Open();
        var found = new Classified(source, entry, null, false, file.Length);
        if (entry.Kind == EntryKind.Png)
            return found;
        var length = entry.FileBytes(streams);
        if (file.Length != length)
            return Unlike($"it has {file.Length} bytes, not {length}");
        if (entry.Numbers is { } numbers)
        {
            var header = new byte[numbers.Before.Length];
            file.Read(0, header);
            if (!header.AsSpan().SequenceEqual(numbers.Before.Span))
                return Unlike("its header is another");
        }

        if (entry.Pictures is { } pictures)
        {
            var (before, after) = (new byte[pictures.Before.Length], new byte[pictures.After.Length]);
            file.Read(0, before);
            file.Read(length - after.Length, after);
            if (!before.AsSpan().SequenceEqual(pictures.Before.Span) || !after.AsSpan().SequenceEqual(pictures.After.Span))
                return Unlike("its header is another");
        }

        return found;

        Classified Unlike(string how)
        {
            Differs(entry.Name, how);
            return found with { FileBytes = -1 };
        }
    }

    private Found Compare(PackPlan plan, ArchivePart part, ChunkPlace chunk, CancellationToken cancellation) => chunk.Stream == StreamLayout.Bytes
        ? CompareBytes(plan, part, chunk)
        : chunk.Stream == part.Contents.ArrayStream ? CompareArrays(plan, part, chunk, cancellation) : ComparePictures(plan, part, chunk, cancellation);

    private Found CompareBytes(PackPlan plan, ArchivePart part, ChunkPlace chunk)
    {
        var (bytes, found) = (_chunks.ReadBytes(part, chunk), new Found());
        foreach (var piece in part.Contents.PiecesOf(chunk.First, chunk.Count).Where(piece => plan.Files[piece.Entry].FileBytes >= 0))
        {
            using var file = plan.Files[piece.Entry].Source.Open();
            var source = new byte[piece.Length];
            file.Read(piece.Offset, source);
            if (bytes.AsSpan(piece.Start, piece.Length).CommonPrefixLength(source) is var same && same < piece.Length)
                found.Different.Add((piece.Entry, $"byte {piece.Offset + same} is another"));
        }

        return found;
    }

    private Found CompareArrays(PackPlan plan, ArchivePart part, ChunkPlace chunk, CancellationToken cancellation)
    {
        var ((slabs, raw), found) = (_chunks.ReadArrays(part, chunk, cancellation), new Found());
        var rest = raw.AsSpan();
        foreach (var slab in slabs)
        {
            var coded = rest[..slab.Bytes];
            rest = rest[slab.Bytes..];
            if (plan.Files[slab.Entry].FileBytes < 0)
                continue;
            using var file = plan.Files[slab.Entry].Source.Open();
            var exact = new byte[slab.Bytes];
            ArrayFile.Read(file, slab, exact);
            var deviation = ArrayDeviation.Of(exact, coded, slab.Layout.Kind, slab.Numbers.Bound);
            found.Deviation += deviation;
            if (deviation.Violations > 0)
                found.Different.Add((slab.Entry, FormattableString.Invariant($"{deviation.Violations} of its numbers are further off than {slab.Numbers.Bound:G6}")));
        }

        return found;
    }

    private Found ComparePictures(PackPlan plan, ArchivePart part, ChunkPlace chunk, CancellationToken cancellation)
    {
        var (coded, found) = (_chunks.ReadPictures(part, chunk, cancellation), new Found());
        var (source, layout) = (plan.Streams[chunk.Stream - 1], part.Contents.Streams[chunk.Stream - 1]);
        var isExact = _chunks.IsExact(part, chunk);
        var item = chunk.First;
        foreach (var (band, picture) in part.Contents.BandsOf(chunk.Stream, chunk.First, chunk.Count).Zip(coded))
        {
            try
            {
                if (plan.Files[band.Entry].FileBytes >= 0)
                    Compare(source.ReadExact((int)item, 1).Single(), picture, layout, band, isExact, found);
            }
            catch (DataException)
            {
                found.Different.Add((band.Entry, "it is no PNG with the same size, form and metadata"));
            }

            item++;
        }

        return found;
    }

    private static void Compare(Raster exact, Raster coded, StreamLayout layout, Band band, bool isExact, Found found)
    {
        var violations = 0L;
        for (var i = 0; i < exact.Samples.Length; i++)
        {
            var error = Math.Abs(exact.Samples[i] - layout.Sample(coded.Samples[i]));
            found.Worst = Math.Max(found.Worst, error);
            var range = (double)error / (layout.Levels - 1);
            found.Squares += range * range;
            if (isExact && error > layout.Step / 2)
                violations++;
        }

        found.Samples += exact.Samples.Length;
        found.Violations += violations;
        if (violations > 0)
            found.Different.Add((band.Entry, $"{violations} samples of picture {band.Picture} are more than {layout.Step / 2} levels off"));
    }

    private void Differs(string name, string how)
    {
        if (_namesOfDifferent.Add(name))
            _different.Add(new FileDifference(name, how));
    }

    private sealed class Found
    {
        public List<(int Entry, string How)> Different { get; } = [];

        public long Samples { get; set; }

        public long Violations { get; set; }

        public int Worst { get; set; }

        public double Squares { get; set; }

        public ArrayDeviation Deviation { get; set; }
    }
}
