namespace Hourglass.Archives.Pixels;

/// <summary>A picture as the coders see it: whole numbers below <see cref="Levels"/>, row by row, the channels of a pixel beside each other.</summary>
internal sealed class Raster
{
    /// <summary>A raster of zeros.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">Values per pixel: 1 to 4.</param>
    /// <param name="levels">How many values a sample can take: 2 to 65,536 (256 for 8 bits; fewer when it was quantized).</param>
    public Raster(int width, int height, int channels, int levels)
    {
        (Width, Height, Channels, Levels) = (width, height, channels, levels);
        Samples = new ushort[checked(width * height * channels)];
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Values per pixel.</summary>
    public int Channels { get; }

    /// <summary>How many values a sample can take.</summary>
    public int Levels { get; }

    /// <summary><c>[Height, Width, Channels]</c>, each below <see cref="Levels"/>.</summary>
    public ushort[] Samples { get; }

    /// <summary>Rasters of zeros like given ones: what a decoder fills.</summary>
    public static Raster[] Blank(IEnumerable<Raster> like) =>
        [.. like.Select(picture => new Raster(picture.Width, picture.Height, picture.Channels, picture.Levels))];

    /// <summary>The summed squared difference to another raster of this size.</summary>
    public double SquaredError(Raster other)
    {
        var sum = 0L;
        for (var i = 0; i < Samples.Length; i++)
        {
            long difference = Samples[i] - other.Samples[i];
            sum += difference * difference;
        }

        return sum;
    }
}
