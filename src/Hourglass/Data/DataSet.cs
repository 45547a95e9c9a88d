using System.Globalization;
using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Data;

/// <summary>Samples of one shape with their names and, where there are any, labels. Values stay where they are stored until they are read.</summary>
public sealed class DataSet : IDisposable
{
    private readonly IDataSource _source;
    private readonly bool _ownsSource;
    private readonly IReadOnlyList<int>? _selected;
    private readonly int[]? _labels;
    private readonly Func<int, string>? _nameOf;

    /// <summary>A data set over a source, which it owns and disposes.</summary>
    /// <param name="source">Gives the values.</param>
    /// <param name="labels">One label per sample, an index into <see cref="LabelNames"/>, or null.</param>
    /// <param name="nameOf">The name of a sample, such as its path; the index in digits when null.</param>
    public DataSet(IDataSource source, int[]? labels = null, Func<int, string>? nameOf = null)
        : this(source, labels, nameOf, selected: null, ownsSource: true)
    {
    }

    private DataSet(IDataSource source, int[]? labels, Func<int, string>? nameOf, IReadOnlyList<int>? selected, bool ownsSource) =>
        (_source, _labels, _nameOf, _selected, _ownsSource) = (source, labels, nameOf, selected, ownsSource);

    /// <summary>A short name for tables and reports, such as <c>mnist</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The number of samples.</summary>
    public required int Count { get; init; }

    /// <summary>The shape of every sample.</summary>
    public required SampleShape Shape { get; init; }

    /// <summary>
    /// The range that stored values can take by their type: (0, 255) for 8-bit pictures, (0, 65535) for 16-bit ones; null for
    /// floating-point arrays, where only a look at the values can tell.
    /// </summary>
    public (float Low, float High)? Range { get; init; }

    /// <summary>The names of the labels, such as the sub-folders; empty when there are no labels.</summary>
    public IReadOnlyList<string> LabelNames { get; init; } = [];

    /// <summary>What was left out, and why; empty when all is well.</summary>
    public IReadOnlyList<DataProblem> Problems { get; init; } = [];

    /// <summary>What a reader should know about how it was read, one sentence each: the size that pictures were brought to, files that were ignored.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What a sample says, for samples that are codes of texts; null for others.</summary>
    public Func<int, string>? TextOf { get; init; }

    /// <summary>Whether every sample has a label.</summary>
    public bool HasLabels => _labels is not null;

    /// <summary>The label of a sample, an index into <see cref="LabelNames"/>.</summary>
    /// <exception cref="InvalidOperationException">There are no labels.</exception>
    public int LabelOf(int index) => (_labels ?? throw new InvalidOperationException($"{Name} has no labels."))[Stored(index)];

    /// <summary>The name of a sample: its path inside the data set, or its index.</summary>
    public string NameOf(int index) => _nameOf?.Invoke(Stored(index)) ?? Stored(index).ToString("D5", CultureInfo.InvariantCulture);

    /// <summary>Reads one sample; see <see cref="IDataSource.Read"/>.</summary>
    /// <exception cref="DataException">The bytes under it are broken or gone.</exception>
    public void Read(int index, Span<float> destination) => _source.Read(Stored(index), destination);

    /// <summary>Reads samples one after another into <c>[count, C, H, W]</c>.</summary>
    /// <exception cref="DataException">The bytes under one of them are broken or gone.</exception>
    public void Read(ReadOnlySpan<int> indices, Span<float> destination)
    {
        var size = Shape.Size;
        for (var i = 0; i < indices.Length; i++)
            Read(indices[i], destination.Slice(i * size, size));
    }

    /// <summary>The labels of all samples, or null.</summary>
    public int[]? Labels() => HasLabels ? [.. Enumerable.Range(0, Count).Select(LabelOf)] : null;

    /// <summary>A view of some of the samples, in the order given. It shares the source, which stays with this data set.</summary>
    public DataSet Subset(IReadOnlyList<int> indices) => Select(indices, ownsSource: false);

    /// <summary>
    /// The lowest and highest value: <see cref="Range"/> where the type tells it, else found by reading every sample once.
    /// </summary>
    /// <exception cref="DataException">All values are the same, or a sample cannot be read or holds NaN.</exception>
    public (float Low, float High) FindRange(CancellationToken cancellation = default)
    {
        if (Range is { } known)
            return known;
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        var values = new float[Shape.Size];
        for (var i = 0; i < Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Read(i, values);
            low = Math.Min(low, TensorPrimitives.Min(values));
            high = Math.Max(high, TensorPrimitives.Max(values));
        }

        if (low >= high)
            throw new DataException(
                $"{Name}: every value is {low.ToString(CultureInfo.InvariantCulture)}, so there is nothing to learn; check that this is the data you mean.");
        return (low, high);
    }

    /// <summary>
    /// At most so many samples, evenly spaced over all, so that data sorted by label keeps its labels in proportion. It takes the place of this
    /// data set and owns the source from now on.
    /// </summary>
    internal DataSet EvenlySpaced(int limit) =>
        limit >= Count ? this : Select(Spacing.Even(Count, limit), _ownsSource);

    /// <inheritdoc />
    public void Dispose()
    {
        if (_ownsSource)
            _source.Dispose();
    }

    private DataSet Select(IReadOnlyList<int> indices, bool ownsSource) =>
        new(_source, _labels, _nameOf, _selected is null ? indices : [.. indices.Select(Stored)], ownsSource)
        {
            Name = Name,
            Count = indices.Count,
            Shape = Shape,
            Range = Range,
            LabelNames = LabelNames,
            Problems = Problems,
            Notes = Notes,
            TextOf = TextOf is { } textOf ? index => textOf(indices[index]) : null,
        };

    private int Stored(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _selected is null ? index : _selected[index];
    }
}
