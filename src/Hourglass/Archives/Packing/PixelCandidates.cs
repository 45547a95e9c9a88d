using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Archives.Packing;

/// <summary>Which codecs are tried on a stream of pictures.</summary>
internal static class PixelCandidates
{
    /// <summary>The codecs; stored samples are tried always and not among them.</summary>
    /// <param name="pictures">The pictures of the stream.</param>
    /// <param name="options">How they are packed.</param>
    /// <param name="progress">Told how far the learning is.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyList<IPixelCodec> For(
        PictureSet pictures, PackOptions options, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var codecs = new List<IPixelCodec> { new BrotliPixels(options.Effort), new ContextCodec() };
        foreach (var (codec, model) in options.Train?.Invoke(pictures, options, progress, cancellation) ?? [])
            codecs.Add(PixelCodecs.Open(codec, model));
        return codecs;
    }
}
