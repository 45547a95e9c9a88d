using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Data.Known;

/// <summary>The data set <c>digits</c>: drawn when it is first read, then kept, at 784 bytes per digit.</summary>
internal sealed class DrawnDigits : IDataSource
{
    /// <summary>Digits to learn from.</summary>
    public const int TrainCount = 10_000;

    /// <summary>Digits held out.</summary>
    public const int TestCount = 2_000;

    private const int Size = DigitPen.Side * DigitPen.Side;
    private const int Labels = 10;
    private const ulong TrainSeed = 0x7472_6169_6E; // "train"
    private const ulong TestSeed = 0x7465_7374; // "test"
    private const ulong LabelStream = 1UL << 32;

    private readonly ulong _seed;
    private readonly int[] _labels;
    private readonly byte[] _drawn;
    private readonly bool[] _isDrawn;

    private DrawnDigits(ulong seed, int count)
    {
        (_seed, _labels, _drawn, _isDrawn) = (seed, new int[count], new byte[count * Size], new bool[count]);
        // Ten in a row have all ten labels, in random order.
        for (var first = 0; first < count; first += Labels)
            new Rng(seed, LabelStream + (ulong)first).Permutation(Labels).CopyTo(_labels, first);
    }

    /// <summary>Opens a part.</summary>
    public static DataSet Open(KnownDataSet known, DataPart part)
    {
        var source = part == DataPart.Train ? new DrawnDigits(TrainSeed, TrainCount) : new DrawnDigits(TestSeed, TestCount);
        return new DataSet(source, source._labels)
        {
            Name = known.Id,
            Count = source._labels.Length,
            Shape = new SampleShape(1, DigitPen.Side, DigitPen.Side),
            Range = (0, byte.MaxValue),
            LabelNames = known.LabelNames,
        };
    }

    /// <inheritdoc />
    public void Read(int index, Span<float> destination)
    {
        var picture = _drawn.AsSpan(index * Size, Size);
        if (!Volatile.Read(ref _isDrawn[index]))
        {
            // Two threads may draw the same digit at once: both write the same bytes.
            new DigitPen(new Rng(_seed, (ulong)index)).Draw(_labels[index], picture);
            Volatile.Write(ref _isDrawn[index], true);
        }

        TensorPrimitives.ConvertTruncating<byte, float>(picture, destination);
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
