using Hourglass.Archives.Pixels;

namespace Hourglass.Archives.Packing;

/// <summary>What became of one codec on one stream.</summary>
/// <param name="codec">The codec.</param>
internal sealed class Candidate(IPixelCodec codec)
{
    /// <summary>The codec.</summary>
    public IPixelCodec Codec => codec;

    /// <summary>The bytes that it made of the chunks that all were measured on.</summary>
    public long MeasuredBytes { get; set; }

    /// <summary>How many chunks it won.</summary>
    public int Chunks { get; private set; }

    /// <summary>The bytes of these.</summary>
    public long Bytes { get; private set; }

    /// <summary>The number of its model in the part; 0 while it has none.</summary>
    public int Model { get; set; }

    /// <summary>Counts a chunk that it won.</summary>
    public void Won(int bytes) => (Chunks, Bytes) = (Chunks + 1, Bytes + bytes);

    /// <summary>What the archive says of it.</summary>
    public CandidateSummary Summary() => new(codec.Id, codec.Model.Length, MeasuredBytes, Chunks, Bytes);
}
