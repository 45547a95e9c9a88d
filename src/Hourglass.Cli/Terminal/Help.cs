using System.CommandLine;
using System.CommandLine.Invocation;

namespace Hourglass.Cli.Terminal;

/// <summary>Writes the help of a command: in two columns where the page is wide enough, else one under the other.</summary>
internal sealed class Help(Streams streams) : SynchronousCommandLineAction
{
    private const int NarrowPage = 64;
    private const int WidestPage = 110;
    private const int WidestLabel = 30;
    private const string Indent = "  ";

    private readonly int _width = Math.Min(streams.Width, WidestPage);

    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command);
        return ExitCode.Done;
    }

    /// <summary>Writes the help of a command to stdout.</summary>
    public void Write(Command command)
    {
        WriteParagraph(command.Description ?? "", "");
        var verb = command as Verb;
        WriteSection("Usage", () => WriteParagraph(UsageOf(command), Indent));
        WriteSection("Commands", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => (sub.Name, sub.Description ?? "")));
        WriteSection("Arguments", command.Arguments.Select(argument => (argument.HelpName ?? argument.Name, argument.Description ?? "")));
        var grouped = verb?.Groups.SelectMany(group => group.Options).ToHashSet() ?? [];
        WriteOptions("Options", command.Options.Where(option => command is Verb && !option.Recursive && !grouped.Contains(option)));
        foreach (var (title, options) in verb?.Groups ?? [])
            WriteOptions(title, options);
        WriteOptions("With every command", Ancestry(command).Last().Options.Where(option => option.Recursive || command is RootCommand));
        if (verb is not null)
            WriteSection("Examples", () => WriteExamples(verb));
    }

    private void WriteOptions(string title, IEnumerable<Option> options) =>
        WriteSection(title, options.Where(option => !option.Hidden).Select(option => (LabelOf(option), option.Description ?? "")));

    private void WriteSection(string title, IEnumerable<(string Label, string Text)> rows)
    {
        var all = rows.ToList();
        if (all.Count > 0)
            WriteSection(title, () => WriteRows(all));
    }

    private void WriteSection(string title, Action content)
    {
        streams.Out.WriteLine();
        streams.Out.WriteLine(title + ":");
        content();
    }

    private void WriteRows(List<(string Label, string Text)> rows)
    {
        var column = Indent.Length + Math.Min(WidestLabel, rows.Max(row => row.Label.Length)) + 2;
        foreach (var (label, text) in rows)
        {
            if (_width >= NarrowPage && label.Length + Indent.Length + 2 <= column)
            {
                WriteParagraph(text, new string(' ', column), (Indent + label).PadRight(column));
            }
            else
            {
                streams.Out.WriteLine(Indent + label);
                WriteParagraph(text, _width >= NarrowPage ? new string(' ', column) : Indent + Indent + Indent);
            }
        }
    }

    private void WriteExamples(Verb verb)
    {
        foreach (var (commandLine, meaning) in verb.Examples)
        {
            WriteParagraph(commandLine, Indent + Indent, Indent);
            WriteParagraph(meaning, Indent + Indent + Indent);
        }
    }

    private void WriteParagraph(string text, string indent, string? first = null)
    {
        foreach (var line in Format.Wrap(text, _width, indent, first ?? indent))
            streams.Out.WriteLine(line);
    }

    private static string UsageOf(Command command)
    {
        var parts = Ancestry(command).Reverse().Select(part => part is RootCommand ? Application.Name : part.Name).ToList();
        if (command.Subcommands.Count > 0)
            parts.Add(command is RootCommand ? "COMMAND" : "[COMMAND]");
        parts.AddRange(command.Arguments.Select(argument =>
            argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.HelpName ?? argument.Name}]" : argument.HelpName ?? argument.Name));
        parts.AddRange(command.Options.Where(option => option.Required).Select(LabelOf));
        parts.Add("[options]");
        return string.Join(' ', parts);
    }

    private static string LabelOf(Option option)
    {
        var names = string.Join(", ", option.Aliases.Order(StringComparer.Ordinal).Where(alias => alias.StartsWith('-')).Prepend(option.Name)
            .OrderBy(name => name.StartsWith("--", StringComparison.Ordinal) ? 1 : 0));
        return option.HelpName is { } value ? $"{names} {value}" : names;
    }

    private static IEnumerable<Command> Ancestry(Command command)
    {
        for (var part = command; part is not null; part = part.Parents.OfType<Command>().FirstOrDefault())
            yield return part;
    }
}
