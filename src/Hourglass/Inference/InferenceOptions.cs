namespace Hourglass.Inference;

/// <summary>How a model is run.</summary>
public sealed record InferenceOptions
{
    /// <summary>Threads of ONNX Runtime, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Samples per call of ONNX Runtime when a whole data set is passed through, at least 1.</summary>
    public int BatchSize { get; init; } = 256;
}
