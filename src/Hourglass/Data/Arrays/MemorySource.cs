namespace Hourglass.Data.Arrays;

/// <summary>Samples that are in memory already and stay the caller's.</summary>
/// <param name="values">One sample after another.</param>
internal sealed class MemorySource(float[] values) : IDataSource
{
    /// <inheritdoc />
    public void Read(int index, Span<float> destination) => values.AsSpan(index * destination.Length, destination.Length).CopyTo(destination);

    /// <inheritdoc />
    public void Dispose()
    {
        // The samples belong to the caller.
    }
}
