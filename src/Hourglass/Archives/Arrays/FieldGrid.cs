namespace Hourglass.Archives.Arrays;

/// <summary>The known values of a field with a margin all around, so that every value has neighbors.</summary>
internal sealed class FieldGrid
{
    /// <summary>Columns of margin on either side.</summary>
    public const int Side = 3;

    private const int Top = 3;
    private readonly FieldShape _shape;
    private readonly int _planeSize;

    /// <summary>A field of which nothing is known; the last <paramref name="depth"/> planes are remembered.</summary>
    public FieldGrid(FieldShape shape, int depth)
    {
        _shape = shape;
        Stride = shape.Columns + (2 * Side);
        _planeSize = checked((shape.Rows + Top + 1) * Stride);
        Depth = Math.Min(depth, shape.AllPlanes);
        Values = new int[checked(Depth * _planeSize)];
    }

    /// <summary>From one row to the next.</summary>
    public int Stride { get; }

    /// <summary>How many planes are remembered.</summary>
    public int Depth { get; }

    /// <summary>All values.</summary>
    public int[] Values { get; }

    /// <summary>Where the value at row y and column 0 of a plane is.</summary>
    public int At(int plane, int y) => ((plane % Depth) * _planeSize) + ((y + Top) * Stride) + Side;

    /// <summary>Begins a plane: above its first row is a guess.</summary>
    public void BeginPlane(int plane, int guess) => Values.AsSpan(At(plane, 0) - (Top * Stride) - Side, (Top * Stride) + (2 * Side)).Fill(guess);

    /// <summary>Begins a row: on its left is what is above, or what came before.</summary>
    public void BeginRow(int plane, int y)
    {
        if (y == 0)
            return;
        var at = At(plane, y);
        for (var i = 1; i <= Side; i++)
            Values[at - i] = _shape.Folded ? Values[at - Stride + _shape.Columns - i] : Values[at - Stride];
    }

    /// <summary>Makes a value of the first row known to those behind it as what is above them.</summary>
    public void Spread(int at, int value)
    {
        for (var row = 1; row <= Top; row++)
            Values.AsSpan(at - (row * Stride), Side + 2 - 1).Fill(value);
    }

    /// <summary>Ends a row: on its right is its last value.</summary>
    public void EndRow(int plane, int y)
    {
        var end = At(plane, y) + _shape.Columns;
        Values.AsSpan(end, Side).Fill(Values[end - 1]);
        if (y == _shape.Rows - 1)
            Values.AsSpan(end - _shape.Columns - Side, Stride).CopyTo(Values.AsSpan(end + Side));
    }
}
