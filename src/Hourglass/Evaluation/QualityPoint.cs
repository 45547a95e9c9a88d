namespace Hourglass.Evaluation;

/// <summary>A rate and the quality that it buys.</summary>
/// <param name="Setting">How it was asked for: <c>quality 20</c>.</param>
/// <param name="BitsPerSample">All bytes, over all samples.</param>
/// <param name="Psnr">Of all samples together, in dB.</param>
internal readonly record struct QualityPoint(string Setting, double BitsPerSample, double Psnr);
