namespace Hourglass.Archives;

/// <summary>What was taken out of an archive.</summary>
/// <param name="Files">How many files were written whole.</param>
/// <param name="Pictures">How many pictures they hold.</param>
/// <param name="Bytes">How many bytes they have.</param>
/// <param name="Missing">Of a damaged archive: files that could not be taken out, or not all of them, and what is missing.</param>
public sealed record UnpackReport(int Files, long Pictures, long Bytes, IReadOnlyList<MissingPart> Missing);

/// <summary>What is missing of a file.</summary>
/// <param name="Name">The file.</param>
/// <param name="What">What is missing; zeros stand in its place if the file was written.</param>
/// <param name="Written">Whether the file was written, as far as it is whole.</param>
public sealed record MissingPart(string Name, string What, bool Written);
