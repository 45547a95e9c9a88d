namespace Hourglass.Archives.Codes;

/// <summary>How good codes must be, or how small.</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="Value">How much of it, above 0.</param>
public readonly record struct CodeTarget(CodeTargetKind Kind, double Value)
{
    /// <summary>Whether a point does what is asked for.</summary>
    /// <param name="point">The point.</param>
    /// <param name="rawBytes">The bytes of the samples as they are.</param>
    internal bool IsMetBy(RatePoint point, long rawBytes) => Kind switch
    {
        CodeTargetKind.Psnr => point.Psnr >= Value,
        CodeTargetKind.Ratio => rawBytes >= Value * point.Bytes,
        CodeTargetKind.Latents => true,
        CodeTargetKind.BitsPerSample => point.BitsPerSample <= Value,
        _ => throw new InvalidOperationException($"Unknown target {Kind}."),
    };

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        CodeTargetKind.Psnr => FormattableString.Invariant($"a PSNR of {Value:0.##} dB"),
        CodeTargetKind.Ratio => FormattableString.Invariant($"a ratio of {Value:0.##}"),
        CodeTargetKind.Latents => FormattableString.Invariant($"{Value:0} numbers per picture"),
        _ => FormattableString.Invariant($"{Value:0.####} bits per sample"),
    };
}
