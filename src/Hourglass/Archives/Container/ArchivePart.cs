namespace Hourglass.Archives.Container;

/// <summary>A part of an archive: what one packing wrote.</summary>
/// <param name="Contents">What it holds.</param>
/// <param name="Chunks">Its chunks, sorted by stream and first item.</param>
/// <param name="Models">The sections of its models, by their numbers.</param>
/// <param name="Summary">How it was made; null when that is lost.</param>
/// <param name="Start">Where it begins; 0 when that is lost.</param>
internal sealed record ArchivePart(
    Contents Contents, IReadOnlyList<ChunkPlace> Chunks, IReadOnlyDictionary<int, Section> Models, PackSummary? Summary, long Start = 0)
{
    /// <summary>The codes of its pictures, sorted alike.</summary>
    public IReadOnlyList<ChunkPlace> Codes { get; init; } = [];

    /// <summary>The chunks that hold a stretch of a stream.</summary>
    public IEnumerable<ChunkPlace> ChunksOf(int stream, long first, long count)
    {
        var (low, high) = (0, Chunks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var chunk = Chunks[middle];
            if (chunk.Stream < stream || (chunk.Stream == stream && chunk.First + chunk.Count <= first))
                low = middle + 1;
            else
                high = middle;
        }

        for (; low < Chunks.Count && Chunks[low].Stream == stream && Chunks[low].First < first + count; low++)
            yield return Chunks[low];
    }

    /// <summary>The chunks in the order of the streams.</summary>
    public static IReadOnlyList<ChunkPlace> Sorted(IEnumerable<ChunkPlace> chunks) => [.. chunks.OrderBy(chunk => chunk.Stream).ThenBy(chunk => chunk.First)];

    /// <summary>What a chunk of this part holds, or codes are of, for people.</summary>
    public string NameOf(ChunkPlace chunk)
    {
        var (first, last) = (chunk.First, chunk.First + chunk.Count - 1);
        if (chunk.Stream == StreamLayout.Bytes)
        {
            int[] files = [.. Contents.PiecesOf(first, chunk.Count).Select(piece => piece.Entry)];
            return $"bytes {first} to {last}: {Contents.Entries[files[0]].Name}" + (files.Length > 1 ? $" to {Contents.Entries[files[^1]].Name}" : "");
        }

        if (chunk.Stream == Contents.ArrayStream)
        {
            string[] names = [.. Contents.SlabsOf(first, chunk.Count).Select(slab => Contents.Entries[slab.Entry].Name)];
            return names[0] + (names[0] == names[^1] ? "" : $" to {names[^1]}");
        }

        var (from, to) = (Contents.BandsOf(chunk.Stream, first, 1).Single(), Contents.BandsOf(chunk.Stream, last, 1).Single());
        return from.Entry == to.Entry && Contents.Entries[from.Entry].Pictures!.Count > 1
            ? $"pictures {from.Picture} to {to.Picture} of {Contents.Entries[from.Entry].Name}"
            : Contents.Entries[from.Entry].Name + (from.Entry == to.Entry ? "" : $" to {Contents.Entries[to.Entry].Name}");
    }
}
