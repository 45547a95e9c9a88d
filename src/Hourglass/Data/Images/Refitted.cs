using System.Buffers;
using Hourglass.Numerics;

namespace Hourglass.Data.Images;

/// <summary>Brings the samples of another data set, which it owns, to another size or number of channels.</summary>
internal sealed class Refitted : IDataSource
{
    private readonly DataSet _data;
    private readonly SampleShape _shape;
    private readonly FitKind _fit;

    private Refitted(DataSet data, SampleShape shape, FitKind fit) => (_data, _shape, _fit) = (data, shape, fit);

    /// <summary>The data set as the options ask for it; itself, where they ask for nothing else.</summary>
    /// <exception cref="DataException">Its samples are vectors, or have channels that are neither grey nor RGB.</exception>
    public static DataSet Apply(DataSet data, DataOptions options)
    {
        var old = data.Shape;
        var size = (options.Height ?? options.Width ?? old.Height, options.Width ?? options.Height ?? old.Width);
        var shape = new SampleShape(options.Channels ?? old.Channels, size.Item1, size.Item2);
        if (shape == old)
            return data;
        if (old.IsVector)
            throw new DataException($"{data.Name} holds vectors of {old.Channels} values; a height, width or number of channels is for pictures.");
        if (shape.Channels != old.Channels && (shape.Channels, old.Channels) is not ((1, 3) or (3, 1)))
            throw new DataException($"{data.Name} has {old.Channels} channels; only 1 (grey) and 3 (RGB) can be turned into each other, not {shape.Channels}.");
        if ((long)shape.Channels * shape.Height * shape.Width > SampleShape.MaxSize)
            throw new DataException($"Pictures of {shape} have more than {SampleShape.MaxSize} values; ask for a smaller width and height.");
        return new DataSet(new Refitted(data, shape, options.Fit), data.Labels(), data.NameOf)
        {
            Name = data.Name,
            Count = data.Count,
            Shape = shape,
            Range = data.Range,
            LabelNames = data.LabelNames,
            Problems = data.Problems,
            Notes = [.. data.Notes, $"All pictures are {old}; they are brought to {shape}."],
        };
    }

    /// <inheritdoc />
    public void Read(int index, Span<float> destination)
    {
        var old = _data.Shape;
        var values = ArrayPool<float>.Shared.Rent(old.Size);
        _data.Read(index, values.AsSpan(0, old.Size));
        Resampler.Fit(ReadRow, old.Width, old.Height, _shape, _fit, _data.Range?.High ?? float.PositiveInfinity, destination);
        ArrayPool<float>.Shared.Return(values);

        void ReadRow(int y, Span<float> row)
        {
            for (var channel = 0; channel < _shape.Channels; channel++)
            {
                var line = row.Slice(channel * old.Width, old.Width);
                if (_shape.Channels < old.Channels)
                {
                    for (var x = 0; x < line.Length; x++)
                        line[x] = 0.299f * Value(0, x) + 0.587f * Value(1, x) + 0.114f * Value(2, x);
                }
                else
                {
                    var source = old.Channels == 1 ? 0 : channel;
                    values.AsSpan((source * old.Height + y) * old.Width, old.Width).CopyTo(line);
                }
            }

            float Value(int channel, int x) => values[(channel * old.Height + y) * old.Width + x];
        }
    }

    /// <inheritdoc />
    public void Dispose() => _data.Dispose();
}
