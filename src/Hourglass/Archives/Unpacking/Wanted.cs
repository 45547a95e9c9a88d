using System.IO.Enumeration;
using Hourglass.Archives.Container;

namespace Hourglass.Archives.Unpacking;

/// <summary>A file that is to be written: a whole entry, or one of the pictures of an entry.</summary>
/// <param name="Part">The part that holds it.</param>
/// <param name="Entry">The place of the entry.</param>
/// <param name="Picture">The place of the picture, or null for the whole entry.</param>
/// <param name="Name">The name of the file.</param>
internal sealed record Wanted(ArchivePart Part, int Entry, int? Picture, string Name)
{
    /// <summary>The entry.</summary>
    public EntryLayout Layout => Part.Contents.Entries[Entry];

    /// <summary>How many items it has: bands, slabs, or bytes.</summary>
    public long Items => Picture is null ? Layout.Items : Layout.Pictures!.Bands;

    /// <summary>The chunks that hold it.</summary>
    public IEnumerable<ChunkPlace> Chunks()
    {
        if (Items == 0)
            return [];
        var first = Part.Contents.FirstItemOf(Entry) + ((Picture ?? 0) * (long)(Layout.Pictures?.Bands ?? 0));
        return Part.ChunksOf(Part.Contents.StreamOf(Layout), first, Items);
    }

    /// <summary>What patterns name.</summary>
    /// <param name="parts">The parts of the archive.</param>
    /// <param name="patterns">See <see cref="UnpackOptions.Only"/>.</param>
    public static IReadOnlyList<Wanted> Of(IReadOnlyList<ArchivePart> parts, IReadOnlyList<string> patterns)
    {
        var wanted = new List<Wanted>();
        foreach (var part in parts)
        {
            for (var i = 0; i < part.Contents.Entries.Count; i++)
            {
                var entry = part.Contents.Entries[i];
                if (patterns.Count == 0 || patterns.Any(pattern => Matches(pattern, entry.Name)))
                    wanted.Add(new Wanted(part, i, null, entry.Name));
                else if (entry.Pictures is { Count: > 1 })
                    AddPictures(wanted, part, i, patterns);
            }
        }

        return wanted;
    }

    private static void AddPictures(List<Wanted> wanted, ArchivePart part, int entry, IReadOnlyList<string> patterns)
    {
        var layout = part.Contents.Entries[entry];
        string[] able = [.. patterns.Where(pattern => CanName(pattern, layout.Name))];
        for (var picture = 0; able.Length > 0 && picture < layout.Pictures!.Count; picture++)
        {
            var name = layout.PngNameOf(picture);
            if (able.Any(pattern => Matches(pattern, name)))
                wanted.Add(new Wanted(part, entry, picture, name));
        }
    }

    /// <summary>Whether a pattern may name a picture inside an entry: what stands before its first wildcard agrees with the name of the entry.</summary>
    private static bool CanName(string pattern, string name)
    {
        var wild = pattern.AsSpan().IndexOfAny('*', '?');
        var plain = wild < 0 ? pattern : pattern[..wild];
        var length = Math.Min(plain.Length, name.Length + 1);
        return (name + "/").StartsWith(plain[..length], StringComparison.Ordinal);
    }

    /// <summary>Whether a pattern names something.</summary>
    public static bool Matches(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), name, ignoreCase: false);
}
