using Hourglass.Architectures;

namespace Hourglass.Onnx;

/// <summary>The tensors of a model folder.</summary>
public sealed record ModelContent
{
    /// <summary>Every weight of the network, named as <see cref="LayerShapes.Weights"/> names them.</summary>
    public required IReadOnlyList<WeightTensor> Weights { get; init; }

    /// <summary>A few samples with what the trainer computed for them.</summary>
    public required GoldenVectors Golden { get; init; }

    /// <summary>A linear baseline of the same code length, fitted on the same training data: <c>pca.mean</c>, <c>pca.components</c>; or empty.</summary>
    public IReadOnlyList<WeightTensor> Baseline { get; init; } = [];

    /// <summary>Codes <c>[N, n]</c> and errors <c>[N]</c> of samples that the model was not taught; or empty.</summary>
    public IReadOnlyList<WeightTensor> HeldOut { get; init; } = [];

    /// <summary>The words that the numbers from 1 stand for, of a model for text; or empty.</summary>
    public IReadOnlyList<string> Vocabulary { get; init; } = [];
}

/// <summary>Samples with the codes and reconstructions that the trainer computed, so that a loaded model can be checked against them.</summary>
/// <param name="Samples"><c>[N, C, H, W]</c>, in stored units.</param>
/// <param name="Codes"><c>[N, n]</c>; empty for a network without a code.</param>
/// <param name="Outputs"><c>[N, C, H, W]</c>, in stored units; of a network without a code, the shape of its own output.</param>
public sealed record GoldenVectors(float[] Samples, float[] Codes, float[] Outputs);
