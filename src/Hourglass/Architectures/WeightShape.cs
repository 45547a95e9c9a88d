namespace Hourglass.Architectures;

/// <summary>The name and shape of one weight tensor, without its values.</summary>
/// <param name="Name">For example <c>encoder.conv1.weight</c>.</param>
/// <param name="Shape">Its sides, slowest first.</param>
/// <param name="Trained">Whether the optimizer changes it; false for the running statistics of a batch norm.</param>
public sealed record WeightShape(string Name, IReadOnlyList<int> Shape, bool Trained = true)
{
    /// <summary>The number of values.</summary>
    /// <exception cref="OverflowException">The product does not fit in a <see cref="long"/>.</exception>
    public long Size => Shape.Aggregate(1L, (product, side) => checked(product * side));
}
