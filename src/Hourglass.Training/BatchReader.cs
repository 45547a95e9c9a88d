using Hourglass.Architectures;
using Hourglass.Data;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Reads samples of a data set into normalized tensors, reusing one buffer.</summary>
internal sealed class BatchReader(DataSet data, Normalization normalization, Device device)
{
    private float[] _buffer = [];

    /// <summary>The samples with these indices as <c>[N, C, H, W]</c>, in [0, 1].</summary>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    public Tensor Read(ReadOnlySpan<int> indices)
    {
        var shape = data.Shape;
        var length = indices.Length * shape.Size;
        if (_buffer.Length < length)
            _buffer = new float[length];
        var values = _buffer.AsSpan(0, length);
        data.Read(indices, values);
        System.Numerics.Tensors.TensorPrimitives.Subtract(values, normalization.Low, values);
        System.Numerics.Tensors.TensorPrimitives.Multiply(values, 1 / normalization.Span, values);
        return tensor(_buffer.AsMemory(0, length), [indices.Length, shape.Channels, shape.Height, shape.Width], device: device);
    }
}
