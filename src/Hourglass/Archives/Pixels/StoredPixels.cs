namespace Hourglass.Archives.Pixels;

/// <summary>Samples as they are: what nothing makes smaller.</summary>
internal sealed class StoredPixels : IPixelCodec
{
    /// <summary>Its letters.</summary>
    public const string Letters = "stor";

    /// <inheritdoc/>
    public string Id => Letters;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Model => default;

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<Raster> pictures, CancellationToken cancellation) => SampleBytes.Of(pictures);

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> payload, IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        if (payload.Length != SampleBytes.Count(pictures))
            throw new ArchiveFormatException(0, "the length of a stored chunk", $"{payload.Length}", $"{SampleBytes.Count(pictures)}");
        SampleBytes.Into(payload.Span, pictures);
    }
}
