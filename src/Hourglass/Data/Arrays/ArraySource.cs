using System.Buffers;
using System.Globalization;
using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Data.Arrays;

/// <summary>Samples of a stored array, read where they lie.</summary>
internal sealed class ArraySource : IDataSource
{
    private readonly StoredArray _array;
    private readonly ArrayLayout _layout;
    private readonly int[]? _gather;

    /// <summary>A source over an array, which it owns.</summary>
    public ArraySource(StoredArray array, ArrayLayout layout)
    {
        (_array, _layout) = (array, layout);
        if (array.Fortran)
            _gather = FortranPlaces(array.Shape.AsSpan(1));
    }

    /// <inheritdoc />
    public void Read(int index, Span<float> destination)
    {
        var size = _layout.Shape.Size;
        var bytes = size * _array.Type.Size;
        var stored = ArrayPool<byte>.Shared.Rent(bytes);
        var last = _layout.ChannelsLast ? ArrayPool<float>.Shared.Rent(size) : null;
        try
        {
            if (_gather is null)
                _array.Store.Read(_array.Offset + (long)index * bytes, stored.AsSpan(0, bytes));
            else
                Gather(index, stored);
            var values = last is null ? destination[..size] : last.AsSpan(0, size);
            _array.Type.ToSingles(stored.AsSpan(0, bytes), values);
            if (_array.Type.CanBeInfinite && !TensorPrimitives.IsFiniteAll<float>(values))
                throw NotFinite(index, values);
            if (last is not null)
                ToChannelsFirst(values, destination, _layout.Shape);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
            if (last is not null)
                ArrayPool<float>.Shared.Return(last);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _array.Dispose();

    /// <summary>Where the values of a sample, in C order, lie in a Fortran-ordered array, in steps of the first side.</summary>
    private static int[] FortranPlaces(ReadOnlySpan<long> sides)
    {
        var places = new int[1];
        var stride = 1;
        foreach (var side in sides)
        {
            var longer = new int[places.Length * (int)side];
            for (var i = 0; i < longer.Length; i++)
                longer[i] = places[i / (int)side] + i % (int)side * stride;
            (places, stride) = (longer, stride * (int)side);
        }

        return places;
    }

    private void Gather(int index, Span<byte> stored)
    {
        var size = _array.Type.Size;
        for (var i = 0; i < _gather!.Length; i++)
            _array.Store.Read(_array.Offset + (index + (long)_gather[i] * _layout.Count) * size, stored.Slice(i * size, size));
    }

    private static void ToChannelsFirst(ReadOnlySpan<float> values, Span<float> destination, SampleShape shape)
    {
        var pixels = shape.Height * shape.Width;
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            for (var i = 0; i < pixels; i++)
                destination[channel * pixels + i] = values[i * shape.Channels + channel];
        }
    }

    private DataException NotFinite(int sample, ReadOnlySpan<float> values)
    {
        var at = 0;
        while (float.IsFinite(values[at]))
            at++;
        return new DataException(string.Create(CultureInfo.InvariantCulture,
            $"{_array.Name}: sample {sample}, value {at} is {values[at]}{(float.IsNaN(values[at]) ? "" : " as float32")}; remove or fill it first."));
    }
}
