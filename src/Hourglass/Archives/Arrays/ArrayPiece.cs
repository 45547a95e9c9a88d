using Hourglass.Data.Arrays;

namespace Hourglass.Archives.Arrays;

/// <summary>A part of an array that is coded on its own.</summary>
/// <param name="Kind">The kind of its numbers.</param>
/// <param name="Offset">Its first byte in the array.</param>
/// <param name="Bytes">How many bytes it has.</param>
/// <param name="Shape">How its numbers lie.</param>
internal sealed record ArrayPiece(ElementKind Kind, long Offset, int Bytes, FieldShape Shape)
{
    /// <summary>The most numbers of a piece.</summary>
    public const int MaxCount = 1 << 21;

    /// <summary>
    /// Cuts an array along its first side into pieces of at most <see cref="MaxCount"/> numbers; where one step along it has more, along the
    /// second, and so on.
    /// </summary>
    public static IEnumerable<ArrayPiece> Cut(ArrayLayoutInfo layout)
    {
        var size = layout.ElementSize;
        var total = layout.Count;
        if (total == 0)
            yield break;
        var sides = layout.Shape;
        var axis = 0;
        var inner = total;
        for (; axis < sides.Count; axis++)
        {
            inner /= sides[axis];
            if (inner <= MaxCount)
                break;
        }

        var side = axis < sides.Count ? sides[axis] : 1;
        var step = (int)Math.Min(side, MaxCount / inner);
        var block = inner * side;
        for (long first = 0; first < total; first += block)
        {
            for (var at = 0; at < side; at += step)
            {
                var count = Math.Min(step, side - at);
                int[] shape = [count, .. sides.Skip(axis + 1)];
                yield return new ArrayPiece(layout.Kind, (first + (at * inner)) * size, (int)(count * inner * size), FieldShape.Of(shape));
            }
        }
    }
}
