using Hourglass.Data;

namespace Hourglass.Runs;

/// <summary>What was restored.</summary>
/// <param name="Pictures">Results written.</param>
/// <param name="Megapixels">Millions of pixels of the pictures that were given.</param>
/// <param name="Seconds">Seconds from the first picture to the last, reading and writing included.</param>
/// <param name="Problems">Pictures that could not be restored.</param>
/// <param name="Quality">Figures beside clean pictures, when there were any.</param>
/// <param name="Notes">Sentences about what was not looked at.</param>
public sealed record RestoreReport(
    int Pictures, double Megapixels, double Seconds, IReadOnlyList<DataProblem> Problems, RestoreQuality? Quality, IReadOnlyList<string> Notes)
{
    /// <summary>Millions of pixels a second.</summary>
    public double MegapixelsPerSecond => Seconds > 0 ? Megapixels / Seconds : 0;
}

/// <summary>How near pictures are to clean ones before and after, each figure the mean over pictures.</summary>
/// <param name="PsnrBefore">PSNR in dB of the pictures as given; enlarged by bicubic interpolation where the result is larger.</param>
/// <param name="PsnrAfter">PSNR in dB of the results as written.</param>
/// <param name="SsimBefore">Structural similarity of the pictures as given.</param>
/// <param name="SsimAfter">Structural similarity of the results as written.</param>
public sealed record RestoreQuality(double PsnrBefore, double PsnrAfter, double SsimBefore, double SsimAfter);
