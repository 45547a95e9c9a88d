using Hourglass.Data.Arrays;

namespace Hourglass.Archives.Arrays;

/// <summary>What the bytes of an array are: numbers of one kind, little-endian, the last side running fastest.</summary>
/// <param name="Kind">The kind of its numbers.</param>
/// <param name="Shape">Its sides, none negative; none at all for a single number.</param>
internal sealed record ArrayLayoutInfo(ElementKind Kind, IReadOnlyList<int> Shape)
{
    /// <summary>Bytes per number.</summary>
    public int ElementSize => new ElementType(Kind).Size;

    /// <summary>How many numbers there are.</summary>
    /// <exception cref="OverflowException">More than 2^63.</exception>
    public long Count => Shape.Aggregate(1L, (product, side) => checked(product * side));

    /// <summary>How many bytes they take.</summary>
    public long Bytes => checked(Count * ElementSize);
}
