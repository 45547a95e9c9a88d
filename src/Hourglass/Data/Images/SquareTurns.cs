namespace Hourglass.Data.Images;

/// <summary>The eight ways to lay down a square: mirrored and turned by quarters.</summary>
internal static class SquareTurns
{
    /// <summary>How many ways there are.</summary>
    public const int Count = 8;

    /// <summary>A picture laid down another way; the picture itself for way 0.</summary>
    /// <exception cref="ArgumentException">It is no square, and the way is not 0.</exception>
    public static Planes Of(Planes square, int way)
    {
        if (way == 0)
            return square;
        if (square.Height != square.Width)
            throw new ArgumentException($"{square.Width}x{square.Height} is no square.", nameof(square));
        var (side, turned) = (square.Height, new Planes(square.Channels, square.Height, square.Width));
        for (var channel = 0; channel < square.Channels; channel++)
        {
            var from = square.Plane(channel);
            var to = turned.Plane(channel);
            for (var y = 0; y < side; y++)
            {
                for (var x = 0; x < side; x++)
                {
                    var (row, column) = (way & 4) != 0 ? (x, y) : (y, x);
                    row = (way & 1) != 0 ? side - 1 - row : row;
                    column = (way & 2) != 0 ? side - 1 - column : column;
                    to[y * side + x] = from[row * side + column];
                }
            }
        }

        return turned;
    }
}
