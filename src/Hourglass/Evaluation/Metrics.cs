namespace Hourglass.Evaluation;

/// <summary>Errors between samples and their reconstructions.</summary>
public static class Metrics
{
    /// <summary>The peak signal-to-noise ratio in dB of a mean squared error of values in [0, 1]: <c>-10 log10(mse)</c>; infinite for 0.</summary>
    public static double Psnr(double meanSquaredError) => -10 * Math.Log10(meanSquaredError);
}
