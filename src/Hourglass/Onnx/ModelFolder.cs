using Hourglass.Architectures;

namespace Hourglass.Onnx;

/// <summary>
/// A trained model as a folder of plain data: model.json, encoder.onnx, decoder.onnx, weights.safetensors, golden.safetensors,
/// baseline.safetensors and MODEL_CARD.md. Reading one never runs code from it.
/// </summary>
public static class ModelFolder
{
    /// <summary>Writes a model; the folder appears whole or not at all, replacing one that was there.</summary>
    /// <exception cref="ArchitectureException">The weights do not fit the architecture.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(string path, ModelInfo info, ModelContent content) => throw new NotImplementedException();

    /// <summary>Reads and checks model.json and the SHA-256 of every file that it names. A run folder may be given too: its model is taken.</summary>
    /// <exception cref="ModelFormatException">A file is missing, changed or not what the format says.</exception>
    public static ModelInfo Read(string path) => throw new NotImplementedException();

    /// <summary>Reads the golden vectors.</summary>
    /// <exception cref="ModelFormatException">See <see cref="Read"/>.</exception>
    public static GoldenVectors ReadGolden(string path) => throw new NotImplementedException();

    /// <summary>Reads the baseline's tensors; empty when the model has none.</summary>
    /// <exception cref="ModelFormatException">See <see cref="Read"/>.</exception>
    public static IReadOnlyList<WeightTensor> ReadBaseline(string path) => throw new NotImplementedException();

    /// <summary>Reads the weights.</summary>
    /// <exception cref="ModelFormatException">See <see cref="Read"/>.</exception>
    public static IReadOnlyList<WeightTensor> ReadWeights(string path) => throw new NotImplementedException();
}
