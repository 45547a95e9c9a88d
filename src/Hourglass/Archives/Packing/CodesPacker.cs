using Hourglass.Archives.Codes;
using Hourglass.Archives.Container;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Archives.Packing;

/// <summary>Learns an autoencoder for the pictures of a stream, and writes its model and the code of every picture.</summary>
/// <param name="source">The pictures.</param>
/// <param name="options">How.</param>
/// <param name="writer">Where to.</param>
internal sealed class CodesPacker(StreamSource source, PackOptions options, PartWriter writer)
{
    /// <summary>With fewer pictures, an autoencoder learns nothing that is worth its bytes.</summary>
    private const int LeastPictures = 32;

    private const int MostLearned = 20_000;
    private const int MostLearnedSamples = 64 << 20;
    private const int PicturesOfSection = 1 << 16;
    private const int Batch = 256;

    private readonly Thumbnails _thumbnails = new(source);

    /// <summary>Why the pictures get no codes; null when they do.</summary>
    public string? Refusal => source.IsPalette ? "pictures with palettes get no codes: places beside each other in a palette need not look alike"
        : _thumbnails.Count < LeastPictures ? $"pictures with {source.Layout.Channels} of {source.Layout.Levels} levels a pixel get no codes: an autoencoder is learned of {LeastPictures} or more, and these are {_thumbnails.Count}"
        : null;

    /// <summary>Writes the model and the codes.</summary>
    /// <param name="search">Learns the autoencoder.</param>
    /// <param name="progress">Told how many pictures are coded.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">A file has changed.</exception>
    public KeptCodes Pack(CodeSearcher search, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var target = new CodeTarget(CodeTargetKind.Latents, options.CodeLength!.Value);
        var found = search(new PictureSet(Learned(progress, cancellation)), options with { Codes = target }, progress, cancellation);
        var codec = (VectorCodec)found.Codec;
        var (model, bytes) = (writer.WriteModel(codec.Model.Span, isExternal: false), 0L);
        for (var first = 0; first < _thumbnails.Count; first += PicturesOfSection)
            bytes += WriteSection(codec, model, first, Math.Min(PicturesOfSection, _thumbnails.Count - first), progress, cancellation);
        return new KeptCodes(
            source.Number, _thumbnails.Count, codec.CodeLength, _thumbnails.Width, _thumbnails.Height, bytes, codec.Model.Length, found.Point.Psnr);
    }

    /// <summary>Pictures evenly spaced over all, or all of them.</summary>
    private List<Raster> Learned(IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var most = Math.Min(MostLearned, MostLearnedSamples / (_thumbnails.Width * _thumbnails.Height * source.Layout.Channels));
        var (count, pictures) = (Math.Min(most, _thumbnails.Count), new List<Raster>());
        InOrder.Run(
            count, options.Threads, i => _thumbnails.Read((int)((long)i * _thumbnails.Count / count)),
            (i, picture) =>
            {
                pictures.Add(picture);
                if (i % Batch == 0)
                    progress?.Report(new DataProgress("reading for codes", i, count));
            },
            cancellation);
        return pictures;
    }

    /// <returns>The bytes of the section.</returns>
    private long WriteSection(VectorCodec codec, int model, int first, int count, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var codes = new List<short[]>();
        InOrder.Run(
            (count + Batch - 1) / Batch, options.Threads,
            i => Enumerable.Range(first + (i * Batch), Math.Min(Batch, count - (i * Batch))).Select(_thumbnails.Read).ToArray(),
            (_, pictures) =>
            {
                codes.AddRange(codec.Quantize(pictures));
                progress?.Report(new DataProgress("coding", first + codes.Count, _thumbnails.Count));
            },
            cancellation);
        var item = _thumbnails.FirstItemOf(first);
        return writer.WriteCodes(
            source.Number, item, _thumbnails.FirstItemOf(first + count) - item, model, CodesHead.ChecksumOf(codes), codec.EncodeCodes(codes, cancellation));
    }
}
