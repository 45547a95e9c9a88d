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
        foreach (var model in Models(pictures, options, progress, cancellation))
            codecs.Add(options.Preset == PackPreset.Fast ? new NetworkPixelCodec(model) : new MixedCodec(model));
        return codecs;
    }

    /// <summary>The networks that were given and are made for such pictures, or one that is learned when that is likely to pay: for many small pictures of one channel.</summary>
    private static IReadOnlyList<ReadOnlyMemory<byte>> Models(
        PictureSet pictures, PackOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        if (options.Models.Count > 0)
            return [.. options.Models.Where(model => Fits(ContextNetwork.Read(model).Shape, pictures))];
        return options.Train is null || options.Effort < LeastEffort || pictures.Samples < LeastSamples || pictures.Channels > 1 || pictures.Levels > 256
            || pictures.IsPalette || pictures.Samples > (long)pictures.Count * MostSamplesPerPicture
            ? []
            : [options.Train(pictures, options, progress, cancellation)];
    }

    private static bool Fits(NetworkShape network, PictureSet pictures) => network.Channels == pictures.Channels && network.Levels == pictures.Levels;
}
