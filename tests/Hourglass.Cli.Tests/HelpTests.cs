using System.CommandLine;
using System.Runtime.CompilerServices;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Tests;

public sealed class HelpTests
{
    /// <summary>Set to 1 to write the golden files instead of comparing with them.</summary>
    private const string Rewrite = "HOURGLASS_REWRITE_GOLDEN";

    public static TheoryData<string> Paths => [.. AllCommands().Select(command => command.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void HelpIsAsAgreed(string path)
    {
        var help = Typed.Run([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        var file = (path.Length > 0 ? path.Replace(' ', '-') : "hourglass") + ".txt";
        if (Environment.GetEnvironmentVariable(Rewrite) == "1")
            File.WriteAllText(Path.Combine(SourceFolder(), "Golden", file), help.Out);
        Assert.Equal(0, help.ExitCode);
        Assert.Empty(help.Error);
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file)), help.Out);
    }

    [Fact]
    public void EveryCommandShowsTwoExamplesOfItself()
    {
        foreach (var (path, command) in AllCommands().Where(command => command.Path.Length > 0))
        {
            var examples = Assert.IsType<Verb>(command).Examples;
            Assert.Equal(2, examples.Count);
            Assert.All(examples, example => Assert.StartsWith($"hourglass {path}", example.CommandLine));
        }
    }

    [Fact]
    public void EveryVerbIsShownWithItsOutput()
    {
        var page = File.ReadAllText(Path.Combine(SourceFolder(), "..", "..", "docs", "verbs.md")) + File.ReadAllText(Path.Combine(SourceFolder(), "..", "..", "README.md"));
        var verbs = AllCommands().Select(command => command.Path.Split(' ')[0]).Where(verb => verb.Length > 0).Distinct();
        Assert.All(verbs, verb => Assert.True(page.Contains($"> hourglass {verb}", StringComparison.Ordinal) || page.Contains($"`{verb}` does", StringComparison.Ordinal), verb));
    }

    [Fact]
    public void EveryExampleParses()
    {
        var root = Root();
        foreach (var example in AllCommands().Select(command => command.Command).OfType<Verb>().SelectMany(verb => verb.Examples))
        {
            var parsed = root.Parse(example.CommandLine.Split(' ')[1..]);
            Assert.Null(UsageError.In(parsed)?.Message);
        }
    }

    [Theory]
    [InlineData(40)]
    [InlineData(64)]
    [InlineData(80)]
    public void HelpFitsTheScreen(int width)
    {
        foreach (var (path, _) in AllCommands())
        {
            var help = Typed.Run(width, [.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            Assert.All(help.Out.Split('\n'), line => Assert.True(line.Length <= width, $"'{line}' of {path} --help has {line.Length} columns"));
        }
    }

    [Fact]
    public void NoArgumentsShowTheHelp() => Assert.Equal(Typed.Run("--help"), Typed.Run());

    [Fact]
    public void HelpBeforeACommandIsItsHelp() => Assert.Equal(Typed.Run("pack", "--help"), Typed.Run("help", "pack"));

    [Fact]
    public void VersionIsOneLine() => Assert.Equal($"hourglass {Application.Version}\n", Typed.Run("--version").Out);

    private static RootCommand Root() => Application.Commands(new Streams(TextWriter.Null, TextWriter.Null), default);

    private static IEnumerable<(string Path, Command Command)> AllCommands()
    {
        return Below(Root(), "");

        static IEnumerable<(string, Command)> Below(Command command, string path) =>
            command.Subcommands.SelectMany(sub => Below(sub, $"{path} {sub.Name}".Trim())).Prepend((path, command));
    }

    internal static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
