using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hourglass.Tests.House;

/// <summary>Which floor of the house may use which: finds using directives, qualified names and project references that point the wrong way.</summary>
internal static partial class Arrows
{
    private const string Core = "Hourglass";

    /// <summary>Each floor with the floors right below it; everything below those is allowed too. A floor is a namespace under Hourglass.</summary>
    private static readonly (string Floor, string[] Below)[] Floors =
    [
        ("Numerics", []),
        ("Data", ["Numerics"]),
        ("Tasks", ["Data"]),
        ("Architectures", ["Numerics"]),
        ("Onnx", ["Architectures", "Tasks"]),
        ("Inference", ["Onnx"]),
        ("Archives", ["Inference"]),
        ("Outliers", ["Inference"]),
        ("Text", ["Inference"]),
        ("Evaluation", ["Archives", "Outliers", "Text"]),
        ("Runs", ["Evaluation"]),
        ("Tables", ["Runs"]),
        ("Training", ["Runs"]),
        ("Cli", ["Training", "Tables"]),
        ("Studio", ["Runs"]),
    ];

    private static readonly Dictionary<string, HashSet<string>> Allowed = Close();

    /// <summary>The wrong arrows in source files under src/, one line each.</summary>
    public static IReadOnlyList<string> Wrong(IReadOnlyList<SourceFile> sources)
    {
        var types = sources.Select(file => (Floor: FloorOf(file.Path), Type: TypeOf(file.Path))).ToHashSet();
        return [.. sources.SelectMany(file => Wrong(file, types))];
    }

    /// <summary>The wrong project references of one project file under src/.</summary>
    public static IReadOnlyList<string> WrongProjects(SourceFile project)
    {
        var from = NameOf(project.Path);
        return
        [
            .. XDocument.Parse(project.Text).Descendants("ProjectReference")
                .Select(reference => NameOf(reference.Attribute("Include")!.Value))
                .Where(to => from == Core || (to != Core && !MayUse(ShortName(from), ShortName(to))))
                .Select(to => $"{project.Path}: {from} -> {to}"),
        ];
    }

    private static IEnumerable<string> Wrong(SourceFile file, HashSet<(string? Floor, string Type)> types)
    {
        if (FloorOf(file.Path) is not { } floor)
            yield break;
        if (!Allowed.ContainsKey(floor))
            yield return $"{file.Path}: {floor} is no floor of the house; add it to the table in {nameof(Arrows)}.cs and to docs/ARCHITECTURE.md";
        var code = CodeText.Of(file.Text);
        var expected = NamespaceOf(file.Path);
        if (Namespace().Match(code) is { Success: true } match && match.Groups[1].Value != expected)
            yield return $"{file.Path}: its namespace is {match.Groups[1].Value}, its folder says {expected}";
        var absolute = Absolute().Matches(code).Select(match => match.Groups[1].Value);
        var relative = Relative().Matches(code)
            .Where(match => types.Contains((match.Groups[1].Value, match.Groups[2].Value)))
            .Select(match => match.Groups[1].Value);
        foreach (var target in absolute.Concat(relative).Distinct().Where(target => !MayUse(floor, target)))
            yield return $"{file.Path}: {floor} -> {target}";
    }

    private static bool MayUse(string floor, string target) =>
        floor == target || (Allowed.TryGetValue(floor, out var below) && below.Contains(target));

    private static Dictionary<string, HashSet<string>> Close()
    {
        var closed = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var (floor, below) in Floors)
            closed[floor] = [.. below, .. below.SelectMany(under => closed[under])];
        return closed;
    }

    /// <summary>src/Hourglass/Data/X.cs stands on Data, src/Hourglass.Cli/X.cs on Cli, src/Hourglass/X.cs on none.</summary>
    private static string? FloorOf(string path) => NamespaceOf(path).Split('.') is [_, var floor, ..] ? floor : null;

    private static string NamespaceOf(string path) => string.Join('.', path.Split('/')[1..^1]);

    private static string TypeOf(string path) => Path.GetFileNameWithoutExtension(path);

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project.Replace('\\', '/'));

    private static string ShortName(string project) => project[(Core.Length + 1)..];

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(?<![\w.])Hourglass\s*\.\s*(\w+)")]
    private static partial Regex Absolute();

    [GeneratedRegex(@"(?<![\w.])([A-Z]\w*)\s*\.\s*([A-Z]\w*)")]
    private static partial Regex Relative();
}
