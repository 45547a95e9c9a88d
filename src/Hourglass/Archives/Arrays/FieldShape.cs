namespace Hourglass.Archives.Arrays;

/// <summary>The sides of an array as the model walks them: stacks of planes of rows of columns.</summary>
/// <param name="Stacks">The product of all sides but the last three.</param>
/// <param name="Planes">Planes per stack: the last side but two.</param>
/// <param name="Rows">Rows per plane.</param>
/// <param name="Columns">Values per row.</param>
/// <param name="Folded">Whether rows continue each other: one long row was folded.</param>
/// <param name="Count">The number of values: less than the product only when folded, where the last row is not full.</param>
internal sealed record FieldShape(int Stacks, int Planes, int Rows, int Columns, bool Folded, int Count)
{
    /// <summary>The most columns of a row.</summary>
    public const int MaxColumns = 4096;

    private const int FoldedColumns = 512;

    /// <summary>The fewest values of a plane.</summary>
    private const int MinPlane = 64;

    /// <summary>All planes.</summary>
    public int AllPlanes => Stacks * Planes;

    /// <summary>Values per plane.</summary>
    public int PlaneValues => Rows * Columns;

    /// <summary>Arranges the sides of an array.</summary>
    /// <param name="sides">None is zero; their product fits 32 bits.</param>
    public static FieldShape Of(IReadOnlyList<int> sides)
    {
        var left = sides.Where(side => side != 1).ToList();
        var count = left.Aggregate(1, (product, side) => checked(product * side));
        while (left.Count > 2 && left[^1] * (long)left[^2] < MinPlane)
        {
            left[^2] *= left[^1];
            left.RemoveAt(left.Count - 1);
        }

        if (left.Count < 2 || left[^1] > MaxColumns)
        {
            var columns = Math.Max(1, Math.Min(count, FoldedColumns));
            return new FieldShape(1, 1, (count + columns - 1) / columns, columns, true, count);
        }

        var planes = left.Count > 2 ? left[^3] : 1;
        return new FieldShape(count / (left[^1] * left[^2] * planes), planes, left[^2], left[^1], false, count);
    }
}
