using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Onnx;

namespace Hourglass.Inference;

/// <summary>A trained autoencoder, ready for use: samples to codes and back, on ONNX Runtime. Never loads libtorch.</summary>
/// <remarks><code>
/// x [N, C, H, W] in stored units -> encoder.onnx -> h [N, n] -> decoder.onnx -> y [N, C, H, W] in stored units
/// </code></remarks>
public sealed class Autoencoder : IDisposable
{
    private Autoencoder() => throw new NotImplementedException();

    /// <summary>Opens a model folder, or the model of a run folder; every file's SHA-256 is checked first.</summary>
    /// <exception cref="Hourglass.Architectures.ModelFormatException">A file is missing, changed or broken.</exception>
    public static Autoencoder Open(string folder, InferenceOptions? options = null) => throw new NotImplementedException();

    /// <summary>What model.json says.</summary>
    public ModelInfo Info => throw new NotImplementedException();

    /// <summary>The shape of one sample.</summary>
    public SampleShape Input => throw new NotImplementedException();

    /// <summary>The length n of a code.</summary>
    public int CodeLength => throw new NotImplementedException();

    /// <summary>The linear baseline stored with the model: <c>pca.mean</c>, <c>pca.components</c>; empty when it has none.</summary>
    public IReadOnlyList<WeightTensor> Baseline => throw new NotImplementedException();

    /// <summary>Encodes samples <c>[N, C, H, W]</c> into codes <c>[N, n]</c>; N follows from the lengths.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit the model.</exception>
    public void Encode(ReadOnlyMemory<float> samples, Memory<float> codes) => throw new NotImplementedException();

    /// <summary>Decodes codes <c>[N, n]</c> into samples <c>[N, C, H, W]</c>.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit the model.</exception>
    public void Decode(ReadOnlyMemory<float> codes, Memory<float> samples) => throw new NotImplementedException();

    /// <summary>Passes a data set through the encoder, batch after batch; memory does not grow with the data.</summary>
    /// <param name="data">Its shape must be the model's.</param>
    /// <param name="batch">Gets the index of the batch's first sample, the samples <c>[N, C, H, W]</c> and their codes <c>[N, n]</c>, in order.</param>
    /// <param name="progress">Told how many samples are done.</param>
    /// <param name="cancellation">Stops after the batch in progress.</param>
    /// <exception cref="ModelMismatchException">The data has another shape.</exception>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    public void EncodeAll(
        DataSet data, EncodedBatch batch, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Passes a data set through encoder and decoder, batch after batch; memory does not grow with the data.</summary>
    /// <param name="data">Its shape must be the model's.</param>
    /// <param name="batch">Gets each batch with its codes and its reconstructions, in order.</param>
    /// <param name="progress">Told how many samples are done.</param>
    /// <param name="cancellation">Stops after the batch in progress.</param>
    /// <exception cref="ModelMismatchException">The data has another shape.</exception>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    public void ReconstructAll(
        DataSet data, ReconstructedBatch batch, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>The largest differences from the golden vectors that the model was stored with: of codes and of outputs, in network units.</summary>
    public (double Codes, double Outputs) CheckGolden() => throw new NotImplementedException();

    /// <inheritdoc />
    public void Dispose() => throw new NotImplementedException();
}

/// <summary>Takes one encoded batch.</summary>
/// <param name="first">The index of the first sample.</param>
/// <param name="samples"><c>[N, C, H, W]</c>, in stored units; valid during the call only.</param>
/// <param name="codes"><c>[N, n]</c>; valid during the call only.</param>
public delegate void EncodedBatch(int first, ReadOnlyMemory<float> samples, ReadOnlyMemory<float> codes);

/// <summary>Takes one reconstructed batch.</summary>
/// <param name="first">The index of the first sample.</param>
/// <param name="samples"><c>[N, C, H, W]</c>, in stored units; valid during the call only.</param>
/// <param name="codes"><c>[N, n]</c>; valid during the call only.</param>
/// <param name="outputs"><c>[N, C, H, W]</c>, in stored units; valid during the call only.</param>
public delegate void ReconstructedBatch(int first, ReadOnlyMemory<float> samples, ReadOnlyMemory<float> codes, ReadOnlyMemory<float> outputs);
