using System.Runtime.InteropServices;

namespace Hourglass.Cli.Terminal;

/// <summary>Ctrl-C or SIGTERM asks the command to stop after the step in progress; the second time the process ends at once.</summary>
internal sealed class Interruption : IDisposable
{
    // Programs such as timeout signal a process and then its group: within so many milliseconds that is one request.
    private const int OneRequest = 500;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private long _first;

    /// <summary>Listens until it is disposed.</summary>
    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (!_source.IsCancellationRequested)
            _first = Environment.TickCount64;
        signal.Cancel = Environment.TickCount64 - _first < OneRequest;
        _source.Cancel();
    }
}
