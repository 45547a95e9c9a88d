namespace Hourglass.Inference;

/// <summary>How a model is run.</summary>
public sealed record InferenceOptions
{
    /// <summary>Threads of ONNX Runtime, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Samples per call of ONNX Runtime at once, at least 1; fewer are taken when samples are so large that a layer would need more than 64 MiB.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Bytes that the layers of a restoring network may take for all tiles that are worked on at once; a tile is as large as that allows.</summary>
    public long TileBytes { get; init; } = 384 << 20;
}
