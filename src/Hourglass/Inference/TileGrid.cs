namespace Hourglass.Inference;

/// <summary>How a picture is cut into tiles.</summary>
/// <param name="Rows">From top to bottom.</param>
/// <param name="Columns">From left to right.</param>
internal sealed record TileGrid(TileSpan[] Rows, TileSpan[] Columns)
{
    /// <summary>The number of tiles.</summary>
    public int Count => Rows.Length * Columns.Length;

    /// <summary>Pixels that the busiest thread is shown, over all passes.</summary>
    public double Work { get; private init; }

    /// <summary>One tile for a picture of the only size that a network takes.</summary>
    public static TileGrid Whole(int width, int height) => new([new TileSpan(0, height, 0, height)], [new TileSpan(0, width, 0, width)]);

    /// <summary>
    /// Chooses the grid with the least work for the busiest thread, no tile being shown more than <paramref name="maxArea"/> pixels.
    /// </summary>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="halo">Pixels that a tile is shown around what it answers for.</param>
    /// <param name="stride">The network's stride.</param>
    /// <param name="maxArea">The most pixels of a window; kept unless the halo alone takes more.</param>
    /// <param name="threads">Tiles at once.</param>
    /// <param name="passes">How often every tile is worked on, once for each channel of a color picture that a grey model restores.</param>
    public static TileGrid Choose(int width, int height, int halo, int stride, long maxArea, int threads, int passes)
    {
        TileGrid? best = null;
        var least = double.PositiveInfinity;
        var side = Math.Max(stride, (int)Math.Sqrt(maxArea) - 2 * halo);
        int mostRows = Most(height), mostColumns = Most(width);
        for (var rows = 1; rows <= mostRows; rows++)
        {
            var down = TileAxis.Cut(height, rows, halo, stride);
            for (var columns = 1; columns <= mostColumns; columns++)
            {
                var across = TileAxis.Cut(width, columns, halo, stride);
                var largest = (long)down.Max(span => span.WindowLength) * across.Max(span => span.WindowLength);
                var isLast = rows == mostRows && columns == mostColumns;
                if (largest > maxArea && !isLast)
                    continue;
                var tiles = (double)down.Length * across.Length * passes;
                var area = (double)down.Sum(span => (long)span.WindowLength) * across.Sum(span => (long)span.WindowLength) * passes;
                var work = area / tiles * Math.Ceiling(tiles / threads);
                if (work >= least && !(isLast && best is null))
                    continue;
                (best, least) = (new TileGrid(down, across) { Work = work }, work);
            }
        }

        return best!;

        int Most(int length) => Math.Clamp((length + side - 1) / side + threads, 1, (length - 1) / stride + 1);
    }
}
