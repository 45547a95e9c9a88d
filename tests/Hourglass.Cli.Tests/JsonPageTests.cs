using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Tests;

/// <summary>docs/json.md says what every command prints with --json; it is written from the types that are printed and their documentation.</summary>
public sealed class JsonPageTests
{
    /// <summary>Set to 1 to write the page instead of comparing with it.</summary>
    private const string Rewrite = "HOURGLASS_REWRITE_GOLDEN";

    private static readonly (string Verbs, string Note, JsonTypeInfo Type)[] Results =
    [
        ("demo, train, evaluate", "", CliJson.Default.Comparison),
        ("train, evaluate", "With `--task`, or a model that restores:", CliJson.Default.Restoration),
        ("inspect", "Of a network or a model:", CliJson.Default.Network),
        ("inspect", "Of an archive:", CliJson.Default.ArchiveDescription),
        ("inspect", "Of a model that `outliers --save` wrote:", CliJson.Default.LearnedTable),
        ("inspect", "Of word vectors:", CliJson.Default.LearnedWords),
        ("inspect, data show", "Of data:", CliJson.Default.DataDescription),
        ("encode", "", CliJson.Default.Encoded),
        ("decode", "", CliJson.Default.Decoded),
        ("map", "", CliJson.Default.Mapped),
        ("restore", "", CliJson.Default.Restored),
        ("outliers", "In a table:", CliJson.Default.FoundOutliers),
        ("outliers", "Among pictures:", CliJson.Default.PictureOutlierReport),
        ("outliers", "In an archive with codes:", CliJson.Default.CodeRankings),
        ("outliers", "Among texts:", CliJson.Default.TextOutlierReport),
        ("mislabels", "", CliJson.Default.MislabelsReport),
        ("drift", "", CliJson.Default.Drifted),
        ("summarize", "", CliJson.Default.Summarized),
        ("words train", "", CliJson.Default.TrainedWords),
        ("words similar, words analogy", "", CliJson.Default.SimilarWords),
        ("words map", "", CliJson.Default.WordMap),
        ("words export", "", CliJson.Default.WordExport),
        ("sentences train", "", CliJson.Default.TrainedSentences),
        ("sentences search", "", CliJson.Default.FoundSentences),
        ("sentences duplicates", "", CliJson.Default.SentencePairs),
        ("pack", "", CliJson.Default.Packed),
        ("unpack", "", CliJson.Default.Unpacked),
        ("list", "", CliJson.Default.Listed),
        ("list", "With `--like`:", CliJson.Default.AlikePictures),
        ("verify", "", CliJson.Default.VerifyReport),
        ("data list", "", CliJson.Default.KnownNames),
        ("data fetch", "", CliJson.Default.Fetched),
    ];

