namespace Hourglass.Architectures;

/// <summary>One weight tensor with its values, float32, row-major.</summary>
/// <param name="Name">For example <c>encoder.conv1.weight</c>.</param>
/// <param name="Shape">Its sides, slowest first.</param>
/// <param name="Values">As many values as the product of the sides.</param>
public sealed record WeightTensor(string Name, IReadOnlyList<int> Shape, float[] Values);
