namespace Hourglass.Archives;

/// <summary>What is taken out of an archive, and how.</summary>
public sealed record UnpackOptions
{
    /// <summary>
    /// Only what these patterns name: <c>*</c> stands for any characters, <c>/</c> among them, <c>?</c> for one. The pictures of a file that holds
    /// several are named like <c>t10k-images-idx3-ubyte/00042.png</c> and written as PNG. Empty for everything.
    /// </summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>
    /// Whether to write likenesses of the pictures instead of the files, as PNG, made of their codes alone: no picture is unpacked. Those of files
    /// that are no PNG are named like the pictures of a file that holds several.
    /// </summary>
    public bool Previews { get; init; }

    /// <summary>Whether files that are there already are replaced.</summary>
    public bool Overwrite { get; init; }
}
