using Hourglass.Archives.Coding;
using Hourglass.Archives.Pixels;

namespace Hourglass.Archives.Restoration;

/// <summary>
/// Codes pictures of few values, such as the cells of a <see cref="Lattice"/>: with so little in a sample, contexts can look at many neighbors.
/// Nothing is learned beforehand.
/// </summary>
internal sealed class CellCodec : IPixelCodec
{
    /// <summary>The four letters.</summary>
    public const string Name = "cel1";

    /// <inheritdoc/>
    public string Id => Name;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Model => default;

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        var coder = new BinaryEncoder();
        Run(ref coder, pictures, cancellation);
        return coder.Finish();
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> payload, IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        var coder = new BinaryDecoder(payload);
        Run(ref coder, pictures, cancellation);
    }

    private static void Run<TCoder>(ref TCoder coder, IReadOnlyList<Raster> pictures, CancellationToken cancellation)
        where TCoder : struct, IBinaryCoder
    {
        if (pictures[0].Levels > CellModel.MaxLevels)
            throw new ArchiveFormatException(0, "the levels of a picture of cells", $"{pictures[0].Levels}", $"at most {CellModel.MaxLevels}");
        var samples = pictures.Sum(picture => (long)picture.Samples.Length);
        var model = new CellModel(pictures[0].Levels, pictures[0].Channels, samples);
        foreach (var picture in pictures)
        {
            cancellation.ThrowIfCancellationRequested();
            model.Code(ref coder, picture);
        }
    }
}
