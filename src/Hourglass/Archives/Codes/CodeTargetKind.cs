namespace Hourglass.Archives.Codes;

/// <summary>What <see cref="CodeTarget"/> asks for.</summary>
public enum CodeTargetKind
{
    /// <summary>At least so many dB over all samples, in the fewest bytes.</summary>
    Psnr,

    /// <summary>At most the raw bytes divided by this, at the best PSNR.</summary>
    Ratio,

    /// <summary>At most so many bits per sample, at the best PSNR.</summary>
    BitsPerSample,

    /// <summary>So many numbers per picture, in the fewest bytes that lose little quality by rounding.</summary>
    Latents,
}
