namespace Hourglass.Archives.Container;

/// <summary>The table of contents of a part: its streams and entries, and which of them an item of a stream belongs to.</summary>
internal sealed class Contents
{
    private readonly List<Run>[] _runs;
    private readonly long[] _lengths;

    /// <summary>A table whose entries refer to existing streams.</summary>
    /// <param name="part">The number of the part.</param>
    /// <param name="streams">Streams of pictures; the first has the number 1.</param>
    /// <param name="entries">In the order in which their items lie in the streams.</param>
    public Contents(long part, IReadOnlyList<StreamLayout> streams, IReadOnlyList<EntryLayout> entries)
    {
        (Part, Streams, Entries) = (part, streams, entries);
        _runs = [.. Enumerable.Range(0, streams.Count + 2).Select(_ => new List<Run>())];
        _lengths = new long[_runs.Length];
        for (var i = 0; i < entries.Count; i++)
        {
            var (stream, items) = (StreamOf(entries[i]), entries[i].Items);
            FileBytes = checked(FileBytes + entries[i].FileBytes(streams));
            if (items == 0)
                continue;
            _runs[stream].Add(new Run(i, _lengths[stream]));
            _lengths[stream] = checked(_lengths[stream] + items);
        }
    }

    /// <summary>The number of the part.</summary>
    public long Part { get; }

    /// <summary>Streams of pictures; the first has the number 1.</summary>
    public IReadOnlyList<StreamLayout> Streams { get; }

    /// <summary>In the order in which their items lie in the streams.</summary>
    public IReadOnlyList<EntryLayout> Entries { get; }

    /// <summary>The number of the stream of arrays: the one behind those of pictures.</summary>
    public int ArrayStream => Streams.Count + 1;

    /// <summary>The number of streams, those of bytes and of arrays among them.</summary>
    public int StreamCount => _lengths.Length;

    /// <summary>The bytes of all files together.</summary>
    public long FileBytes { get; }

    /// <summary>The number of items of a stream: bands of pictures, slabs of arrays, or bytes.</summary>
    public long LengthOf(int stream) => _lengths[stream];

    /// <summary>The stream that an entry belongs to.</summary>
    public int StreamOf(EntryLayout entry) => entry.Numbers is not null ? ArrayStream : entry.Pictures?.Stream ?? StreamLayout.Bytes;

    /// <summary>The bands that a stretch of a stream of pictures holds.</summary>
    public IEnumerable<Band> BandsOf(int stream, long first, int count)
    {
        var runs = _runs[stream];
        for (var at = RunOf(runs, first); count > 0; at++)
        {
            var pictures = Entries[runs[at].Entry].Pictures!;
            for (var item = first - runs[at].First; item < pictures.Items && count > 0; item++, first++, count--)
                yield return new Band(runs[at].Entry, (int)(item / pictures.Bands), (int)(item % pictures.Bands));
        }
    }

    /// <summary>The first bands of the pictures that begin in a stretch of a stream of pictures.</summary>
    public IEnumerable<Band> PicturesOf(int stream, long first, int count) => BandsOf(stream, first, count).Where(band => band.Number == 0);

    /// <summary>Whether a stretch lies in a stream of pictures and cuts none of them.</summary>
    public bool AreWholePictures(int stream, long first, int count)
    {
        return stream is > StreamLayout.Bytes && stream <= Streams.Count && first < LengthOf(stream) && count <= LengthOf(stream) - first
            && IsCut(first) && IsCut(first + count);

        bool IsCut(long item) => item == LengthOf(stream) || BandsOf(stream, item, 1).Single().Number == 0;
    }

    /// <summary>The slabs that a stretch of the stream of arrays holds.</summary>
    public IEnumerable<Slab> SlabsOf(long first, long count)
    {
        var runs = _runs[ArrayStream];
        for (var at = RunOf(runs, first); count > 0; at++)
        {
            var numbers = Entries[runs[at].Entry].Numbers!;
            var items = numbers.Items;
            for (var item = first - runs[at].First; item < items && count > 0; item++, first++, count--)
            {
                var (start, layout) = numbers.SlabOf(item);
                yield return new Slab(runs[at].Entry, numbers, start, layout);
            }
        }
    }

    /// <summary>The number of samples, or bytes, or numbers of arrays, of a stretch of a stream.</summary>
    public long SamplesOf(int stream, long first, int count)
    {
        if (stream == StreamLayout.Bytes)
            return count;
        if (stream == ArrayStream)
            return SlabsOf(first, count).Sum(slab => slab.Layout.Count);
        var runs = _runs[stream];
        var samples = 0L;
        for (var at = RunOf(runs, first); count > 0; at++)
        {
            var pictures = Entries[runs[at].Entry].Pictures!;
            var start = first - runs[at].First;
            var items = (int)Math.Min(count, pictures.Items - start);
            samples = checked(samples + ((pictures.RowsBefore(start + items) - pictures.RowsBefore(start)) * pictures.Width * Streams[stream - 1].Channels));
            (first, count) = (first + items, count - items);
        }

        return samples;
    }

    /// <summary>The pieces of files that a stretch of the stream of bytes holds.</summary>
    public IEnumerable<Piece> PiecesOf(long first, int count)
    {
        var runs = _runs[StreamLayout.Bytes];
        var done = 0;
        for (var at = RunOf(runs, first); done < count; at++)
        {
            var start = first + done - runs[at].First;
            var length = (int)Math.Min(Entries[runs[at].Entry].Length - start, count - done);
            yield return new Piece(runs[at].Entry, start, done, length);
            done += length;
        }
    }

    /// <summary>Where the items of an entry begin in its stream.</summary>
    public long FirstItemOf(int entry)
    {
        var runs = _runs[StreamOf(Entries[entry])];
        return runs[runs.BinarySearch(new Run(entry, 0), Comparer<Run>.Create((a, b) => a.Entry.CompareTo(b.Entry)))].First;
    }

    private static int RunOf(List<Run> runs, long item)
    {
        var at = runs.BinarySearch(new Run(0, item), Comparer<Run>.Create((a, b) => a.First.CompareTo(b.First)));
        return at >= 0 ? at : ~at - 1;
    }

    private readonly record struct Run(int Entry, long First);
}

/// <summary>A band of a picture of an entry.</summary>
/// <param name="Entry">The place of the entry.</param>
/// <param name="Picture">The place of the picture in the entry.</param>
/// <param name="Number">The number of the band, from the top.</param>
internal readonly record struct Band(int Entry, int Picture, int Number);

/// <summary>A piece of a file of bytes.</summary>
/// <param name="Entry">The place of the entry.</param>
/// <param name="Offset">Where the piece begins in the file.</param>
/// <param name="Start">Where it begins in the chunk.</param>
/// <param name="Length">The number of bytes.</param>
internal readonly record struct Piece(int Entry, long Offset, int Start, int Length);
