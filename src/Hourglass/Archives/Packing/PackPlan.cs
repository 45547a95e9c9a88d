using Hourglass.Archives.Arrays;
using Hourglass.Archives.Container;
using Hourglass.Data;

namespace Hourglass.Archives.Packing;

/// <summary>What an archive will hold: known before anything is packed, so that the table of contents can come first.</summary>
/// <param name="Contents">The table of contents.</param>
/// <param name="Files">What was found in the files, by the places of their entries.</param>
/// <param name="Streams">The streams of pictures.</param>
internal sealed record PackPlan(Contents Contents, IReadOnlyList<Classified> Files, IReadOnlyList<StreamSource> Streams)
{
    /// <summary>The number of bytes of all files.</summary>
    public long InputBytes => Files.Sum(file => file.FileBytes);

    /// <summary>Looks into all files.</summary>
    /// <exception cref="DataException">One cannot be read.</exception>
    public static PackPlan Make(long part, SourceTree tree, PackOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var files = new Classified[tree.Files.Count];
        var limits = new ArchiveLimits();
        InOrder.Run(
            files.Length, options.Threads, i => Classified.Of(tree.Files[i], options, limits),
            (i, file) =>
            {
                files[i] = file;
                if (i % 100 == 0)
                    progress?.Report(new DataProgress("looking", i, files.Length));
            },
            cancellation);

        var keys = files.Where(file => file.Stream is not null).Select(file => (file.Stream!, file.IsPalette)).Distinct().ToList();
        var entries = files.Select(file => file.Stream is null
            ? file.Entry
            : file.Entry with { Pictures = file.Entry.Pictures! with { Stream = 1 + keys.IndexOf((file.Stream, file.IsPalette)) } });
        var folders = tree.Folders.Select(folder => new EntryLayout(folder, EntryKind.Folder));
        var contents = new Contents(part, [.. keys.Select(key => key.Item1)], [.. entries, .. folders]);
        if (options.ArrayBound != ArrayBound.Exact && !contents.Entries.Any(entry => entry.Numbers is not null))
            throw new NoArrayException("there is no array that the bound could be for: arrays are npy files with numbers, and bare floats with a name such as wind-2x3x241x480.f32");
        return new PackPlan(contents, files, [.. keys.Select((key, i) => new StreamSource(contents, files, i + 1, key.IsPalette))]);
    }

    /// <summary>Reads a stretch of the stream of bytes.</summary>
    /// <exception cref="DataException">A file has changed.</exception>
    public byte[] ReadBytes(long first, int count)
    {
        var bytes = new byte[count];
        foreach (var piece in Contents.PiecesOf(first, count))
        {
            using var file = Files[piece.Entry].Source.Open();
            if (file.Length != Contents.Entries[piece.Entry].Length)
                throw new DataException($"{Files[piece.Entry].Source.Name} has changed while it was packed; pack it again.");
            file.Read(piece.Offset, bytes.AsSpan(piece.Start, piece.Length));
        }

        return bytes;
    }
}
