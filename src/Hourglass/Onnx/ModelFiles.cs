using Hourglass.Architectures;

namespace Hourglass.Onnx;

/// <summary>The files of a model folder beside model.json, and how long each may be.</summary>
internal static class ModelFiles
{
    /// <summary>All that is known about the model except its weights.</summary>
    public const string Info = "model.json";

    /// <summary>Stored samples to codes.</summary>
    public const string Encoder = "encoder.onnx";

    /// <summary>Codes to stored samples.</summary>
    public const string Decoder = "decoder.onnx";

    /// <summary>A network without a code, instead of the two.</summary>
    public const string Network = "network.onnx";

    /// <summary>The weights as they were trained.</summary>
    public const string Weights = "weights.safetensors";

    /// <summary>Samples with the trainer's results.</summary>
    public const string Golden = "golden.safetensors";

    /// <summary>A linear baseline; only some models have it.</summary>
    public const string Baseline = "baseline.safetensors";

    /// <summary>Codes and errors of samples that the model was not taught; only some models have it.</summary>
    public const string HeldOut = "held-out.safetensors";

    /// <summary>The words that a model for text knows, one on each line.</summary>
    public const string Vocabulary = "vocabulary.txt";

    /// <summary>The model in words.</summary>
    public const string Card = "MODEL_CARD.md";

    /// <summary>The most golden samples a model may have.</summary>
    public const int MaxGolden = 1024;

    /// <summary>The most held-out samples a model may have.</summary>
    public const int MaxHeldOut = 1 << 16;

    // Names and parameters of nodes; the layers' names come from a model.json of limited length.
    private const long GraphBytes = 64 << 20;
    private const long CardBytes = 1 << 20;
    private const long VocabularyBytes = 64 << 20;
    private const long HeaderBytes = Safetensors.MaxHeaderBytes + sizeof(ulong);

    /// <summary>The files that every model of this network has.</summary>
    public static IReadOnlyList<string> Required(Architecture architecture) =>
        architecture.HasCode ? [Encoder, Decoder, Weights, Golden, Card] : [Network, Weights, Golden, Card];

    /// <summary>The files that a model of this network may have besides.</summary>
    public static IReadOnlyList<string> Optional(Architecture architecture) => architecture.HasCode ? [Baseline, HeldOut, Vocabulary] : [];

    /// <summary>The greatest length in bytes that a file of this name can have for this network; null for an unknown name.</summary>
    public static long? Limit(string name, Architecture architecture)
    {
        Int128 values = ShapeInference.Infer(architecture).SelectMany(layer => layer.Weights()).Aggregate((Int128)0, (sum, weight) => sum + weight.Size);
        Int128 sample = architecture.Input.Size;
        Int128 code = architecture.HasCode ? ShapeInference.CodeLength(architecture) : 0;
        Int128 output = ShapeInference.Output(architecture).Size;
        Int128? limit = name switch
        {
            // Folding may add biases, but never more than there are weights.
            Encoder or Decoder or Network => 2 * values * sizeof(float) + GraphBytes,
            Weights => values * sizeof(float) + HeaderBytes,
            Golden => MaxGolden * (sample + code + output) * sizeof(float) + HeaderBytes,
            Baseline => (Int128.Min(code, sample) + 1) * sample * sizeof(float) + HeaderBytes,
            HeldOut => MaxHeldOut * (code + 1) * sizeof(float) + HeaderBytes,
            Vocabulary => VocabularyBytes,
            Card => CardBytes,
            _ => null,
        };
        return limit is null ? null : (long)Int128.Min(limit.Value, Array.MaxLength);
    }
}
