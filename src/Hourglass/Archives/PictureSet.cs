using Hourglass.Archives.Packing;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Archives;

/// <summary>The pictures of one stream, read from their files as they are asked for, or small ones in memory. Several threads may read.</summary>
public sealed class PictureSet
{
    private readonly Func<int, int, Raster[]> _read;
    private readonly Func<PackOptions, int> _picturesOfChunk;

    internal PictureSet(StreamSource source)
    {
        (Count, Channels, Levels, Samples, IsPalette) = (source.Count, source.Layout.Channels, source.Layout.CodedLevels, source.Samples, source.IsPalette);
        (_read, _picturesOfChunk) = (source.Read, options => ChunkRange.Of(source, options)[0].Count);
    }

    /// <summary>Pictures in memory.</summary>
    /// <param name="pictures">One or more, with the same channels and levels.</param>
    internal PictureSet(List<Raster> pictures)
    {
        (Count, Channels, Levels, Samples) = (pictures.Count, pictures[0].Channels, pictures[0].Levels, pictures.Sum(picture => picture.Samples.LongLength));
        (_read, _picturesOfChunk) = ((first, count) => [.. pictures.GetRange(first, count)], _ => pictures.Count);
    }

    /// <summary>How many pictures there are; bands of large pictures count as pictures.</summary>
    public int Count { get; }

    /// <summary>Samples per pixel.</summary>
    public int Channels { get; }

    /// <summary>How many values a sample can take, as it is coded.</summary>
    public int Levels { get; }

    /// <summary>The number of samples of all pictures.</summary>
    public long Samples { get; }

    /// <summary>Whether the samples are places in palettes: neighbouring values need not look alike.</summary>
    public bool IsPalette { get; }

    /// <summary>How many pictures a chunk holds, those of the first being typical.</summary>
    internal int PicturesOfChunk(PackOptions options) => _picturesOfChunk(options);

    /// <summary>Reads pictures as they are coded.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="DataException">A file has changed.</exception>
    internal Raster[] Read(int first, int count) => _read(first, count);
}
