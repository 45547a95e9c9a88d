namespace Hourglass.Cli.Terminal;

/// <summary>What the process answers its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A check failed.</summary>
    public const int CheckFailed = 1;

    /// <summary>The command line asks for something that does not exist or does not go together.</summary>
    public const int Usage = 2;

    /// <summary>Data, a model or the disk cannot be used.</summary>
    public const int BadData = 3;

    /// <summary>A fault of this program (EX_SOFTWARE of sysexits.h).</summary>
    public const int Bug = 70;

    /// <summary>Stopped by Ctrl-C or SIGTERM.</summary>
    public const int Cancelled = 130;
}
