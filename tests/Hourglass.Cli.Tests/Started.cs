using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hourglass.Cli.Tests;

/// <summary>The program as a process of its own, as users start it.</summary>
internal sealed class Started : IDisposable
{
    private const int Interrupt = 2;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task<string> _out;
    private readonly Task<string> _error;

    public Started(string folder, string trace, params string[] args)
        : this(folder, trace, default, args)
    {
    }

    /// <param name="folder">Where it works.</param>
    /// <param name="trace">What it writes to stderr beside what users see.</param>
    /// <param name="variable">One more variable of its environment; of no name for none.</param>
    /// <param name="args">The command line.</param>
    public Started(string folder, string trace, (string Name, string Value) variable, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Hourglass.Cli.dll"), .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["HOURGLASS_TRACE"] = trace;
        start.Environment["NO_COLOR"] = "1";
        if (variable.Name?.Length > 0)
            start.Environment[variable.Name] = variable.Value;
        _process = Process.Start(start)!;
        _out = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Runs a command to its end.</summary>
    public static Typed Run(string folder, params string[] args)
    {
        using var started = new Started(folder, "", args);
        return started.Finish();
    }

    /// <summary>Runs a command to its end, and also gives the native libraries it then held.</summary>
    public static (Typed Result, string[] Libraries) RunTraced(string folder, params string[] args)
    {
        using var started = new Started(folder, "libraries", args);
        var result = started.Finish();
        const string Prefix = "library ";
        return (result, [.. result.Error.Split('\n').Where(line => line.StartsWith(Prefix, StringComparison.Ordinal)).Select(line => line[Prefix.Length..])]);
    }

    /// <summary>Waits until something is so, or the process has ended.</summary>
    /// <returns>Whether it is so while the process still runs.</returns>
    public bool WaitUntil(Func<bool> condition)
    {
        var waiting = Stopwatch.StartNew();
        while (!_process.HasExited && waiting.Elapsed < Limit)
        {
            if (condition())
                return !_process.HasExited;
            Thread.Sleep(2);
        }

        return false;
    }

    /// <summary>Ends the process as kill -9 does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Does what Ctrl-C does.</summary>
    public void PressCtrlC() => Assert.Equal(0, SendSignal(_process.Id, Interrupt));

    public Typed Finish()
    {
        Assert.True(_process.WaitForExit(Limit), "the process has not ended");
        return new Typed(_process.ExitCode, _out.Result, _error.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
