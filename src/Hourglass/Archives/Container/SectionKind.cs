using System.Collections.Immutable;

namespace Hourglass.Archives.Container;

/// <summary>The four letters that say what a section holds.</summary>
internal static class SectionKind
{
    /// <summary>How the part was made, as JSON.</summary>
    public const string Meta = "META";

    /// <summary>Names, sizes and layouts: the first section of a part, and again behind the chunks, the same bytes.</summary>
    public const string Contents = "CONT";

    /// <summary>What a codec learned beforehand.</summary>
    public const string Model = "MODL";

    /// <summary>The SHA-256 of a model that lies outside of the archive.</summary>
    public const string ExternalModel = "MODX";

    /// <summary>Packed pictures or bytes.</summary>
    public const string Chunk = "CHNK";

    /// <summary>Where the sections of the part are.</summary>
    public const string Index = "INDX";

    /// <summary>Where the index and the part before it are: the last section of a part.</summary>
    public const string Tail = "TAIL";

    /// <summary>Codes of pictures: what an autoencoder makes of them.</summary>
    public const string Codes = "CODE";

    /// <summary>All of them; the index names a kind by its place here.</summary>
    public static ImmutableArray<string> All { get; } = [Meta, Contents, Model, ExternalModel, Chunk, Index, Tail, Codes];
}
