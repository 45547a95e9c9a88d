using System.Diagnostics;
using Hourglass.Data;
using Spectre.Console;

namespace Hourglass.Cli.Terminal;

/// <summary>
/// Shows on stderr where a job stands: on a terminal by one line, once it has lasted over a second, that is gone when the view is disposed; in a
/// log by a line now and then. Reporting costs no more than storing a value: a thread of its own draws.
/// </summary>
internal sealed class ProgressView : IProgress<DataProgress>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(125);
    private static readonly TimeSpan LogRefresh = TimeSpan.FromSeconds(30);

    /// <summary>Terminals write ^C where the cursor is; a line that this breaks in two would not be erased whole.</summary>
    private const int RoomForCtrlC = 2;

    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _done = new();
    private readonly Thread? _painter;
    private readonly IAnsiConsole? _console;
    private JobState _state;
    private long _stageStart = Stopwatch.GetTimestamp();

    /// <summary>A view of one job.</summary>
    /// <param name="console">The terminal, or null where there is none.</param>
    /// <param name="log">Without a terminal, where lines go; or null to show nothing.</param>
    /// <param name="stage">What is being done at first.</param>
    public ProgressView(IAnsiConsole? console, TextWriter? log, string stage)
    {
        _state = new JobState(stage, 0, 0);
        _console = console;
        if (console is null && log is null)
            return;
        _painter = new Thread(console is null ? () => Log(log!) : Paint) { IsBackground = true, Name = "progress" };
        _painter.Start();
    }

    /// <summary>Replaces what is shown.</summary>
    public void Report(JobState state)
    {
        lock (_lock)
        {
            if (state.Stage != _state.Stage)
                _stageStart = Stopwatch.GetTimestamp();
            _state = state;
        }
    }

    /// <inheritdoc />
    public void Report(DataProgress value) => Report(new JobState(value.Stage, value.Done, value.Total));

    /// <inheritdoc />
    public void Dispose()
    {
        _done.Set();
        _painter?.Join();
        _done.Dispose();
    }

    private void Paint()
    {
        if (_done.Wait(Patience))
            return;
        _console!.Live(Line()).AutoClear(true).Start(context =>
        {
            do
            {
                context.UpdateTarget(Line());
                context.Refresh();
            }
            while (!_done.Wait(Refresh));
        });
    }

    private void Log(TextWriter log)
    {
        try
        {
            while (!_done.Wait(LogRefresh))
                log.WriteLine(ProgressLine.Plain(Current()));
        }
        catch (IOException)
        {
            // A log that cannot be written, as on a full disk, is no reason to lose the job.
        }
    }

    private JobState Current()
    {
        lock (_lock)
            return WithRate(_state);
    }

    private Paragraph Line()
    {
        var line = ProgressLine.Compose(Current(), _console!.Profile.Width - RoomForCtrlC);
        var (done, open) = _console.Profile.Capabilities.Unicode ? ('━', '─') : ('=', '-');
        var paragraph = new Paragraph { Overflow = Overflow.Crop };
        paragraph.Append(line.Before + " ");
        if (line.Done + line.Open > 0)
        {
            paragraph.Append(new string(done, line.Done), new Style(Color.Green));
            paragraph.Append(new string(open, line.Open) + " ", new Style(Color.Grey));
        }

        return paragraph.Append(line.After);
    }

    /// <summary>Works out rate and time left where the job does not say them.</summary>
    private JobState WithRate(JobState state)
    {
        var seconds = Stopwatch.GetElapsedTime(_stageStart).TotalSeconds;
        if (state.Rate.Length > 0 || state.Done == 0 || seconds < 0.2)
            return state;
        var rate = state.Done / seconds;
        return state with
        {
            Rate = state.Stage == "downloading" ? Format.Bytes(rate) + "/s" : Format.Count((long)rate) + "/s",
            Remaining = state.Total > state.Done ? TimeSpan.FromSeconds((state.Total - state.Done) / rate) : null,
        };
    }
}
