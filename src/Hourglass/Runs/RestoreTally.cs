using Hourglass.Data;
using Hourglass.Data.Images;
using Hourglass.Evaluation;

namespace Hourglass.Runs;

/// <summary>How near a picture is to the clean one.</summary>
/// <param name="Before">As it was given.</param>
/// <param name="After">As it was restored.</param>
internal sealed record RestoredQuality(PictureQuality Before, PictureQuality After);

/// <summary>Measures how near pictures are to clean ones, before and after; safe to use from several threads at once.</summary>
/// <param name="clean">The clean pictures.</param>
/// <param name="scale">The side of a result over the side of its picture.</param>
internal sealed class RestoreTally(Companions clean, int scale)
{
    /// <summary>The clean picture of one that is to be restored.</summary>
    /// <exception cref="DataException">There is none of the right size.</exception>
    public Planes CleanOf(string name, int width, int height) => clean.For(name, scale * width, scale * height).Colors;

    /// <summary>Measures one picture.</summary>
    /// <param name="wanted">What is clean.</param>
    /// <param name="given">What was given.</param>
    /// <param name="result">What came of it; brought to the values that were written.</param>
    /// <param name="bitDepth">8 or 16.</param>
    public RestoredQuality Measure(Planes wanted, Planes given, Planes result, int bitDepth)
    {
        var white = bitDepth == 8 ? byte.MaxValue : ushort.MaxValue;
        var step = 1f / white;
        for (var i = 0; i < result.Values.Length; i++)
            result.Values[i] = step * Quantized.Whole(result.Values[i], white);
        var channels = Math.Max(wanted.Channels, result.Channels);
        wanted = Spread(wanted, channels);
        return new RestoredQuality(
            PictureQuality.Of(wanted, Spread(Enlarged.By(given, scale), channels)),
            PictureQuality.Of(wanted, Spread(result, channels)));
    }

    /// <summary>The means over all pictures; null when there were none.</summary>
    public static RestoreQuality? Mean(IReadOnlyList<RestoredQuality> all) => all.Count == 0 ? null : new RestoreQuality(
        all.Average(one => one.Before.Psnr), all.Average(one => one.After.Psnr), all.Average(one => one.Before.Ssim), all.Average(one => one.After.Ssim));

    /// <summary>A grey picture beside a color one is grey in all channels.</summary>
    private static Planes Spread(Planes picture, int channels)
    {
        if (picture.Channels == channels)
            return picture;
        var spread = new Planes(channels, picture.Height, picture.Width);
        for (var channel = 0; channel < channels; channel++)
            picture.Plane(0).CopyTo(spread.Plane(channel));
        return spread;
    }
}
