using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hourglass.Tests.House;

/// <summary>Rules about files that a reader would otherwise have to keep in mind.</summary>
internal static partial class HouseRules
{
    /// <summary>The most lines that a source file may have.</summary>
    public const int MaxLines = 400;

    /// <summary>Files over <see cref="MaxLines"/>.</summary>
    public static IReadOnlyList<string> TooLong(IEnumerable<SourceFile> files) =>
    [
        .. files.Select(file => (file.Path, Lines: file.Text.AsSpan().TrimEnd('\n').Count('\n') + 1))
            .Where(file => file.Lines > MaxLines)
            .Select(file => $"{file.Path}: {file.Lines} lines; {MaxLines} are allowed"),
    ];

    /// <summary>The packages of a lock file, direct and transitive, that carry libtorch.</summary>
    public static IReadOnlyList<string> TorchPackages(string lockFile)
    {
        using var document = JsonDocument.Parse(lockFile);
        return
        [
            .. document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
                .Select(package => package.Name)
                .Where(name => name.Contains("torch", StringComparison.OrdinalIgnoreCase)),
        ];
    }

    /// <summary>Files that name a place that only the project's own test environment has.</summary>
    public static IReadOnlyList<string> NamingSharedData(IEnumerable<SourceFile> files) =>
        [.. files.Where(file => SharedData().IsMatch(file.Text)).Select(file => file.Path)];

    /// <summary>Links in Markdown, and mentions of docs in code, that lead to no file; <paramref name="exists"/> takes a path from the root.</summary>
    public static IReadOnlyList<string> BrokenLinks(IEnumerable<SourceFile> files, Func<string, bool> exists) =>
    [
        .. from file in files
           from target in file.Path.EndsWith(".md", StringComparison.Ordinal) ? LinksOf(file) : Mentions().Matches(file.Text).Select(match => match.Value)
           where !exists(target)
           select $"{file.Path}: {target}",
    ];

    private static IEnumerable<string> LinksOf(SourceFile file)
    {
        var folder = Path.GetDirectoryName(file.Path) ?? "";
        return MarkdownLink().Matches(CodeFence().Replace(file.Text, ""))
            .Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Select(target => Path.Combine(folder, target));
    }

    [GeneratedRegex(@"\.\./shared|/work/")]
    private static partial Regex SharedData();

    [GeneratedRegex(@"\]\(\s*<?([^)>\s]+)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeFence();

    [GeneratedRegex(@"\bdocs/[\w/.-]+\.md\b")]
    private static partial Regex Mentions();
}
