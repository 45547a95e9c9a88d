namespace Hourglass.Tests.House;

/// <summary>A text file of the project.</summary>
/// <param name="Path">Relative to the project's root, with slashes.</param>
/// <param name="Text">Its content.</param>
internal sealed record SourceFile(string Path, string Text);

/// <summary>The project's own files, found from where the tests run; build outputs are left out.</summary>
internal static class SourceTree
{
    /// <summary>The folder that holds Hourglass.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The files under some folders, or single files, whose names end with <paramref name="ending"/>.</summary>
    public static IReadOnlyList<SourceFile> Read(string ending, params string[] places) =>
    [
        .. places.Select(place => Path.Combine(Root, place)).SelectMany(Files)
            .Where(path => path.EndsWith(ending, StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "BenchmarkDotNet.Artifacts" or "__pycache__"))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];

    private static IEnumerable<string> Files(string path) =>
        File.Exists(path) ? [path] : Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories) : [];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hourglass.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No Hourglass.slnx above {AppContext.BaseDirectory}; the house tests read the project's own files.");
    }
}
