namespace Hourglass.Archives.Container;

/// <summary>The pictures of an entry.</summary>
/// <param name="Stream">The number of their stream.</param>
/// <param name="Count">How many, at least 1.</param>
/// <param name="Width">Columns of each.</param>
/// <param name="Height">Rows of each.</param>
/// <param name="BandRows">A picture is coded in bands of so many rows; the last may have fewer.</param>
/// <param name="Form">A <see cref="SampleOrder"/>, or the color type of a PNG.</param>
/// <param name="Before">The bytes of the file before its samples; of a PNG, the chunks between IHDR and IDAT.</param>
/// <param name="After">The bytes of the file behind its samples; of a PNG, the chunks between IDAT and IEND.</param>
internal sealed record PictureLayout(
    int Stream, int Count, int Width, int Height, int BandRows, byte Form, ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After)
{
    /// <summary>Pictures of more pixels are cut into bands.</summary>
    public const int MaxBandPixels = 4 << 20;

    /// <summary>How many bands a picture has.</summary>
    public int Bands => (Height + BandRows - 1) / BandRows;

    /// <summary>How many items the entry has in its stream.</summary>
    public long Items => (long)Count * Bands;

    /// <summary>The rows of a band.</summary>
    public int RowsOf(int band) => Math.Min(BandRows, Height - (band * BandRows));

    /// <summary>The rows of all items before one, of all pictures together.</summary>
    public long RowsBefore(long item) => (item / Bands * Height) + (item % Bands * BandRows);

    /// <summary>How many rows a band of a picture has.</summary>
    public static int BandRowsOf(int width, int height) => (long)width * height <= MaxBandPixels ? height : Math.Max(1, MaxBandPixels / width);
}
