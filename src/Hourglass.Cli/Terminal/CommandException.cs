namespace Hourglass.Cli.Terminal;

/// <summary>A command ends early, with an exit code and one line for the user.</summary>
internal sealed class CommandException : Exception
{
    /// <summary>An error with a one-line message: what, where, what to do.</summary>
    public CommandException(int exitCode, string message, Exception? inner = null)
        : base(message, inner) => ExitCode = exitCode;

    /// <summary>See <see cref="Terminal.ExitCode"/>.</summary>
    public int ExitCode { get; }

    /// <summary>The command line asks for something that does not exist or does not go together.</summary>
    public static CommandException Usage(string message) => new(Terminal.ExitCode.Usage, message);
}
