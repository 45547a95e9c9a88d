namespace Hourglass.Inference;

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
