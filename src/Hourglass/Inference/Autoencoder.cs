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
    // 64 MiB of float32: what the widest layer of a batch may take.
    private const int MaxBatchValues = 1 << 24;

    private readonly OnnxSession _encoder;
    private readonly OnnxSession _decoder;
    private readonly GoldenVectors _golden;
    private readonly int _batchSize;

    private Autoencoder(StoredModel model, InferenceOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        model.Check([ModelFiles.Weights, ModelFiles.Card]);
        Info = model.Info;
        CodeLength = ShapeInference.CodeLength(Info.Architecture);
        Baseline = model.Has(ModelFiles.Baseline) ? model.ReadTensors(ModelFiles.Baseline) : [];
        HeldOut = ModelFolder.ReadHeldOut(model);
        _golden = ModelFolder.ReadGolden(model);
        _batchSize = BatchSize(Info.Architecture, options.BatchSize);
        long[] sample = [Input.Channels, Input.Height, Input.Width];
        long[] code = [CodeLength];
        _encoder = Session(ModelFiles.Encoder, (OnnxEmitter.Samples, sample), (OnnxEmitter.Codes, code));
        try
        {
            _decoder = Session(ModelFiles.Decoder, (OnnxEmitter.Codes, code), (OnnxEmitter.Outputs, sample));
        }
        catch
        {
            _encoder.Dispose();
            throw;
        }

        OnnxSession Session(string name, (string, long[]) input, (string, long[]) output) =>
            new(model.Read(name), model.PathOf(name), input, output, options.Threads);
    }

    /// <summary>Opens a model folder, or the model of a run folder; every file's SHA-256 is checked first.</summary>
    /// <exception cref="ModelFormatException">A file is missing, changed or broken.</exception>
    public static Autoencoder Open(string folder, InferenceOptions? options = null) => new(StoredModel.Open(folder), options ?? new InferenceOptions());

    /// <summary>What model.json says.</summary>
    public ModelInfo Info { get; }

    /// <summary>The shape of one sample.</summary>
    public SampleShape Input => Info.Architecture.Input;

    /// <summary>The length n of a code.</summary>
    public int CodeLength { get; }

    /// <summary>The linear baseline stored with the model: <c>pca.mean</c>, <c>pca.components</c>; empty when it has none.</summary>
    public IReadOnlyList<WeightTensor> Baseline { get; }

    /// <summary>Codes and errors of samples that the model was not taught: <c>codes</c>, <c>errors</c>; empty when it has none.</summary>
    public IReadOnlyList<WeightTensor> HeldOut { get; }

    /// <summary>Encodes samples <c>[N, C, H, W]</c> into codes <c>[N, n]</c>; N follows from the lengths.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit the model.</exception>
    public void Encode(ReadOnlyMemory<float> samples, Memory<float> codes) => Run(_encoder, samples, Input.Size, codes, CodeLength);

    /// <summary>Decodes codes <c>[N, n]</c> into samples <c>[N, C, H, W]</c>.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit the model.</exception>
    public void Decode(ReadOnlyMemory<float> codes, Memory<float> samples) => Run(_decoder, codes, CodeLength, samples, Input.Size);

    /// <summary>Passes a data set through the encoder, batch after batch; memory does not grow with the data.</summary>
    /// <param name="data">Its shape must be the model's.</param>
    /// <param name="batch">Gets the index of the batch's first sample, the samples <c>[N, C, H, W]</c> and their codes <c>[N, n]</c>, in order.</param>
    /// <param name="progress">Told how many samples are done.</param>
    /// <param name="cancellation">Stops after the batch in progress.</param>
    /// <exception cref="ModelMismatchException">The data has another shape, or values of another range.</exception>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    public void EncodeAll(
        DataSet data, EncodedBatch batch, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckFit(data);
        var codes = new float[Math.Min(_batchSize, data.Count) * CodeLength];
        SampleBatches.Read(data, _batchSize, (first, samples) =>
        {
            var count = samples.Length / Input.Size;
            var filled = codes.AsMemory(0, count * CodeLength);
            Encode(samples, filled);
            batch(first, samples, filled);
            progress?.Report(new DataProgress("encoding", first + count, data.Count));
        }, cancellation);
    }

    /// <summary>Passes a data set through encoder and decoder, batch after batch; memory does not grow with the data.</summary>
    /// <param name="data">Its shape must be the model's.</param>
    /// <param name="batch">Gets each batch with its codes and its reconstructions, in order.</param>
    /// <param name="progress">Told how many samples are done.</param>
    /// <param name="cancellation">Stops after the batch in progress.</param>
    /// <exception cref="ModelMismatchException">The data has another shape, or values of another range.</exception>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    public void ReconstructAll(
        DataSet data, ReconstructedBatch batch, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckFit(data);
        var outputs = new float[Math.Min(_batchSize, data.Count) * Input.Size];
        EncodeAll(data, (first, samples, codes) =>
        {
            var filled = outputs.AsMemory(0, samples.Length);
            Decode(codes, filled);
            batch(first, samples, codes, filled);
        }, progress, cancellation);
    }

    /// <summary>The largest differences from the golden vectors that the model was stored with.</summary>
    /// <returns>Of codes, in shares of the largest of them where that is above 1, since codes have no range; of outputs, in network units.</returns>
    public (double Codes, double Outputs) CheckGolden()
    {
        var codes = new float[_golden.Codes.Length];
        var outputs = new float[_golden.Outputs.Length];
        Encode(_golden.Samples, codes);
        Decode(codes, outputs);
        return (LargestDifference(codes, _golden.Codes) / Math.Max(1, _golden.Codes.Max(Math.Abs)), LargestDifference(outputs, _golden.Outputs) / Info.Normalization.Span);
    }

    /// <summary>The batch size to use: as wanted, or smaller for large samples, so that memory does not follow their size times the batch.</summary>
    internal static int BatchSize(Architecture architecture, int wanted)
    {
        var widest = ShapeInference.Infer(architecture).Max(layer => (long)layer.Input.Size + layer.Output.Size);
        return (int)Math.Clamp(MaxBatchValues / widest, 1, wanted);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
    }

    private void Run(OnnxSession half, ReadOnlyMemory<float> input, int inputSize, Memory<float> output, int outputSize)
    {
        var count = input.Length / inputSize;
        if (input.Length != (long)count * inputSize || output.Length != (long)count * outputSize)
        {
            throw new ArgumentException(
                $"{input.Length} values in and {output.Length} out do not fit a model of {Input} and codes of {CodeLength}; give N times {inputSize} and N times {outputSize}.");
        }

        for (var first = 0; first < count; first += _batchSize)
        {
            var some = Math.Min(_batchSize, count - first);
            half.Run(input.Slice(first * inputSize, some * inputSize), output.Slice(first * outputSize, some * outputSize));
        }
    }

    private void CheckFit(DataSet data)
    {
        if (data.Shape != Input)
            throw new ModelMismatchException($"{data.Name} has samples of {data.Shape}, but the model takes {Input}; use data of that shape, or bring pictures to it with --size.");
        if (data.Range is { } range && range != (Info.Normalization.Low, Info.Normalization.High))
        {
            throw new ModelMismatchException(FormattableString.Invariant(
                $"{data.Name} holds values from {range.Low} to {range.High}, but the model learnt from {Info.Normalization.Low} to {Info.Normalization.High}; bring them to the same scale or bit depth."));
        }
    }

    private static double LargestDifference(float[] found, float[] expected)
    {
        var largest = 0.0;
        for (var i = 0; i < found.Length; i++)
        {
            // Not a maximum of MathF.Abs: a NaN anywhere must come out as a difference.
            var difference = Math.Abs((double)found[i] - expected[i]);
            if (!(difference <= largest))
                largest = double.IsNaN(difference) ? double.PositiveInfinity : difference;
        }

        return largest;
    }
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
