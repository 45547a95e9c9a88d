using System.Numerics.Tensors;
using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>Principal component analysis: the best linear autoencoder of a code length (Pearson, 1901; Baldi and Hornik, 1989).</summary>
/// <remarks><code>
/// x [N, D] -> (x - mean) components^T = h [N, n] -> h components + mean = y [N, D]
/// </code></remarks>
public sealed class Pca
{
    private const string MeanName = "pca.mean";
    private const string ComponentsName = "pca.components";
    private const string FileName = "baseline";

    private readonly float[] _mean;
    private readonly float[] _components;
    private readonly float[] _transposed;
    private readonly float[] _offset;

    private Pca(float[] mean, float[] components)
    {
        (_mean, _components) = (mean, components);
        _transposed = new float[components.Length];
        MatrixProduct.Transpose(components, _transposed, CodeLength, SampleSize);
        _offset = new float[CodeLength];
        for (var i = 0; i < _offset.Length; i++)
            _offset[i] = -TensorPrimitives.Dot<float>(mean, components.AsSpan(i * SampleSize, SampleSize));
    }

    /// <summary>Fits on normalized samples, in one or a few passes over the data.</summary>
    /// <param name="data">What to fit on.</param>
    /// <param name="normalization">Brings stored values to [0, 1].</param>
    /// <param name="codeLength">Components, at least 1; fewer are used when samples or values are fewer.</param>
    /// <param name="seed">Names random choices (only for samples with many values).</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="codeLength"/> is not positive.</exception>
    /// <exception cref="DataException">There are no samples, or one cannot be read.</exception>
    /// <remarks>See <see cref="PrincipalAxes"/> for the way the components are found. Components come in the order of their variance, the largest
    /// first; each has its largest value positive.</remarks>
    public static Pca Fit(DataSet data, Normalization normalization, int codeLength, ulong seed = 42, CancellationToken cancellation = default)
    {
        if (data.Count == 0)
            throw new DataException($"{data.Name} has no samples; at least 1 is needed to fit a PCA.");
        var size = data.Shape.Size;
        var block = new float[Math.Min(data.Count, PrincipalAxes.RowsAtOnce(size)) * size];
        return Fit(Pass, data.Count, size, codeLength, seed);

        void Pass(RowBlock use)
        {
            for (var first = 0; first < data.Count; first += block.Length / size)
            {
                cancellation.ThrowIfCancellationRequested();
                var rows = Math.Min(block.Length / size, data.Count - first);
                for (var i = 0; i < rows; i++)
                    data.Read(first + i, block.AsSpan(i * size, size));
                var values = block.AsSpan(0, rows * size);
                Normalize(values, normalization, values);
                use(values);
            }
        }
    }

    /// <summary>Fits on rows in memory, <c>[N, D]</c>.</summary>
    internal static Pca Fit(ReadOnlyMemory<float> rows, int size, int codeLength, ulong seed = 42)
    {
        var block = new float[Math.Min(rows.Length, PrincipalAxes.RowsAtOnce(size) * size)];
        return Fit(Pass, rows.Length / size, size, codeLength, seed);

        void Pass(RowBlock use)
        {
            for (var at = 0; at < rows.Length; at += block.Length)
            {
                var values = block.AsSpan(0, Math.Min(block.Length, rows.Length - at));
                rows.Span.Slice(at, values.Length).CopyTo(values);
                use(values);
            }
        }
    }

    private static Pca Fit(RowPass pass, int count, int size, int codeLength, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(codeLength);
        var (mean, components) = PrincipalAxes.Find(pass, size, Math.Min(codeLength, Math.Min(count, size)), seed);
        return new Pca(mean, components);
    }

    /// <summary>Components kept.</summary>
    public int CodeLength => _components.Length / _mean.Length;

    /// <summary>Values of one sample.</summary>
    public int SampleSize => _mean.Length;

