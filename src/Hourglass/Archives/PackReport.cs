using Hourglass.Archives.Codes;

namespace Hourglass.Archives;

/// <summary>What became of packing.</summary>
/// <param name="Files">How many files.</param>
/// <param name="Pictures">How many pictures were coded as such.</param>
/// <param name="Samples">How many samples these have.</param>
/// <param name="InputBytes">The bytes of all files.</param>
/// <param name="ArchiveBytes">The bytes that were written: all of a new archive, or what was appended.</param>
/// <param name="ModelBytes">Those of models among them.</param>
/// <param name="Summary">What was tried and what won.</param>
/// <param name="KeptWhole">Pictures kept as the bytes of their files: why, and how many.</param>
/// <param name="Seconds">How long it took, without the baselines.</param>
/// <param name="Baselines">What general programs make of the same files; empty when that was not asked for, or there is too much.</param>
/// <param name="Notes">What the user should know of the data.</param>
/// <param name="Codes">What was found for each stream of pictures of which only codes are kept.</param>
public sealed record PackReport(
    int Files, long Pictures, long Samples, long InputBytes, long ArchiveBytes, long ModelBytes, PackSummary Summary,
    IReadOnlyDictionary<string, int> KeptWhole, double Seconds, IReadOnlyList<PackBaseline> Baselines, IReadOnlyList<string> Notes, IReadOnlyList<CodeSearchResult> Codes)
{
    /// <summary>What was kept for each stream of pictures with codes beside them.</summary>
    public IReadOnlyList<KeptCodes> CodesBeside { get; init; } = [];
}

/// <summary>Codes that are kept beside the pictures of a stream.</summary>
/// <param name="Stream">The number of the stream.</param>
/// <param name="Pictures">How many pictures.</param>
/// <param name="Numbers">How many numbers each code has.</param>
/// <param name="Width">Columns of a preview.</param>
/// <param name="Height">Rows of a preview.</param>
/// <param name="Bytes">The bytes of the codes.</param>
/// <param name="ModelBytes">The bytes of the autoencoder's decoder.</param>
/// <param name="Psnr">Of previews beside the pictures in their size, in dB, of those that were learned from.</param>
public sealed record KeptCodes(int Stream, int Pictures, int Numbers, int Width, int Height, long Bytes, long ModelBytes, double Psnr);

/// <summary>What a general program makes of the same files.</summary>
/// <param name="Name">The program.</param>
/// <param name="Bytes">How many bytes.</param>
/// <param name="Seconds">How long it took, on one thread.</param>
public sealed record PackBaseline(string Name, long Bytes, double Seconds);
