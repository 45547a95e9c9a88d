using Hourglass.Architectures;
using Hourglass.Archives;
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
        IOException full when IsDiskFull(full) =>
            new Failure(Terminal.ExitCode.BadData, OneLine($"{full.Message}; nothing half-written was left: free some space and try again")),
        DataException or ArchiveFormatException or ModelFormatException or ModelMismatchException or ArchitectureException or IOException or UnauthorizedAccessException =>
            new Failure(Terminal.ExitCode.BadData, OneLine(exception.Message)),
        OutOfMemoryException =>
            new Failure(Terminal.ExitCode.BadData, "not enough memory; use a smaller --size, --batch or --limit"),
        _ => new Failure(
            Terminal.ExitCode.Bug,
            OneLine($"{exception.GetType().Name}: {exception.Message} This is a bug; HOURGLASS_TRACE=1 shows where, please report it.")),
    };

    /// <summary>ENOSPC, and ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows as an HRESULT.</summary>
    private static bool IsDiskFull(IOException failure) => failure.HResult is 28 or unchecked((int)0x80070070) or unchecked((int)0x80070027);

    private static string OneLine(string message) =>
        Format.Visible(string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
}
