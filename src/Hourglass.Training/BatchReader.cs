using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Data.Images;
using Hourglass.Tasks;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Reads samples of a data set into normalized tensors, reusing one buffer: input and target are the same, unless there is a task.</summary>
internal sealed class BatchReader(DataSet data, Normalization normalization, Device device, PairDraw? draw = null) : IPairReader
{
    private float[] _buffer = [];

    /// <inheritdoc />
    public (Tensor Input, Tensor Target) Read(ReadOnlySpan<int> indices, long epoch)
    {
        var clean = Read(indices);
        if (draw is null)
            return (clean, clean);
        var (pairs, size) = (new TrainingPair[indices.Length], data.Shape.Size);
        for (var i = 0; i < pairs.Length; i++)
        {
            var sample = new Planes(data.Shape.Channels, data.Shape.Height, data.Shape.Width);
            _buffer.AsSpan(i * size, size).CopyTo(sample.Values);
            pairs[i] = draw.Of(sample, indices[i], epoch);
        }

        return PairDraw.Stack(pairs, device);
    }

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
