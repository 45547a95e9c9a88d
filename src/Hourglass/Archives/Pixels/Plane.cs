namespace Hourglass.Archives.Pixels;

/// <summary>
/// One channel of a picture with a margin around it, so that every neighbor of a sample can be read without asking where the picture ends. The
/// margins repeat what is already known: the sample above on the left, the last sample of the row above on the right.
/// </summary>
internal sealed class Plane
{
    /// <summary>Samples of margin to the left, to the right and above.</summary>
    public const int Margin = 4;

    /// <summary>A plane of zeros.</summary>
    public Plane(int width, int height)
    {
        (Width, Height, Stride) = (width, height, width + (2 * Margin));
        Values = new int[Stride * (height + (2 * Margin))];
    }

    /// <summary>A plane of zeros: the given one if it has this size, or a new one.</summary>
    public static Plane Fresh(Plane? used, int width, int height)
    {
        if (used is null || used.Width != width || used.Height != height)
            return new Plane(width, height);
        Array.Clear(used.Values);
        return used;
    }

    /// <summary>Columns, without margins.</summary>
    public int Width { get; }

    /// <summary>Rows, without the margin.</summary>
    public int Height { get; }

    /// <summary>From one row to the next.</summary>
    public int Stride { get; }

    /// <summary>All samples; (x, y) is at <see cref="At"/>.</summary>
    public int[] Values { get; }

    /// <summary>Where a sample is.</summary>
    public int At(int x, int y) => ((y + Margin) * Stride) + Margin + x;

    /// <summary>Takes all samples of one channel of a picture.</summary>
    public void Fill(Raster picture, int channel)
    {
        for (int y = 0, from = channel; y < Height; y++)
        {
            for (var x = 0; x < Width; x++, from += picture.Channels)
                Values[At(x, y)] = picture.Samples[from];
            BeginRow(y);
        }

        End();
    }

    /// <summary>Fills the margins that the row <paramref name="y"/> looks at, before its first sample is coded.</summary>
    public void BeginRow(int y)
    {
        var start = At(0, y);
        var above = y == 0 ? 0 : Values[start - Stride];
        Values.AsSpan(start - Margin, Margin).Fill(above);
        if (y > 0)
            Values.AsSpan(start - Stride + Width, Margin).Fill(Values[start - Stride + Width - 1]);
    }

    /// <summary>Fills the margins on the right and below, when the whole plane is known.</summary>
    public void End()
    {
        for (var y = 0; y < Height; y++)
            Values.AsSpan(At(Width, y), Margin).Fill(Values[At(Width - 1, y)]);
        var last = Values.AsSpan(At(-Margin, Height - 1), Stride);
        for (var y = Height; y < Height + Margin; y++)
            last.CopyTo(Values.AsSpan(At(-Margin, y), Stride));
    }
}
