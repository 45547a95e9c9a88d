namespace Hourglass.Data.Images;

/// <summary>The pictures found under a root, by name only: what a folder and an archive have in common before a file is opened.</summary>
/// <param name="Root">The folder or archive, for messages.</param>
/// <param name="Paths">The pictures, sorted.</param>
/// <param name="Ignored">Files that are no pictures by their names: how many of each ending.</param>
internal sealed record PictureList(string Root, PathTable Paths, IReadOnlyDictionary<string, int> Ignored)
{
    private static readonly HashSet<string> s_endings = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".webp", ".bmp", ".pgm", ".ppm" };
    private static readonly HashSet<string> s_otherPictures =
        new(StringComparer.OrdinalIgnoreCase) { ".gif", ".tif", ".tiff", ".heic", ".avif", ".jxl", ".jp2", ".ico", ".svg", ".psd" };

    /// <summary>The endings of pictures.</summary>
    public static IEnumerable<string> Endings => s_endings;

    /// <summary>Whether a file or folder is hidden by its name.</summary>
    public static bool IsHidden(ReadOnlySpan<char> name) => name is ['.', ..] || name is "__MACOSX";

    /// <summary>Whether a file is a picture by its name.</summary>
    public static bool IsPicture(ReadOnlySpan<char> name) => s_endings.GetAlternateLookup<ReadOnlySpan<char>>().Contains(Path.GetExtension(name));

    /// <summary>A sentence about the files that were ignored, or null.</summary>
    public string? IgnoredNote()
    {
        if (Ignored.Count == 0)
            return null;
        var total = Ignored.Values.Sum();
        var missed = Ignored.Where(pair => s_otherPictures.Contains(pair.Key)).ToArray();
        return missed.Length == 0
            ? $"{total} other file(s) were ignored ({Listed(Ignored)})."
            : $"{missed.Sum(pair => pair.Value)} picture(s) of formats that are not read were ignored ({Listed(missed)}): convert them to PNG.";
    }

    /// <summary>There is nothing to read.</summary>
    public DataException NoPictures() => new(Ignored.Count == 0
        ? $"{Root} holds no files; expected PNG, JPEG, WebP, BMP, PGM or PPM pictures, or IDX files named like MNIST's."
        : $"{Root} holds no pictures, but {Ignored.Values.Sum()} other file(s) ({Listed(Ignored)}); expected .png, .jpg, .jpeg, .webp, .bmp, .pgm or .ppm.");

    private static string Listed(IEnumerable<KeyValuePair<string, int>> counts) =>
        string.Join(", ", counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(3)
            .Select(pair => $"{pair.Value} {(pair.Key.Length == 0 ? "without ending" : pair.Key)}"));
}
