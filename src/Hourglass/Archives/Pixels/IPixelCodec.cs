namespace Hourglass.Archives.Pixels;

/// <summary>
/// One way of turning the pictures of a chunk into bytes and back. Chunks are independent of each other: a codec keeps nothing from
/// one call to the next, and may be called by several threads at once.
/// </summary>
internal interface IPixelCodec
{
    /// <summary>Four letters that name it in an archive.</summary>
    string Id { get; }

    /// <summary>Whether the same samples come back; otherwise likenesses, the same on every machine.</summary>
    bool IsExact => true;

    /// <summary>What it learned beforehand and must find again to decode: the model section of the archive. Empty when it needs none.</summary>
    ReadOnlyMemory<byte> Model { get; }

    /// <summary>Codes the pictures of one chunk, in their order.</summary>
    /// <param name="pictures">One or more; all with the same channels and levels, in any sizes.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InvalidOperationException">The codec was opened from an archive that does not hold what its encoder needs.</exception>
    byte[] Encode(IReadOnlyList<Raster> pictures, CancellationToken cancellation);

    /// <summary>Fills in the samples of the pictures of one chunk.</summary>
    /// <param name="payload">What <see cref="Encode"/> returned.</param>
    /// <param name="pictures">Rasters of the right sizes, all zero.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArchiveFormatException">The payload cannot have been written by this codec.</exception>
    void Decode(ReadOnlyMemory<byte> payload, IReadOnlyList<Raster> pictures, CancellationToken cancellation);
}
