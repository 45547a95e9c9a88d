using System.Diagnostics;

namespace Hourglass.Cli.Terminal;

/// <summary>
/// What HOURGLASS_TRACE asks for on stderr: <c>1</c> for the stack trace of an error, <c>libraries</c> for the native libraries that the process
/// holds when the command is done.
/// </summary>
internal static class Trace
{
    /// <summary>The name of the environment variable.</summary>
    public const string Variable = "HOURGLASS_TRACE";

    /// <summary>Writes the stack trace, if it is asked for.</summary>
    public static void Write(TextWriter error, Exception exception)
    {
        if (Environment.GetEnvironmentVariable(Variable) == "1")
            error.WriteLine(exception);
    }

    /// <summary>Writes one line for every library in the process's memory, if it is asked for.</summary>
    public static void WriteLibraries(TextWriter error)
    {
        if (Environment.GetEnvironmentVariable(Variable) != "libraries")
            return;
        using var process = Process.GetCurrentProcess();
        foreach (var module in process.Modules.Cast<ProcessModule>().OrderBy(module => module.FileName, StringComparer.Ordinal))
            error.WriteLine($"library {module.FileName}");
    }
}
