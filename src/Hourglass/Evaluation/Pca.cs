using Hourglass.Architectures;
using Hourglass.Data;

namespace Hourglass.Evaluation;

/// <summary>Principal component analysis: the best linear autoencoder of a code length (Pearson, 1901; Baldi and Hornik, 1989).</summary>
public sealed class Pca
{
    /// <summary>Fits on normalized samples, in one or a few passes over the data.</summary>
    /// <param name="data">What to fit on.</param>
    /// <param name="normalization">Brings stored values to [0, 1].</param>
    /// <param name="codeLength">Components, at least 1; fewer are used when samples or values are fewer.</param>
    /// <param name="seed">Names random choices (only for samples with many values).</param>
    /// <param name="cancellation">Stops.</param>
    public static Pca Fit(DataSet data, Normalization normalization, int codeLength, ulong seed = 42, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Components kept.</summary>
    public int CodeLength => throw new NotImplementedException();

    /// <summary>Values of one sample.</summary>
    public int SampleSize => throw new NotImplementedException();

    /// <summary>Projects normalized samples <c>[N, D]</c> onto the components, <c>[N, n]</c>.</summary>
    public void Encode(ReadOnlySpan<float> samples, Span<float> codes) => throw new NotImplementedException();

    /// <summary>Brings codes <c>[N, n]</c> back, <c>[N, D]</c>.</summary>
    public void Decode(ReadOnlySpan<float> codes, Span<float> samples) => throw new NotImplementedException();

    /// <summary>As tensors <c>pca.mean [D]</c> and <c>pca.components [n, D]</c>.</summary>
    public IReadOnlyList<WeightTensor> ToTensors() => throw new NotImplementedException();

    /// <summary>Reads what <see cref="ToTensors"/> gave; null when <paramref name="tensors"/> is empty.</summary>
    /// <exception cref="ModelFormatException">The tensors are not those of a PCA.</exception>
    public static Pca? FromTensors(IReadOnlyList<WeightTensor> tensors) => throw new NotImplementedException();
}
