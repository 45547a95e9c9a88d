using System.CommandLine;
using System.CommandLine.Parsing;

namespace Hourglass.Cli.Terminal;

/// <summary>Makes one line out of what the parser has to complain about.</summary>
internal static class UsageError
{
    /// <summary>The first complaint, what may have been meant, and where the help is.</summary>
    public static CommandException Of(ParseResult result)
    {
        var path = PathOf(result.CommandResult);
        var what = result.UnmatchedTokens.Count > 0 ? Unmatched(result) : result.Errors[0].Message.TrimEnd('.', ' ');
        return CommandException.Usage($"{what}; see {path} --help");
    }

    private static string Unmatched(ParseResult result)
    {
        var token = result.UnmatchedTokens[0];
        var command = result.CommandResult.Command;
        var isOption = token.StartsWith('-');
        var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        var name = isOption ? token.Split('=')[0] : token;
        var known = isOption ? OptionsOf(result.CommandResult) : command.Subcommands.Select(subcommand => subcommand.Name);
        return Suggestion.For(name, known) is { } meant ? $"unknown {kind} '{name}'; did you mean '{meant}'?" : $"unknown {kind} '{name}'";
    }

    private static IEnumerable<string> OptionsOf(CommandResult command)
    {
        var own = command.Command.Options.Where(option => !option.Hidden);
        var inherited = command.Parent is CommandResult ? Ancestors(command).SelectMany(parent => parent.Command.Options.Where(o => o.Recursive)) : [];
        return own.Concat(inherited).SelectMany(option => option.Aliases.Append(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal));
    }

    private static IEnumerable<CommandResult> Ancestors(CommandResult command)
    {
        for (var parent = command.Parent as CommandResult; parent is not null; parent = parent.Parent as CommandResult)
            yield return parent;
    }

    private static string PathOf(CommandResult command) =>
        string.Join(' ', Ancestors(command).Prepend(command).Reverse().Select(result => result.Command is RootCommand ? Application.Name : result.Command.Name));
}
