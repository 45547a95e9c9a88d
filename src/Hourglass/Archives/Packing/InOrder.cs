namespace Hourglass.Archives.Packing;

/// <summary>Makes things on several threads and takes them one by one in their order, few ahead of time.</summary>
internal static class InOrder
{
    /// <summary>Runs <paramref name="make"/> for 0, 1, ... and <paramref name="take"/> for each result, in this order and on this thread.</summary>
    /// <param name="count">How many.</param>
    /// <param name="threads">How many at a time.</param>
    /// <param name="make">Makes one; several at a time.</param>
    /// <param name="take">Takes one.</param>
    /// <param name="cancellation">Stops it.</param>
    public static void Run<T>(int count, int threads, Func<int, T> make, Action<int, T> take, CancellationToken cancellation)
    {
        if (threads == 1 || count == 1)
        {
            for (var i = 0; i < count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                take(i, make(i));
            }

            return;
        }

        var factory = new TaskFactory(new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, threads).ConcurrentScheduler);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var made = new Queue<Task<T>>();
        try
        {
            for (int next = 0, taken = 0; taken < count; taken++)
            {
                for (; next < count && made.Count < 2 * threads; next++)
                {
                    var i = next;
                    made.Enqueue(factory.StartNew(() => make(i), stop.Token));
                }

                var result = made.Peek().GetAwaiter().GetResult();
                made.Dequeue();
                take(taken, result);
            }
        }
        finally
        {
            stop.Cancel();
            Task.WhenAll(made).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }
}
