using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Onnx;

namespace Hourglass.Inference;

/// <summary>A trained autoencoder, ready for use: samples to codes and back, on ONNX Runtime. Never loads libtorch.</summary>
/// <remarks>
/// <code>
/// x [N, C, H, W] in stored units -> encoder.onnx -> h [N, n] -> decoder.onnx -> y [N, C, H, W] in stored units
/// </code>
/// <see cref="Encode"/> and <see cref="Decode"/> may be called from several threads at once.
/// </remarks>
public sealed class Autoencoder : IDisposable
{
    // What the widest layer of one batch may take, 64 MiB: large pictures are passed in batches smaller than asked for.
    private const int MaxBatchValues = 1 << 24;

    private readonly StoredModel _model;
    private readonly OnnxSession _encoder;
    private readonly OnnxSession _decoder;
    private readonly Lazy<IReadOnlyList<WeightTensor>> _baseline;
    private readonly int _batchSize;

    private Autoencoder(StoredModel model, InferenceOptions options)
    {
        _model = model;
        var architecture = model.Info.Architecture;
        CodeLength = ShapeInference.CodeLength(architecture);
        var widest = ShapeInference.Infer(architecture).Max(layer => (long)layer.Input.Size + layer.Output.Size);
        _batchSize = (int)Math.Clamp(MaxBatchValues / widest, 1, options.BatchSize);
        _baseline = new(() => model.Has(ModelFiles.Baseline) ? model.ReadTensors(ModelFiles.Baseline) : []);

        long[] sample = [Input.Channels, Input.Height, Input.Width];
        _encoder = Load(ModelFiles.Encoder, new(OnnxEmitter.Samples, sample), new(OnnxEmitter.Codes, [CodeLength]));
        try
        {
            _decoder = Load(ModelFiles.Decoder, new(OnnxEmitter.Codes, [CodeLength]), new(OnnxEmitter.Outputs, sample));
        }
        catch
        {
            _encoder.Dispose();
            throw;
        }

        OnnxSession Load(string file, OnnxSession.Port input, OnnxSession.Port output) =>
            new(model.Read(file), model.PathOf(file), input, output, options.Threads);
    }