    /// <summary>The components <c>[n, D]</c>, orthonormal rows.</summary>
    internal ReadOnlySpan<float> Components => _components;

    /// <summary>Projects normalized samples <c>[N, D]</c> onto the components, <c>[N, n]</c>.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public void Encode(ReadOnlySpan<float> samples, Span<float> codes)
    {
        var count = CountOf(samples.Length, codes.Length);
        for (var i = 0; i < count; i++)
            _offset.CopyTo(codes[(i * CodeLength)..]);
        MatrixProduct.Add(samples, _transposed, codes, count, SampleSize, CodeLength);
    }

    /// <summary>Brings codes <c>[N, n]</c> back, <c>[N, D]</c>.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public void Decode(ReadOnlySpan<float> codes, Span<float> samples)
    {
        var count = CountOf(samples.Length, codes.Length);
        for (var i = 0; i < count; i++)
            _mean.CopyTo(samples[(i * SampleSize)..]);
        MatrixProduct.Add(codes, _components, samples, count, CodeLength, SampleSize);
    }

    /// <summary>As tensors <c>pca.mean [D]</c> and <c>pca.components [n, D]</c>.</summary>
    public IReadOnlyList<WeightTensor> ToTensors() =>
        [new(MeanName, [SampleSize], _mean), new(ComponentsName, [CodeLength, SampleSize], _components)];

    /// <summary>Reads what <see cref="ToTensors"/> gave; null when <paramref name="tensors"/> is empty.</summary>
    /// <exception cref="ModelFormatException">The tensors are not those of a PCA.</exception>
    public static Pca? FromTensors(IReadOnlyList<WeightTensor> tensors)
    {
        if (tensors.Count == 0)
            return null;
        var mean = tensors.FirstOrDefault(tensor => tensor.Name == MeanName) ?? throw Missing(MeanName);
        var components = tensors.FirstOrDefault(tensor => tensor.Name == ComponentsName) ?? throw Missing(ComponentsName);
        if (mean.Shape.Count != 1 || mean.Shape[0] < 1 || mean.Values.Length != mean.Shape[0])
            throw Wrong($"the shape of {MeanName}", ShapeOf(mean), "one side of at least 1");
        if (components.Shape.Count != 2 || components.Shape[0] < 1 || components.Shape[1] != mean.Shape[0]
            || components.Values.LongLength != (long)components.Shape[0] * components.Shape[1])
            throw Wrong($"the shape of {ComponentsName}", ShapeOf(components), $"[n, {mean.Shape[0]}] with n at least 1");
        foreach (var tensor in new[] { mean, components })
        {
            if (!TensorPrimitives.IsFiniteAll<float>(tensor.Values))
                throw Wrong($"a value of {tensor.Name}", "not finite", "finite numbers");
        }

        return new Pca(mean.Values, components.Values);

        ModelFormatException Missing(string name) =>
            Wrong($"the tensor {name}", $"missing among {string.Join(", ", tensors.Take(4).Select(tensor => tensor.Name))}", "there");

        static ModelFormatException Wrong(string field, string found, string expected) => new(FileName, 0, field, found, expected);

        static string ShapeOf(WeightTensor tensor) => $"[{string.Join(", ", tensor.Shape)}] with {tensor.Values.Length} values";
    }

    /// <summary>Brings stored values to network units.</summary>
    internal static void Normalize(ReadOnlySpan<float> stored, Normalization normalization, Span<float> to)
    {
        TensorPrimitives.Subtract(stored, normalization.Low, to);
        TensorPrimitives.Divide(to, normalization.Span, to);
    }

    private int CountOf(int sampleValues, int codeValues)
    {
        var count = sampleValues / SampleSize;
        if (sampleValues % SampleSize != 0 || codeValues != (long)count * CodeLength)
            throw new ArgumentException(
                $"{sampleValues} values of samples beside {codeValues} of codes; expected {SampleSize} and {CodeLength} for each sample.");
        return count;
    }
}
