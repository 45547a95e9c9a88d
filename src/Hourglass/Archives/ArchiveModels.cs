using Hourglass.Archives.Container;

namespace Hourglass.Archives;

/// <summary>Networks that archives share: learned once, named by their hash in the others.</summary>
public static class ArchiveModels
{
    private const long MaxFileBytes = 1 << 30;

    /// <summary>The networks in a file; the autoencoders of codes are not among them.</summary>
    /// <param name="path">An archive that holds them, or a file that is one.</param>
    /// <exception cref="ArchiveFormatException">The archive is damaged, or holds none.</exception>
    /// <exception cref="IOException">The file cannot be read, or is too large.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(string path)
    {
        if (!Archive.IsArchive(path))
            return new FileInfo(path).Length <= MaxFileBytes ? [File.ReadAllBytes(path)] : throw new IOException($"{path} is too large for a model.");
        using var archive = Archive.Open(path, new ArchiveOptions { Limits = ArchiveLimits.Large });
        ReadOnlyMemory<byte>[] models =
        [
            .. archive.Parts.SelectMany(part => part.Models
                .Where(model => model.Value.Kind == SectionKind.Model && part.Codes.All(codes => archive.Codes.Peek(codes).Model != model.Key))
                .Select(model => archive.Chunks.ModelOf(part, model.Key))),
        ];
        return models.Length > 0 ? models : throw new ArchiveFormatException(0, "the number of models", "0", "an archive that holds one");
    }
}
