using Hourglass.Archives.Restoration;

namespace Hourglass.Archives.Codes;

/// <summary>Every way of keeping only codes, by the four letters that name it in an archive.</summary>
internal static class CodeCodecs
{
    /// <summary>The codec of a chunk.</summary>
    /// <param name="id">The four letters.</param>
    /// <param name="model">The model section that the chunk names.</param>
    /// <exception cref="ArchiveFormatException">There is no such codec, or the model is broken.</exception>
    public static ICodeCodec Open(string id, ReadOnlyMemory<byte> model) => id switch
    {
        LatticeCodec.Name => LatticeCodec.Open(model),
        VectorCodec.Name => VectorCodec.Open(model),
        _ => throw new ArchiveFormatException(0, "the codec of a chunk of codes", id, "a codec of this version of the format"),
    };
}
