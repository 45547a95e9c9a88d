using System.Security.Cryptography;
using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Onnx;

/// <summary>
/// A trained model as a folder of plain data: model.json, encoder.onnx and decoder.onnx (or network.onnx for a network without a code),
/// weights.safetensors, golden.safetensors, baseline.safetensors, held-out.safetensors and MODEL_CARD.md. Reading one never runs code from it.
/// </summary>
public static class ModelFolder
{
    private const string GoldenSamples = "samples";
    private const string GoldenCodes = "codes";
    private const string GoldenOutputs = "outputs";

    /// <summary>Codes of held-out samples.</summary>
    internal const string HeldOutCodes = "codes";

    /// <summary>Errors of held-out samples.</summary>
    internal const string HeldOutErrors = "errors";

    /// <summary>
    /// Writes a model; the folder appears whole or not at all, replacing one that was there. <see cref="ModelInfo.Files"/> and
    /// <see cref="ModelInfo.Checksum"/> are filled in; metrics that are not finite, such as the PSNR of an exact result, are left out.
    /// </summary>
    /// <exception cref="ArchitectureException">The weights do not fit the architecture, or a file would be longer than 2 GiB.</exception>
    /// <exception cref="ArgumentException">The golden vectors do not fit the architecture, or the normalization is no range.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(string path, ModelInfo info, ModelContent content)
    {
        var architecture = info.Architecture;
        var shapes = ShapeInference.Infer(architecture).SelectMany(layer => layer.Weights()).ToArray();
        if (WeightFit.Values(shapes, content.Weights).Count != content.Weights.Count)
            throw new ArchitectureException($"There are {content.Weights.Count} weights; the network has {shapes.Length}.");
        if (!float.IsFinite(info.Normalization.Low) || !float.IsFinite(info.Normalization.Span) || info.Normalization.Span <= 0)
            throw new ArgumentException($"The normalization is {info.Normalization}; it must be a finite range, High above Low.", nameof(info));
        var golden = GoldenTensors(architecture, content.Golden);
        info = info with { Metrics = info.Metrics.Where(metric => double.IsFinite(metric.Value)).ToDictionary() };

        AtomicFile.WriteFolder(path, folder =>
        {
            var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
            if (architecture.HasCode)
            {
                Add(ModelFiles.Encoder, stream => Emit(stream, Architecture.EncoderHalf));
                Add(ModelFiles.Decoder, stream => Emit(stream, Architecture.DecoderHalf));
            }
            else
            {
                Add(ModelFiles.Network, stream => OnnxEmitter.Write(stream, architecture, content.Weights, info.Producer));
            }

            Add(ModelFiles.Weights, stream => Safetensors.Write(stream, content.Weights));
            Add(ModelFiles.Golden, stream => Safetensors.Write(stream, golden));
            if (content.Baseline.Count > 0)
                Add(ModelFiles.Baseline, stream => Safetensors.Write(stream, content.Baseline));
            if (content.HeldOut.Count > 0)
                Add(ModelFiles.HeldOut, stream => Safetensors.Write(stream, content.HeldOut));
            if (content.Vocabulary.Count > 0)
                Add(ModelFiles.Vocabulary, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(string.Concat(content.Vocabulary.Select(word => word + "\n")))));
            Add(ModelFiles.Card, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(ModelCard.Text(info, content.Baseline.Count > 0, content.HeldOut.Count > 0))));
            AtomicFile.Write(Path.Combine(folder, ModelFiles.Info), stream => stream.Write(ModelJson.Write(info with { Files = files })));

            void Add(string name, Action<Stream> write) => files[name] = WriteHashed(Path.Combine(folder, name), ModelFiles.Limit(name, architecture)!.Value, write);
        });

        void Emit(Stream stream, string half) => OnnxEmitter.Write(stream, half, architecture, content.Weights, info.Normalization, info.Producer);
    }

    /// <summary>Reads and checks model.json and the SHA-256 of every file that it names. A run folder may be given too: its model is taken.</summary>
    /// <exception cref="ModelFormatException">A file is missing, changed or not what the format says.</exception>
    public static ModelInfo Read(string path)
    {
        var model = StoredModel.Open(path);
        model.Check(model.Info.Files.Keys);
        return model.Info;
    }

    /// <summary>Reads the golden vectors.</summary>
    /// <exception cref="ModelFormatException">See <see cref="Read"/>.</exception>
    public static GoldenVectors ReadGolden(string path) => ReadGolden(StoredModel.Open(path));

    /// <summary>Reads the baseline's tensors; empty when the model has none.</summary>
    /// <exception cref="ModelFormatException">See <see cref="Read"/>.</exception>
    public static IReadOnlyList<WeightTensor> ReadBaseline(string path)
    {
        var model = StoredModel.Open(path);
        return model.Has(ModelFiles.Baseline) ? model.ReadTensors(ModelFiles.Baseline) : [];
    }

    /// <summary>Reads the codes and the errors of held-out samples of an opened model, in this order; empty when it has none.</summary>
    internal static IReadOnlyList<WeightTensor> ReadHeldOut(StoredModel model)
    {
        if (!model.Has(ModelFiles.HeldOut))
            return [];
        var tensors = model.ReadTensors(ModelFiles.HeldOut).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var length = ShapeInference.CodeLength(model.Info.Architecture);
        return tensors.Count == 2 && tensors.TryGetValue(HeldOutCodes, out var codes) && tensors.TryGetValue(HeldOutErrors, out var errors)
            && errors.Shape is [> 0 and var count] && codes.Shape is [var rows, var width] && rows == count && width == length
            && codes.Values.All(float.IsFinite) && errors.Values.All(float.IsFinite)
            ? [codes, errors]
            : throw new ModelFormatException(model.PathOf(ModelFiles.HeldOut), $"it does not hold codes of {length} values and an error for each. Copy or train the model again.");
    }

    /// <summary>Reads the words that a model for text knows.</summary>
    /// <exception cref="ModelFormatException">See <see cref="Read"/>; or the model is none for text.</exception>
    public static IReadOnlyList<string> ReadVocabulary(string path)
    {
        var model = StoredModel.Open(path);
        return model.Has(ModelFiles.Vocabulary)
            ? System.Text.Encoding.UTF8.GetString(model.Read(ModelFiles.Vocabulary)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new ModelFormatException(path, "is no model for text: it has no vocabulary; hourglass sentences train makes one.");
    }

    /// <summary>Reads the weights.</summary>
    /// <exception cref="ModelFormatException">See <see cref="Read"/>.</exception>
    public static IReadOnlyList<WeightTensor> ReadWeights(string path)
    {
        var model = StoredModel.Open(path);
        var weights = model.ReadTensors(ModelFiles.Weights);
        try
        {
            WeightFit.Values(ShapeInference.Infer(model.Info.Architecture).SelectMany(layer => layer.Weights()), weights);
            return weights;
        }
        catch (ArchitectureException misfit)
        {
            throw new ModelFormatException(model.PathOf(ModelFiles.Weights), $"{misfit.Message} Copy or train the model again.", misfit);
        }
    }

    /// <summary>Reads the golden vectors of an opened model.</summary>
    internal static GoldenVectors ReadGolden(StoredModel model)
    {
        var tensors = model.ReadTensors(ModelFiles.Golden).ToDictionary(tensor => tensor.Name, tensor => tensor.Values, StringComparer.Ordinal);
        var golden = new GoldenVectors(Values(GoldenSamples), Values(GoldenCodes), Values(GoldenOutputs));
        try
        {
            GoldenTensors(model.Info.Architecture, golden);
            return golden;
        }
        catch (ArgumentException misfit)
        {
            throw new ModelFormatException(model.PathOf(ModelFiles.Golden), $"{misfit.Message} Copy or train the model again.", misfit);
        }

        float[] Values(string name) => tensors.GetValueOrDefault(name) ?? [];
    }

    private static WeightTensor[] GoldenTensors(Architecture architecture, GoldenVectors golden)
    {
        var (shape, output) = (architecture.Input, ShapeInference.Output(architecture));
        var code = architecture.HasCode ? ShapeInference.CodeLength(architecture) : 0;
        var count = golden.Samples.Length / shape.Size;
        if (count is 0 or > ModelFiles.MaxGolden || golden.Samples.LongLength != (long)count * shape.Size
            || golden.Outputs.LongLength != (long)count * output.Size || golden.Codes.LongLength != (long)count * code)
        {
            throw new ArgumentException(
                $"The golden vectors have {golden.Samples.Length}, {golden.Codes.Length} and {golden.Outputs.Length} values; expected samples of {shape},"
                + $" codes of {code} and outputs of {output}, 1 to {ModelFiles.MaxGolden} of each.");
        }

        var samples = new WeightTensor(GoldenSamples, [count, shape.Channels, shape.Height, shape.Width], golden.Samples);
        var outputs = new WeightTensor(GoldenOutputs, [count, output.Channels, output.Height, output.Width], golden.Outputs);
        return code > 0 ? [samples, new WeightTensor(GoldenCodes, [count, code], golden.Codes), outputs] : [samples, outputs];
    }

    /// <summary>Writes a file and returns the SHA-256 of what was meant to be in it.</summary>
    private static string WriteHashed(string path, long limit, Action<Stream> write)
    {
        using var hash = SHA256.Create();
        var length = 0L;
        AtomicFile.Write(path, file =>
        {
            using var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true);
            write(hashed);
            hashed.FlushFinalBlock();
            length = file.Length;
        });
        return length <= limit
            ? Convert.ToHexStringLower(hash.Hash!)
            : throw new ArchitectureException($"{Path.GetFileName(path)} would have {length} bytes; {limit} are the most that can be read: make the network smaller.");
    }
}
