using Hourglass.Data;

namespace Hourglass.Inference;

/// <summary>Reads a data set batch after batch, one batch ahead of its user, into two buffers that are used in turn.</summary>
internal static class SampleBatches
{
    /// <summary>Passes every batch on, in order; while it is used, the next is read on another thread.</summary>
    /// <param name="data">What to read.</param>
    /// <param name="batchSize">Samples in a batch; the last one may have fewer.</param>
    /// <param name="use">Gets the index of the first sample and the samples <c>[N, C, H, W]</c>, valid during the call only.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Read(DataSet data, int batchSize, Action<int, ReadOnlyMemory<float>> use, CancellationToken cancellation)
    {
        var size = data.Shape.Size;
        batchSize = Math.Min(batchSize, Math.Max(1, data.Count));
        var (current, next) = (new float[batchSize * size], new float[batchSize * size]);
        var reading = Start(0, current);
        try
        {
            for (var first = 0; first < data.Count; first += batchSize)
            {
                cancellation.ThrowIfCancellationRequested();
                var samples = current.AsMemory(0, reading.GetAwaiter().GetResult() * size);
                reading = Start(first + batchSize, next);
                use(first, samples);
                (current, next) = (next, current);
            }
        }
        finally
        {
            // Whatever went wrong, nobody reads from the data set any more when this method is left.
            reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
        }

        Task<int> Start(int first, float[] into) => Task.Run(() =>
        {
            var count = Math.Clamp(data.Count - first, 0, batchSize);
            data.Read([.. Enumerable.Range(first, count)], into.AsSpan(0, count * size));
            return count;
        });
    }
}
