using Hourglass.Archives.Pixels;

namespace Hourglass.Archives.Codes;

/// <summary>
/// One way of keeping only a code of each picture of a chunk, from which a likeness is made. Making it is integer arithmetic: every machine
/// gets the same samples. Chunks are independent of each other, and may be coded by several threads at once.
/// </summary>
internal interface ICodeCodec
{
    /// <summary>Four letters that name it in an archive.</summary>
    string Id { get; }

    /// <summary>What the decoder must know: the model section of the archive.</summary>
    ReadOnlyMemory<byte> Model { get; }

    /// <summary>Codes the pictures of one chunk, in their order.</summary>
    /// <param name="originals">One or more; all with the same channels and levels.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InvalidOperationException">The codec was opened from an archive that does not hold what its encoder needs.</exception>
    byte[] Encode(IReadOnlyList<Raster> originals, CancellationToken cancellation);

    /// <summary>Fills rasters with the likenesses of one chunk.</summary>
    /// <param name="payload">What <see cref="Encode"/> returned.</param>
    /// <param name="pictures">Rasters of the sizes and levels of the originals, all zero.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArchiveFormatException">The payload cannot have been written by this codec for pictures like these.</exception>
    void Decode(ReadOnlyMemory<byte> payload, IReadOnlyList<Raster> pictures, CancellationToken cancellation);
}
