using Hourglass.Data;

namespace Hourglass.Inference;

/// <summary>Reads a data set in batches on a second thread, one batch ahead of the one in use; two buffers, however long the data.</summary>
internal static class BatchStream
{
    /// <summary>Calls <paramref name="use"/> for each batch in order, on the calling thread; the last batch may be shorter.</summary>
    /// <param name="data">What to read.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="cancellation">Stops after the batch in progress.</param>
    /// <param name="use">Gets the index of the first sample, and the samples <c>[N, C, H, W]</c>, valid during the call only.</param>
    /// <exception cref="DataException">A sample cannot be read; batches before it were used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Read(DataSet data, int batchSize, CancellationToken cancellation, Action<int, ReadOnlyMemory<float>> use)
    {
        var size = data.Shape.Size;
        batchSize = Math.Min(batchSize, data.Count);
        var (now, ahead) = (new float[checked(batchSize * size)], data.Count > batchSize ? new float[batchSize * size] : []);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Fill(0, now);
        try
        {
            for (var first = 0; first < data.Count; first += batchSize)
            {
                var count = reading.GetAwaiter().GetResult();
                reading = Fill(first + count, ahead);
                use(first, now.AsMemory(0, count * size));
                cancellation.ThrowIfCancellationRequested();
                (now, ahead) = (ahead, now);
            }
        }
        finally
        {
            // The caller may dispose the data as soon as this returns, so nobody may be reading it any more.
            stop.Cancel();
            Task.WaitAny(reading);
        }

        Task<int> Fill(int first, float[] buffer) => Task.Run(() =>
        {
            var count = Math.Min(batchSize, data.Count - first);
            for (var i = 0; i < count; i++)
            {
                stop.Token.ThrowIfCancellationRequested();
                data.Read(first + i, buffer.AsSpan(i * size, size));
            }

            return count;
        });
    }
}
