namespace Hourglass.Data;

/// <summary>Writes float32 arrays in NumPy's npy format.</summary>
public sealed class NpyWriter
{
    /// <summary>Writes the header of an array of a shape.</summary>
    public NpyWriter(Stream stream, int[] shape) => throw new NotImplementedException();

    /// <summary>Appends values in C order.</summary>
    public void Write(ReadOnlySpan<float> values) => throw new NotImplementedException();
}
