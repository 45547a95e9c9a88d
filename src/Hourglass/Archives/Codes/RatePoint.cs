namespace Hourglass.Archives.Codes;

/// <summary>What one way of keeping codes costs and gives, measured by decoding.</summary>
/// <param name="Candidate">Its name: <c>4 cells, 16x4</c>.</param>
/// <param name="Bytes">Payloads and model.</param>
/// <param name="ModelBytes">The model among them.</param>
/// <param name="BitsPerSample">Of all bytes.</param>
/// <param name="Psnr">Of all samples together, in dB; infinite when all came back exactly.</param>
/// <param name="WorstPsnr">Of the worst picture, in dB.</param>
/// <param name="WorstPicture">Which one that is.</param>
public sealed record RatePoint(
    string Candidate, long Bytes, long ModelBytes, double BitsPerSample, double Psnr, double WorstPsnr, int WorstPicture);