    /// <summary>Opens a model folder, or the model of a run folder; every file's SHA-256 is checked first.</summary>
    /// <exception cref="ModelFormatException">A file is missing, changed or broken, or a graph does not fit model.json.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Autoencoder Open(string folder, InferenceOptions? options = null)
    {
        options ??= new InferenceOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(InferenceOptions.Threads));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1, nameof(InferenceOptions.BatchSize));
        var model = StoredModel.Open(folder);
        model.Check(model.Info.Files.Keys.Except([ModelFiles.Encoder, ModelFiles.Decoder]));
        return new Autoencoder(model, options);
    }

    /// <summary>What model.json says.</summary>
    public ModelInfo Info => _model.Info;

    /// <summary>The shape of one sample.</summary>
    public SampleShape Input => Info.Architecture.Input;

    /// <summary>The length n of a code.</summary>
    public int CodeLength { get; }

    /// <summary>The linear baseline stored with the model: <c>pca.mean</c>, <c>pca.components</c>; empty when it has none. Read when first asked for.</summary>
    /// <exception cref="ModelFormatException">The file is missing or was changed since the model was opened.</exception>
    public IReadOnlyList<WeightTensor> Baseline => _baseline.Value;

    /// <summary>Encodes samples <c>[N, C, H, W]</c> into codes <c>[N, n]</c>; N follows from the lengths.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit the model.</exception>
    /// <exception cref="ModelFormatException">ONNX Runtime cannot run the graph.</exception>
    public void Encode(ReadOnlyMemory<float> samples, Memory<float> codes) =>
        Run(_encoder, samples, Input.Size, nameof(samples), codes, CodeLength, nameof(codes));

    /// <summary>Decodes codes <c>[N, n]</c> into samples <c>[N, C, H, W]</c>.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit the model.</exception>
    /// <exception cref="ModelFormatException">ONNX Runtime cannot run the graph.</exception>
    public void Decode(ReadOnlyMemory<float> codes, Memory<float> samples) =>
        Run(_decoder, codes, CodeLength, nameof(codes), samples, Input.Size, nameof(samples));

    /// <summary>Passes a data set through the encoder, batch after batch; memory does not grow with the data.</summary>
    /// <param name="data">Its shape must be the model's.</param>
    /// <param name="batch">Gets the index of the batch's first sample, the samples <c>[N, C, H, W]</c> and their codes <c>[N, n]</c>, in order.</param>
    /// <param name="progress">Told how many samples are done.</param>
    /// <param name="cancellation">Stops after the batch in progress.</param>
    /// <exception cref="ModelMismatchException">The data has another shape.</exception>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void EncodeAll(
        DataSet data, EncodedBatch batch, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckShape(data);
        var codes = new float[_batchSize * CodeLength];
        BatchStream.Read(data, _batchSize, cancellation, (first, samples) =>
        {
            var count = samples.Length / Input.Size;
            var coded = codes.AsMemory(0, count * CodeLength);
            Encode(samples, coded);
            batch(first, samples, coded);
            progress?.Report(new DataProgress("encoding", first + count, data.Count));
        });
    }

    /// <summary>Passes a data set through encoder and decoder, batch after batch; memory does not grow with the data.</summary>
    /// <param name="data">Its shape must be the model's.</param>
    /// <param name="batch">Gets each batch with its codes and its reconstructions, in order.</param>
    /// <param name="progress">Told how many samples are done.</param>
    /// <param name="cancellation">Stops after the batch in progress.</param>
    /// <exception cref="ModelMismatchException">The data has another shape.</exception>
    /// <exception cref="DataException">A sample cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void ReconstructAll(
        DataSet data, ReconstructedBatch batch, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckShape(data);
        var codes = new float[_batchSize * CodeLength];
        var outputs = new float[_batchSize * Input.Size];
        BatchStream.Read(data, _batchSize, cancellation, (first, samples) =>
        {
            var count = samples.Length / Input.Size;
            var (coded, restored) = (codes.AsMemory(0, count * CodeLength), outputs.AsMemory(0, samples.Length));
            Encode(samples, coded);
            Decode(coded, restored);
            batch(first, samples, coded, restored);
            progress?.Report(new DataProgress("reconstructing", first + count, data.Count));
        });
    }

    /// <summary>The largest differences from the golden vectors that the model was stored with: of codes and of outputs, in network units.</summary>
    /// <returns>Not a number where a result is not a number.</returns>
    /// <exception cref="ModelFormatException">The golden vectors are missing or were changed since the model was opened.</exception>
    public (double Codes, double Outputs) CheckGolden()
    {
        var golden = ModelFolder.ReadGolden(_model);
        var codes = new float[golden.Codes.Length];
        var outputs = new float[golden.Outputs.Length];
        Encode(golden.Samples, codes);
        Decode(golden.Codes, outputs);
        return (Largest(codes, golden.Codes), Largest(outputs, golden.Outputs) / Info.Normalization.Span);

        static double Largest(float[] found, float[] expected) =>
            found.Zip(expected, (value, other) => Math.Abs((double)value - other)).Aggregate(0.0, Math.Max);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
    }

    private void Run(OnnxSession session, ReadOnlyMemory<float> input, int inputSize, string inputName, Memory<float> output, int outputSize, string outputName)
    {
        var count = input.Length / inputSize;
        if (input.Length != (long)count * inputSize)
            throw new ArgumentException($"{input.Length} values are no whole number of {inputName} of {inputSize}.", inputName);
        if (output.Length != (long)count * outputSize)
            throw new ArgumentException($"{output.Length} values do not fit; {count} {outputName} of {outputSize} need {(long)count * outputSize}.", outputName);
        for (var first = 0; first < count; first += _batchSize)
        {
            var some = Math.Min(_batchSize, count - first);
            session.Run(input.Slice(first * inputSize, some * inputSize), output.Slice(first * outputSize, some * outputSize), some);
        }
    }

    private void CheckShape(DataSet data)
    {
        if (data.Shape != Input)
            throw new ModelMismatchException($"{data.Name} has samples of {data.Shape}, but the model takes {Input}: read the data in that size and with that many channels.");
    }
}
