using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Outliers.Pictures;

/// <summary>Short codes of samples, learned without labels: like samples have near codes.</summary>
/// <remarks>
/// Of pictures, the answers of learned filters by region (<see cref="PatchFilters"/>); of vectors, their standardized values. Principal axes
/// of these make the code, each scaled by the fourth root of its variance: half way between distances that see only the first axes and such
/// that take all for equal.
/// </remarks>
public sealed class PictureCodes
{
    /// <summary>The longest code.</summary>
    public const int MostValues = 128;

    /// <summary>The longest side of a picture that filters see; larger ones are opened at this size.</summary>
    public const int LongestSide = 32;

    private const int FittedOn = 10_000;
    private const int BlockRows = 256;

    private readonly PatchFilters? _filters;
    private readonly float[] _low;
    private readonly float[] _scale;
    private readonly int _length;
    private float[] _mean = [];
    private float[] _axes = [];

    private PictureCodes(PatchFilters? filters, float[] low, float[] scale, int length) =>
        (_filters, _low, _scale, _length) = (filters, low, scale, length);

    /// <summary>Values of a code.</summary>
    public int CodeLength => _axes.Length / _length;

    /// <summary>Learns how to code samples like these.</summary>
    /// <param name="samples"><c>[N, C, H, W]</c> as stored, N at least 1.</param>
    /// <param name="shape">The shape of one.</param>
    /// <param name="range">The lowest and highest stored value.</param>
    /// <param name="seed">Names random choices.</param>
    /// <param name="threads">How many work.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ArgumentException">There are no samples, or the length does not fit the shape.</exception>
    public static PictureCodes Learn(
        float[] samples, SampleShape shape, (float Low, float High) range, ulong seed, int threads, CancellationToken cancellation = default)
    {
        if (samples.Length == 0 || samples.Length % shape.Size != 0)
            throw new ArgumentException($"{samples.Length} values of samples of {shape.Size}; at least one whole sample is needed.", nameof(samples));
        var count = samples.Length / shape.Size;
        var fitted = Spacing.Even(count, Math.Min(count, FittedOn));
        var codes = ArePictures(shape) ? OfPictures(samples, shape, range, seed) : OfVectors(samples, shape.Size);
        var rows = new float[fitted.Length * codes._length];
        codes.Features(samples, shape.Size, fitted, rows, threads, cancellation);
        codes.FindAxes(rows, seed);
        return codes;
    }

    /// <summary>The codes <c>[N, n]</c> of samples <c>[N, C, H, W]</c>.</summary>
    public float[] Encode(float[] samples, int sampleSize, int threads, CancellationToken cancellation = default)
    {
        var (count, size) = (samples.Length / sampleSize, CodeLength);
        var codes = new float[count * size];
        var turned = new float[_axes.Length];
        MatrixProduct.Transpose(_axes, turned, size, _length);
        var offset = new float[size];
        MatrixProduct.Add(_mean, turned, offset, 1, _length, size);
        Parallel.For(0, (count + BlockRows - 1) / BlockRows, Options(threads, cancellation), block =>
        {
            var indices = Enumerable.Range(block * BlockRows, Math.Min(BlockRows, count - block * BlockRows)).ToArray();
            var rows = new float[indices.Length * _length];
            Features(samples, sampleSize, indices, rows, 1, cancellation);
            var place = codes.AsSpan(block * BlockRows * size, indices.Length * size);
            for (var i = 0; i < indices.Length; i++)
                TensorPrimitives.Negate(offset, place[(i * size)..]);
            MatrixProduct.Add(rows, turned, place, indices.Length, _length, size);
        });
        return codes;
    }

    private static bool ArePictures(SampleShape shape) => shape is { Channels: 1 or 3, Height: >= 4, Width: >= 4 };

    private static PictureCodes OfPictures(float[] samples, SampleShape shape, (float Low, float High) range, ulong seed)
    {
        var (low, scale) = (new float[shape.Size], new float[shape.Size]);
        low.AsSpan().Fill(range.Low);
        scale.AsSpan().Fill(1 / (range.High - range.Low));
        var some = Spacing.Even(samples.Length / shape.Size, Math.Min(samples.Length / shape.Size, FittedOn));
        var normalized = new float[some.Length * shape.Size];
        for (var i = 0; i < some.Length; i++)
            Normalize(samples.AsSpan(some[i] * shape.Size, shape.Size), low, scale, normalized.AsSpan(i * shape.Size, shape.Size));
        var filters = PatchFilters.Learn(normalized, shape, seed);
        return new PictureCodes(filters, low, scale, filters.Length);
    }

    private static PictureCodes OfVectors(float[] samples, int size)
    {
        var (sum, squares) = (new double[size], new double[size]);
        for (var at = 0; at < samples.Length; at++)
            sum[at % size] += samples[at];
        var count = samples.Length / size;
        for (var at = 0; at < samples.Length; at++)
            squares[at % size] += Math.Pow(samples[at] - sum[at % size] / count, 2);
        return new PictureCodes(
            null,
            [.. sum.Select(value => (float)(value / count))],
            [.. squares.Select(value => value > 0 ? (float)(1 / Math.Sqrt(value / count)) : 0)],
            size);
    }

    private void Features(float[] samples, int sampleSize, int[] indices, float[] rows, int threads, CancellationToken cancellation) =>
        Parallel.For(0, (indices.Length + BlockRows - 1) / BlockRows, Options(threads, cancellation), block =>
        {
            var room = _filters?.MakeRoom();
            var normalized = new float[sampleSize];
            for (var i = block * BlockRows; i < Math.Min(indices.Length, (block + 1) * BlockRows); i++)
            {
                var row = rows.AsSpan(i * _length, _length);
                Normalize(samples.AsSpan(indices[i] * sampleSize, sampleSize), _low, _scale, normalized);
                if (_filters is null)
                    normalized.CopyTo(row);
                else
                    _filters.Encode(normalized, row, room!);
            }
        });

    private void FindAxes(float[] rows, ulong seed)
    {
        var count = rows.Length / _length;
        var wanted = Math.Max(1, Math.Min(MostValues, Math.Min(count - 1, _length)));
        (_mean, _axes) = PrincipalAxes.Find(use =>
        {
            var block = new float[PrincipalAxes.RowsAtOnce(_length) * _length];
            for (var at = 0; at < rows.Length; at += block.Length)
            {
                var some = Math.Min(block.Length, rows.Length - at);
                rows.AsSpan(at, some).CopyTo(block);
                use(block.AsSpan(0, some));
            }
        }, _length, wanted, seed);
        var centered = new float[_length];
        var variance = new double[wanted];
        for (var i = 0; i < count; i++)
        {
            TensorPrimitives.Subtract(rows.AsSpan(i * _length, _length), _mean, centered);
            for (var axis = 0; axis < wanted; axis++)
                variance[axis] += Math.Pow(TensorPrimitives.Dot<float>(centered, _axes.AsSpan(axis * _length, _length)), 2) / count;
        }

        for (var axis = 0; axis < wanted; axis++)
        {
            var along = _axes.AsSpan(axis * _length, _length);
            TensorPrimitives.Multiply(along, (float)Math.Pow(Math.Max(variance[axis], 1e-9 * variance[0] + 1e-30), -0.25), along);
        }
    }

    private static void Normalize(ReadOnlySpan<float> stored, float[] low, float[] scale, Span<float> to)
    {
        TensorPrimitives.Subtract(stored, low, to);
        TensorPrimitives.Multiply(to, scale, to);
    }

    private static ParallelOptions Options(int threads, CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
}
