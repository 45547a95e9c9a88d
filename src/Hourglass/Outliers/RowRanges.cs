namespace Hourglass.Outliers;

/// <summary>Rows in fixed ranges, on several threads: results do not depend on how many.</summary>
internal static class RowRanges
{
    /// <summary>Rows of one range.</summary>
    public const int Length = 256;

    /// <summary>Calls <paramref name="use"/> with the first row and the number of rows of each range.</summary>
    public static void Run(int rows, int threads, CancellationToken cancellation, Action<int, int> use) => Parallel.For(
        0, (rows + Length - 1) / Length,
        new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
        range => use(range * Length, Math.Min(Length, rows - range * Length)));

    /// <summary>The same; what one range throws is thrown as it is.</summary>
    public static void RunAndRethrow(int rows, int threads, CancellationToken cancellation, Action<int, int> use)
    {
        try
        {
            Run(rows, threads, cancellation, use);
        }
        catch (AggregateException several)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }
    }
}
