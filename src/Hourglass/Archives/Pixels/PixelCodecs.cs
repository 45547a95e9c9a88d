using Hourglass.Archives.Codes;
using Hourglass.Archives.Files;
using Hourglass.Archives.Networks;
using Hourglass.Archives.Restoration;

namespace Hourglass.Archives.Pixels;

/// <summary>Every way of coding pictures, by the four letters that name it in an archive.</summary>
internal static class PixelCodecs
{
    /// <summary>The codec of a chunk.</summary>
    /// <param name="id">The four letters.</param>
    /// <param name="model">The model section that the chunk names; empty when it names none.</param>
    /// <exception cref="ArchiveFormatException">There is no such codec, or the model is broken.</exception>
    public static IPixelCodec Open(string id, ReadOnlyMemory<byte> model) => id switch
    {
        StoredPixels.Letters => new StoredPixels(),
        BrotliPixels.Letters => new BrotliPixels(),
        PngPixels.Letters => new PngPixels(),
        ContextCodec.Letters => new ContextCodec(),
        CellCodec.Name => new CellCodec(),
        NetworkPixelCodec.Name => new NetworkPixelCodec(model),
        MixedCodec.Letters => new MixedCodec(model),
        LatticeCodec.Name => LatticeCodec.Open(model),
        VectorCodec.Name => VectorCodec.Open(model),
        _ => throw new ArchiveFormatException(0, "the codec of a chunk", id, "a codec of this version of the format"),
    };
}
