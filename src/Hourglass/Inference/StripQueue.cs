using Hourglass.Data.Images;

namespace Hourglass.Inference;

/// <summary>
/// Works on the tiles of a picture on several threads, and hands over finished rows of tiles from top to bottom: while a strip is written,
/// the next is computed, and never more than a few are in memory.
/// </summary>
internal sealed class StripQueue
{
    // A strip that is computed or written, and the one that threads without work in it go on with.
    private const int MostStrips = 2;

    private readonly Lock _taking = new();
    private readonly object _handing = new();
    private readonly Planes?[] _strips;
    private readonly int[] _open;
    private readonly int _perStrip;
    private readonly Func<int, Planes> _make;
    private readonly Action<int, Planes> _handOver;
    private int _nextTile;
    private int _nextStrip;
    private bool _stopped;

    /// <summary>A queue for one picture.</summary>
    /// <param name="strips">How many strips.</param>
    /// <param name="perStrip">Pieces of work in each.</param>
    /// <param name="make">Makes room for a strip.</param>
    /// <param name="handOver">Takes a finished strip; called in order, never twice at once.</param>
    public StripQueue(int strips, int perStrip, Func<int, Planes> make, Action<int, Planes> handOver)
    {
        (_strips, _open, _perStrip, _make, _handOver) = (new Planes?[strips], new int[strips], perStrip, make, handOver);
        Array.Fill(_open, perStrip);
    }

    /// <summary>Does all the work.</summary>
    /// <param name="threads">Threads to do it on.</param>
    /// <param name="work">Gets the strip, the piece of work in it and the room to fill.</param>
    /// <param name="cancellation">Stops before the next piece.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Run(int threads, Action<int, int, Planes> work, CancellationToken cancellation)
    {
        if (threads == 1)
        {
            Work(work, cancellation);
            return;
        }

        try
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => Work(work, cancellation));
        }
        catch (AggregateException several)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }

    private void Work(Action<int, int, Planes> work, CancellationToken cancellation)
    {
        try
        {
            while (Take() is var (strip, piece, room))
            {
                cancellation.ThrowIfCancellationRequested();
                work(strip, piece, room);
                Finish(strip);
            }
        }
        catch
        {
            lock (_handing)
            {
                _stopped = true;
                Monitor.PulseAll(_handing);
            }

            throw;
        }
    }

    private (int Strip, int Piece, Planes Room)? Take()
    {
        lock (_taking)
        {
            var (strip, piece) = Math.DivRem(_nextTile, _perStrip);
            if (strip == _strips.Length)
                return null;
            lock (_handing)
            {
                while (!_stopped && strip >= _nextStrip + MostStrips)
                    Monitor.Wait(_handing);
                if (_stopped)
                    return null;
            }

            _nextTile++;
            return (strip, piece, _strips[strip] ??= _make(strip));
        }
    }

    private void Finish(int strip)
    {
        if (Interlocked.Decrement(ref _open[strip]) > 0)
            return;
        lock (_handing)
        {
            for (; !_stopped && _nextStrip < _strips.Length && Volatile.Read(ref _open[_nextStrip]) == 0; _nextStrip++)
            {
                _handOver(_nextStrip, _strips[_nextStrip]!);
                _strips[_nextStrip] = null;
            }

            Monitor.PulseAll(_handing);
        }
    }
}
