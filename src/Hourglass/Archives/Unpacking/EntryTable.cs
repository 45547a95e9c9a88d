using Hourglass.Archives.Container;

namespace Hourglass.Archives.Unpacking;

/// <summary>The entries of a part, for people: with their share of the packed bytes.</summary>
internal static class EntryTable
{
    /// <summary>The entries.</summary>
    public static IEnumerable<ArchiveEntry> Of(ArchivePart part)
    {
        var packed = PackedBytes(part);
        return part.Contents.Entries.Select((entry, i) =>
        {
            var bytes = entry.FileBytes(part.Contents.Streams);
            if (entry.Numbers is { } numbers)
            {
                var array = new ArchiveArray(
                    numbers.Type.Kind.ToString().ToLowerInvariant(), numbers.Sides, numbers.Values, numbers.Bound, 8.0 * packed[i] / numbers.Values);
                return new ArchiveEntry(entry.Name, KindOf(entry), bytes, packed[i], 0, 0, 0, 0, 0, 0, array);
            }

            if (entry.Pictures is not { } pictures)
                return new ArchiveEntry(entry.Name, KindOf(entry), bytes, packed[i], 0, 0, 0, 0, 0, 0);
            var stream = part.Contents.Streams[pictures.Stream - 1];
            return new ArchiveEntry(
                entry.Name, KindOf(entry), bytes, packed[i], pictures.Count, pictures.Width, pictures.Height, stream.Channels, stream.Levels, stream.Step / 2);
        });
    }

    private static ArchiveEntryKind KindOf(EntryLayout entry) => entry.Kind switch
    {
        EntryKind.Folder => ArchiveEntryKind.Folder,
        EntryKind.Bytes => ArchiveEntryKind.Bytes,
        EntryKind.Pixels => ArchiveEntryKind.Pixels,
        EntryKind.Array => ArchiveEntryKind.Array,
        _ => ArchiveEntryKind.Png,
    };

    private static long[] PackedBytes(ArchivePart part)
    {
        var contents = part.Contents;
        var shares = new double[contents.Entries.Count];
        foreach (var chunk in part.Chunks)
        {
            var scale = (double)chunk.Section.Length / contents.SamplesOf(chunk.Stream, chunk.First, chunk.Count);
            if (chunk.Stream == StreamLayout.Bytes)
            {
                foreach (var piece in contents.PiecesOf(chunk.First, chunk.Count))
                    shares[piece.Entry] += scale * piece.Length;
                continue;
            }

            if (chunk.Stream == contents.ArrayStream)
            {
                foreach (var slab in contents.SlabsOf(chunk.First, chunk.Count))
                    shares[slab.Entry] += scale * slab.Layout.Count;
                continue;
            }

            foreach (var band in contents.BandsOf(chunk.Stream, chunk.First, chunk.Count))
            {
                var pictures = contents.Entries[band.Entry].Pictures!;
                shares[band.Entry] += scale * pictures.Width * pictures.RowsOf(band.Number) * contents.Streams[chunk.Stream - 1].Channels;
            }
        }

        return [.. shares.Select(share => (long)Math.Round(share))];
    }
}
