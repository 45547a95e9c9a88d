using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>How near one picture is to another of any size.</summary>
/// <param name="Psnr">In dB; infinite for equal pictures.</param>
/// <param name="Ssim">See <see cref="Evaluation.Ssim"/>.</param>
public sealed record PictureQuality(double Psnr, double Ssim)
{
    // Rows that the windows of one band begin in; large pictures are compared in bands, so that little memory is needed.
    private const int BandRows = 256;

    /// <summary>Compares two pictures of one shape.</summary>
    /// <exception cref="ArgumentException">Their shapes differ.</exception>
    public static PictureQuality Of(Planes clean, Planes other)
    {
        if ((clean.Channels, clean.Height, clean.Width) != (other.Channels, other.Height, other.Width))
            throw new ArgumentException($"Pictures of {clean.Channels}x{clean.Height}x{clean.Width} and {other.Channels}x{other.Height}x{other.Width}; both must be equal.", nameof(other));
        return new PictureQuality(Metrics.Psnr(Metrics.Mse(clean.Values, other.Values)), MeanSsim(clean, other));
    }

    private static double MeanSsim(Planes clean, Planes other)
    {
        var more = Math.Min(Evaluation.Ssim.WindowSide, clean.Height) - 1;
        var places = clean.Height - more;
        var (sum, width) = (0.0, clean.Width);
        for (var first = 0; first < places; first += BandRows)
        {
            var rows = Math.Min(BandRows, places - first);
            var ssim = new Ssim(new SampleShape(1, rows + more, width));
            for (var channel = 0; channel < clean.Channels; channel++)
                sum += rows * ssim.Mean(Band(clean, channel), Band(other, channel));

            Span<float> Band(Planes planes, int channel) => planes.Plane(channel).Slice(first * width, (rows + more) * width);
        }

        return sum / ((double)places * clean.Channels);
    }
}
