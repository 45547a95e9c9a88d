namespace Hourglass.Data.Images;

/// <summary>Pictures at a multiple of their size.</summary>
internal static class Enlarged
{
    /// <summary>A picture with each side times a whole number, by smooth interpolation; the picture itself for 1.</summary>
    /// <param name="picture"><c>[C, H, W]</c>.</param>
    /// <param name="scale">At least 1.</param>
    public static Planes By(Planes picture, int scale) =>
        scale == 1 ? picture : Resampler.Stretch(picture, scale * picture.Height, scale * picture.Width, white: 1);

    /// <summary>A part of a picture as it is at another size, by linear interpolation between the middles of its pixels, with the outermost going on.</summary>
    /// <param name="picture"><c>[C, H, W]</c>.</param>
    /// <param name="height">Rows of the other size.</param>
    /// <param name="width">Columns of it.</param>
    /// <param name="top">The first row of the part; rows beyond the size are as its last.</param>
    /// <param name="rows">How many.</param>
    /// <param name="left">The first column of the part.</param>
    /// <param name="columns">How many.</param>
    public static Planes Part(Planes picture, int height, int width, int top, int rows, int left, int columns)
    {
        var part = new Planes(picture.Channels, rows, columns);
        var across = new (int First, int Second, float Share)[columns];
        for (var x = 0; x < columns; x++)
            across[x] = Between(left + x, width, picture.Width);
        for (var channel = 0; channel < picture.Channels; channel++)
        {
            for (var y = 0; y < rows; y++)
            {
                var (first, second, share) = Between(top + y, height, picture.Height);
                ReadOnlySpan<float> above = picture.Row(channel, first), below = picture.Row(channel, second);
                var into = part.Row(channel, y);
                for (var x = 0; x < columns; x++)
                {
                    var (near, far, weight) = across[x];
                    into[x] = float.Lerp(float.Lerp(above[near], above[far], weight), float.Lerp(below[near], below[far], weight), share);
                }
            }
        }

        return part;
    }

    private static (int First, int Second, float Share) Between(int place, int length, int of)
    {
        var exact = Math.Clamp(((place + 0.5f) * of / length) - 0.5f, 0, of - 1);
        var first = (int)exact;
        return (first, Math.Min(of - 1, first + 1), exact - first);
    }
}
