namespace Hourglass.Archives.Container;

/// <summary>Reads the parts of an archive from its tail backwards, and checks everything but the chunks themselves.</summary>
internal static class ArchiveLoader
{
    /// <summary>The parts, from the first, and where the last one ends.</summary>
    /// <exception cref="ArchiveFormatException">Something is not as the format says, or beyond the limits.</exception>
    public static (IReadOnlyList<ArchivePart> Parts, long End) Load(SectionReader sections, ArchiveLimits limits, CancellationToken cancellation = default)
    {
        var place = LastTail(sections, cancellation);
        var end = place + ArchiveTail.Bytes;
        var parts = new List<ArchivePart>();
        for (long? number = null; ; number--)
        {
            cancellation.ThrowIfCancellationRequested();
            var tail = ArchiveTail.Read(sections, place);
            if (tail.Number >= limits.MaxParts || (number is not null && tail.Number != number))
                throw new ArchiveFormatException(place, "the number of a part", $"{tail.Number}", number is null ? $"less than {limits.MaxParts}" : $"{number}");
            number ??= tail.Number;
            parts.Add(LoadPart(sections, tail, place, limits));
            if (tail.Previous == 0)
                break;
            place = tail.Previous;
        }

        parts.Reverse();
        Check(parts, sections.Length, limits);
        return (parts, end);
    }

    /// <summary>Checks names and sizes over all parts.</summary>
    /// <exception cref="ArchiveFormatException">A name is not allowed or there twice, or there is too much.</exception>
    public static void Check(IReadOnlyList<ArchivePart> parts, long archiveBytes, ArchiveLimits limits)
    {
        var names = new EntryNames();
        var (bytes, most) = (Int128.Zero, Int128.Max(limits.MaxOutputBytes, (Int128)archiveBytes * limits.MaxExpansion));
        foreach (var entry in parts.SelectMany(part => part.Contents.Entries))
        {
            if (names.Add(entry.Name, entry.Kind == EntryKind.Folder) is { } fault)
                throw new ArchiveFormatException(0, "a name", $"'{entry.Name}', {fault}", "relative names of files, each once");
        }

        foreach (var part in parts)
            bytes += part.Contents.FileBytes;
        if (bytes > most)
            throw new ArchiveFormatException(0, "the size of all files", $"{bytes} bytes in an archive of {archiveBytes}", $"at most {most}, unless large archives are allowed");
    }

    /// <summary>Whether the chunks of a part hold all of its streams, each item once.</summary>
    public static string? Gap(Contents contents, IReadOnlyList<ChunkPlace> sorted)
    {
        var next = new long[contents.StreamCount];
        foreach (var chunk in sorted)
        {
            if (chunk.Stream >= next.Length || chunk.First != next[chunk.Stream] || chunk.Count > contents.LengthOf(chunk.Stream) - chunk.First)
                return $"items {chunk.First} to {chunk.First + chunk.Count - 1} of stream {chunk.Stream}";
            next[chunk.Stream] += chunk.Count;
        }

        for (var stream = 0; stream < next.Length; stream++)
        {
            if (next[stream] != contents.LengthOf(stream))
                return $"no items of stream {stream} from {next[stream]}";
        }

        return null;
    }

    /// <summary>What is wrong with the codes of a part: those of a stream are of all of its pictures, each once, or there are none.</summary>
    public static string? CodesFault(Contents contents, IReadOnlyList<ChunkPlace> sorted)
    {
        var next = new long[contents.StreamCount];
        foreach (var codes in sorted)
        {
            if (!contents.AreWholePictures(codes.Stream, codes.First, codes.Count) || codes.First != next[codes.Stream])
                return $"items {codes.First} to {codes.First + codes.Count - 1} of stream {codes.Stream}";
            next[codes.Stream] += codes.Count;
        }

        for (var stream = 0; stream < next.Length; stream++)
        {
            if (next[stream] != 0 && next[stream] != contents.LengthOf(stream))
                return $"no items of stream {stream} from {next[stream]}";
        }

        return null;
    }

    /// <summary>Where the last whole tail is: at the end, but for archives whose last appending was not finished.</summary>
    private static long LastTail(SectionReader sections, CancellationToken cancellation)
    {
        var place = sections.Length - ArchiveTail.Bytes;
        if (sections.Find(place) is { Kind: SectionKind.Tail })
            return place;
        var last = -1L;
        for (var section = sections.Find(ArchiveHead.Bytes); section is { } found && found.End <= sections.Length; section = sections.Find(found.End))
        {
            cancellation.ThrowIfCancellationRequested();
            if (found.Kind == SectionKind.Tail)
                last = found.Offset;
        }

        return last >= 0 ? last : throw new ArchiveFormatException(
            sections.Length, "the end of the archive", "no tail", "the section TAIL: the archive is truncated or damaged; salvage what is whole");
    }

    private static ArchivePart LoadPart(SectionReader sections, ArchiveTail tail, long place, ArchiveLimits limits)
    {
        if (sections.Find(tail.Index) is not { } indexed || indexed.End != place)
            throw new ArchiveFormatException(tail.Index, "the index", "damaged or elsewhere", "a section right before the tail");
        var index = PartIndex.Read(sections.Read(tail.Index, SectionKind.Index, limits.MaxContentsBytes), tail.Index, tail.Start, limits);
        var first = index.Sections.Count > 0 ? index.Sections[0] : default;
        if (first.Kind != SectionKind.Contents || first.Offset != tail.Start)
            throw new ArchiveFormatException(tail.Start, "the first section of a part", first.Kind ?? "missing", SectionKind.Contents);
        var contents = ContentsFormat.Read(sections.Read(first.Offset, SectionKind.Contents, limits.MaxContentsBytes), first.Offset, limits);
        var chunks = ArchivePart.Sorted(index.Chunks);
        if (contents.Part != tail.Number)
            throw new ArchiveFormatException(first.Offset, "the number of the part", $"{contents.Part}", $"{tail.Number}");
        if (Gap(contents, chunks) is { } gap)
            throw new ArchiveFormatException(tail.Index, "the chunks in the index", gap, "every item of every stream once");
        CheckChunks(contents, chunks, limits);
        var codes = ArchivePart.Sorted(index.Codes);
        if (CodesFault(contents, codes) is { } fault)
            throw new ArchiveFormatException(tail.Index, "the codes in the index", fault, "those of every picture of a stream once, or of none");
        return new ArchivePart(contents, chunks, index.Models, ReadSummary(sections, index, tail.Number), tail.Start) { Codes = codes };
    }

    /// <summary>Whether no chunk unpacks to more than is allowed.</summary>
    private static void CheckChunks(Contents contents, IReadOnlyList<ChunkPlace> chunks, ArchiveLimits limits)
    {
        foreach (var chunk in chunks)
        {
            if (contents.SamplesOf(chunk.Stream, chunk.First, chunk.Count) is var samples && samples > limits.MaxChunkSamples)
                throw new ArchiveFormatException(chunk.Section.Offset, "the samples of a chunk", $"{samples}", $"at most {limits.MaxChunkSamples}, unless large archives are allowed");
        }
    }

    private static PackSummary? ReadSummary(SectionReader sections, PartIndex index, long number)
    {
        var meta = index.Sections.FirstOrDefault(section => section.Kind == SectionKind.Meta);
        if (meta.Kind is null)
            return null;
        var (part, summary) = PackSummary.Read(sections.Read(meta.Offset, SectionKind.Meta, PackSummary.MaxBytes), meta.Offset);
        return part == number ? summary : throw new ArchiveFormatException(meta.Offset, "the number of the part", $"{part}", $"{number}");
    }
}
