using Hourglass.Data;

namespace Hourglass.Text.Reading;

/// <summary>Finds text files: those named, and all in the folders named.</summary>
public static class TextFiles
{
    private static readonly string[] Endings = [".txt", ".text", ".md", ".txt.gz", ".text.gz", ".md.gz"];

    /// <summary>The files, those of a folder in the order of their names.</summary>
    /// <param name="paths">Files with any name; folders are searched for <c>.txt</c>, <c>.text</c> and <c>.md</c>, also gzipped, with all sub-folders.</param>
    /// <exception cref="DataException">A path leads nowhere, or a folder holds no text.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths) => [.. paths.SelectMany(FindOne)];

    /// <summary>Whether the ending of a name is one of those that are searched for.</summary>
    public static bool IsText(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> FindOne(string path)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new DataException($"There is no file or folder '{path}'; put words that belong together in quotes.");
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var files = Directory.EnumerateFiles(path, "*", options)
            .Where(IsText)
            .Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new DataException($"The folder '{path}' holds no text: no file that ends in {string.Join(", ", Endings[..3])}, or these with .gz.");
    }
}
