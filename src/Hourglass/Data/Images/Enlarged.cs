using Hourglass.Numerics;

namespace Hourglass.Data.Images;

/// <summary>Pictures at a multiple of their size.</summary>
internal static class Enlarged
{
    /// <summary>A picture with each side times a whole number, by smooth interpolation; the picture itself for 1.</summary>
    /// <param name="picture"><c>[C, H, W]</c>.</param>
    /// <param name="scale">At least 1.</param>
    public static Planes By(Planes picture, int scale)
    {
        if (scale == 1)
            return picture;
        var large = new Planes(picture.Channels, scale * picture.Height, scale * picture.Width);
        for (var channel = 0; channel < picture.Channels; channel++)
        {
            var plane = channel;
            Resampler.Fit(
                (y, row) => picture.Row(plane, y).CopyTo(row), picture.Width, picture.Height, new SampleShape(1, large.Height, large.Width),
                FitKind.Stretch, white: 1, large.Plane(plane));
        }

        return large;
    }
}
