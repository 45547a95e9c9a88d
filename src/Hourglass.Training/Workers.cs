using System.Runtime.ExceptionServices;

namespace Hourglass.Training;

/// <summary>Spreads pieces of work over threads, each of which libtorch serves alone.</summary>
internal static class Workers
{
    /// <summary>Does every piece, and throws what the first failing one threw.</summary>
    /// <param name="count">Pieces, numbered from 0.</param>
    /// <param name="threads">Threads at most; with one, or one piece, all is done on the caller's.</param>
    /// <param name="work">Does one piece.</param>
    public static void Run(int count, int threads, Action<int> work)
    {
        if (Math.Min(count, threads) == 1)
        {
            for (var i = 0; i < count; i++)
                Alone(i);
            return;
        }

        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, Alone);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        void Alone(int i)
        {
            Devices.UseOneThreadPerOperation();
            work(i);
        }
    }
}
