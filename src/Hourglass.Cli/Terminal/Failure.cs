using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Inference;

namespace Hourglass.Cli.Terminal;

/// <summary>What an exception means to the user: an exit code and one line.</summary>
/// <param name="ExitCode">See <see cref="Terminal.ExitCode"/>.</param>
/// <param name="Line">What, where, what to do.</param>
internal sealed record Failure(int ExitCode, string Line)
{
    /// <summary>Judges an exception. Those of Hourglass.Training arrive as <see cref="CommandException"/>: naming them here would load it.</summary>
    public static Failure Of(Exception exception) => exception switch
    {
        CommandException command => new Failure(command.ExitCode, OneLine(command.Message)),
        OperationCanceledException => new Failure(Terminal.ExitCode.Cancelled, "cancelled"),
        DataException or ModelFormatException or ModelMismatchException or ArchitectureException or IOException or UnauthorizedAccessException =>
            new Failure(Terminal.ExitCode.BadData, OneLine(exception.Message)),
        OutOfMemoryException =>
            new Failure(Terminal.ExitCode.BadData, "not enough memory; use a smaller --size, --batch or --limit"),
        _ => new Failure(
            Terminal.ExitCode.Bug,
            OneLine($"{exception.GetType().Name}: {exception.Message} This is a bug; HOURGLASS_TRACE=1 shows where, please report it.")),
    };

    private static string OneLine(string message) =>
        Format.Visible(string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
}
