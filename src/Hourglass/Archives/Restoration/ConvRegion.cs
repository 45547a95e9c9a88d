namespace Hourglass.Archives.Restoration;

/// <summary>Which pixels of a buffer a layer works out.</summary>
/// <param name="Pitch">Pixels per row of the buffer.</param>
/// <param name="Left">First column, at least 1.</param>
/// <param name="Top">First row, at least 1.</param>
/// <param name="Right">Behind the last column, below the pitch.</param>
/// <param name="Bottom">Behind the last row, below the rows of the buffer.</param>
internal readonly record struct ConvRegion(int Pitch, int Left, int Top, int Right, int Bottom);