    private static readonly Lazy<Dictionary<string, XElement>> Members = new(() => new[] { "Hourglass", "Hourglass.Cli", "Hourglass.Tables" }
        .SelectMany(name => XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{name}.xml")).Descendants("member"))
        .DistinctBy(member => (string)member.Attribute("name")!).ToDictionary(member => (string)member.Attribute("name")!));

    [Fact]
    public void ThePageSaysWhatCommandsPrint()
    {
        var page = Page();
        if (Environment.GetEnvironmentVariable(Rewrite) == "1")
            File.WriteAllText(PagePath(), page);
        Assert.Equal(File.ReadAllText(PagePath()), page);
    }

    [Fact]
    public void EveryCommandIsOnThePage()
    {
        string[] named = [.. Results.SelectMany(result => result.Verbs.Split(", ")).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(Leaves().Except(["completion"]).Order(StringComparer.Ordinal), named);
    }

    [Fact]
    public void NoFieldIsWithoutWords()
    {
        Assert.DoesNotContain(Page().Split('\n'), line => line.TrimStart().StartsWith("- `", StringComparison.Ordinal) && !line.Contains(": ", StringComparison.Ordinal));
    }

    private static string Page()
    {
        var page = new StringBuilder("""
            # What `--json` prints

            With `--json` a command prints one object on one line on the standard output, and nothing else there: `hourglass pack photos/ -o photos.hga --json | jq .report.archiveBytes`.
            Names stay; new ones may be added. What is not known is left out. Numbers that are none are the texts `NaN`, `Infinity` and `-Infinity`.
            Errors go to the standard error stream as one line, and the exit code says which kind: 1 a check failed, 2 usage, 3 bad data.

            This page is written from the types that are printed, by the test JsonPageTests.

            """);
        foreach (var (verbs, note, type) in Results)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {string.Join(", ", verbs.Split(", ").Select(verb => $"`{verb}`"))}\n\n{(note.Length > 0 ? note + "\n\n" : "")}");
            Describe(page, type, 0, []);
        }

        return page.ToString();
    }

    private static void Describe(StringBuilder page, JsonTypeInfo type, int depth, HashSet<Type> above)
    {
        foreach (var property in type.Properties.Where(property => property.Get is not null))
        {
            var (words, inner) = Kind(property.PropertyType, type.Options);
            page.Append(CultureInfo.InvariantCulture, $"{new string(' ', 2 * depth)}- `{property.Name}` ({words}): {WordsOf(type.Type, property)}\n");
            if (inner is not null && above.Add(inner.Type))
            {
                Describe(page, inner, depth + 1, above);
                above.Remove(inner.Type);
            }
        }
    }

    private static (string Words, JsonTypeInfo? Inner) Kind(Type type, System.Text.Json.JsonSerializerOptions options)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Kind(value, options);
        if (type == typeof(string) || type.IsEnum)
            return ("text", null);
        if (type == typeof(bool))
            return ("true or false", null);
        if (type == typeof(int) || type == typeof(long) || type == typeof(ulong))
            return ("integer", null);
        if (type == typeof(double) || type == typeof(float))
            return ("number", null);
        var info = options.GetTypeInfo(type);
        if (info.Kind == JsonTypeInfoKind.Enumerable)
        {
            var (words, inner) = Kind(info.ElementType!, options);
            return ($"list of {(words == "object" ? "objects" : words + "s")}", inner);
        }

        return info.Kind == JsonTypeInfoKind.Dictionary ? ("object by name", Kind(info.ElementType!, options).Inner) : info.Kind == JsonTypeInfoKind.Object ? ("object", info) : ("text", null);
    }

    /// <summary>The documentation of a property, or of the parameter of a record that it comes from.</summary>
    private static string WordsOf(Type type, JsonPropertyInfo property)
    {
        var member = (System.Reflection.MemberInfo)property.AttributeProvider!;
        var declaring = member.DeclaringType ?? type;
        var name = declaring.FullName!.Replace('+', '.');
        var found = Members.Value.GetValueOrDefault($"P:{name}.{member.Name}")?.Element("summary")
            ?? Members.Value.GetValueOrDefault($"T:{name}")?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == member.Name)
            ?? throw new InvalidOperationException($"{name}.{member.Name} has no documentation.");
        var text = string.Concat(found.Nodes().Select(node => node is XElement element ? Named(element) : node.ToString()));
        return string.Join(' ', System.Net.WebUtility.HtmlDecode(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
    }

    private static string Named(XElement element) =>
        (string?)element.Attribute("langword") ?? (string?)element.Attribute("name") ?? ((string?)element.Attribute("cref"))?.Split('(')[0].Split('.')[^1] ?? element.Value;

    private static IEnumerable<string> Leaves()
    {
        return Below(Application.Commands(new Streams(TextWriter.Null, TextWriter.Null), default), "");

        static IEnumerable<string> Below(Command command, string path) => command.Subcommands.Count == 0
            ? [path]
            : command.Subcommands.SelectMany(sub => Below(sub, $"{path} {sub.Name}".Trim()));
    }

    private static string PagePath([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "docs", "json.md");
}
