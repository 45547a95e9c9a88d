using System.CommandLine;
using System.CommandLine.Parsing;

namespace Hourglass.Cli.Terminal;

/// <summary>Makes one line out of what the parser has to complain about.</summary>
internal static class UsageError
{
    /// <summary>The first complaint, what may have been meant, and where the help is; null when there is none.</summary>
    public static CommandException? In(ParseResult result)
    {
        var stray = Stray(result);
        var place = stray is not null && IsFirst(result, stray) ? result.RootCommandResult : result.CommandResult;
        var what = stray is not null ? Unknown(place, stray) : result.Errors.Count > 0 ? Complaint(result.Errors[0].Message) : null;
        if (what is null)
            return null;
        var path = PathOf(place);
        return CommandException.Usage(what.EndsWith('?') ? $"{what} See {path} --help" : $"{what}; see {path} --help");
    }

    /// <summary>A token that nothing takes, or a mistyped option that an argument took: the parser lets arguments begin with a dash.</summary>
    private static string? Stray(ParseResult result)
    {
        var literal = result.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Select(token => token.Value).ToHashSet();
        return result.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .FirstOrDefault(value => value.Length > 1 && value.StartsWith('-') && !literal.Contains(value))
            ?? result.UnmatchedTokens.FirstOrDefault();
    }

    /// <summary>Whether a token stands where a command is expected, before any that is one.</summary>
    private static bool IsFirst(ParseResult result, string token) => result.Tokens[0] is { Type: not TokenType.Command } first && first.Value == token;

    private static string Unknown(CommandResult place, string token)
    {
        var command = place.Command;
        var isOption = token.StartsWith('-');
        var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        var name = isOption ? token.Split('=')[0] : token;
        var known = isOption ? OptionsOf(place) : command.Subcommands.Select(subcommand => subcommand.Name);
        return Suggestion.For(name, known) is { } meant ? $"unknown {kind} '{name}', did you mean '{meant}'?" : $"unknown {kind} '{name}'";
    }

    private static string Complaint(string message) => char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.', ' ');

    private static IEnumerable<string> OptionsOf(CommandResult command)
    {
        var own = command.Command.Options.Where(option => !option.Hidden);
        var inherited = Ancestors(command).SelectMany(parent => parent.Command.Options).Where(option => option.Recursive);
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
