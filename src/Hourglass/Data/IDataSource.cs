namespace Hourglass.Data;

/// <summary>Where samples come from: random access to float32 values, without holding them all in memory.</summary>
public interface IDataSource : IDisposable
{
    /// <summary>Reads one sample, in the units it is stored in (0..255 for 8-bit pictures), channels first.</summary>
    /// <param name="index">From 0 up to the count of the data set.</param>
    /// <param name="destination">Filled with <c>Channels * Height * Width</c> values. Safe to call from several threads at once.</param>
    /// <exception cref="DataException">The bytes under it are broken or gone.</exception>
    void Read(int index, Span<float> destination);
}
