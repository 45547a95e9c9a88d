using Hourglass.Archives.Networks;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Archives.Packing;

/// <summary>Which codecs are tried on a stream of pictures.</summary>
internal static class PixelCandidates
{
    /// <summary>With less effort nothing is learned beforehand.</summary>
    private const int LeastEffort = 3;

    /// <summary>About 640 pictures of 28x28: with fewer, contexts that learn on the way save more than a network costs.</summary>
    private const long LeastSamples = 500_000;

    /// <summary>64x64: larger pictures are natural ones as a rule, where predictors do better.</summary>
    private const int MostSamplesPerPicture = 4096;

    /// <summary>The codecs; stored samples are tried always and not among them.</summary>
    /// <param name="pictures">The pictures of the stream.</param>
    /// <param name="options">How they are packed.</param>
    /// <param name="progress">Told how far the learning is.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyList<IPixelCodec> For(
        PictureSet pictures, PackOptions options, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var codecs = new List<IPixelCodec> { new BrotliPixels(options.Effort), new ContextCodec() };
        if (Learn(pictures, options, progress, cancellation) is { Length: > 0 } model)
            codecs.Add(options.Preset == PackPreset.Fast ? new NetworkPixelCodec(model) : new MixedCodec(model));
        return codecs;
    }

    /// <summary>A network for these pictures, when one is likely to pay: for many small pictures of one channel.</summary>
    private static ReadOnlyMemory<byte> Learn(
        PictureSet pictures, PackOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation) =>
        options.Model.Length > 0 ? options.Model
        : options.Train is null || options.Effort < LeastEffort || pictures.Samples < LeastSamples || pictures.Channels > 1 || pictures.Levels > 256
            || pictures.IsPalette || pictures.Samples > (long)pictures.Count * MostSamplesPerPicture
            ? default
            : options.Train(pictures, options, progress, cancellation);
}
