using Hourglass.Archives.Container;

namespace Hourglass.Archives.Pixels;

/// <summary>Samples packed by Brotli: good at pictures that repeat themselves.</summary>
/// <param name="effort">From 1, quick, to 9, small; decoding needs none.</param>
internal sealed class BrotliPixels(int effort = 5) : IPixelCodec
{
    /// <summary>Its letters.</summary>
    public const string Letters = "brot";

    /// <inheritdoc/>
    public string Id => Letters;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Model => default;

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<Raster> pictures, CancellationToken cancellation) => BrotliBytes.Pack(SampleBytes.Of(pictures), effort);

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> payload, IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        var bytes = new byte[SampleBytes.Count(pictures)];
        if (!BrotliBytes.TryUnpack(payload.Span, bytes))
            throw new ArchiveFormatException(0, "a chunk packed by Brotli", "broken", $"{bytes.Length} bytes in it");
        SampleBytes.Into(bytes, pictures);
    }
}
