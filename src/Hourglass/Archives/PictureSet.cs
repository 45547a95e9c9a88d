using Hourglass.Archives.Packing;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Archives;

/// <summary>The pictures of one stream, read from their files as they are asked for. Several threads may read.</summary>
public sealed class PictureSet
{
    private readonly StreamSource _source;

    internal PictureSet(StreamSource source) => _source = source;

    /// <summary>How many pictures there are; bands of large pictures count as pictures.</summary>
    public int Count => _source.Count;

    /// <summary>Samples per pixel.</summary>
    public int Channels => _source.Layout.Channels;

    /// <summary>How many values a sample can take, as it is coded.</summary>
    public int Levels => _source.Layout.CodedLevels;

    /// <summary>The number of samples of all pictures.</summary>
    public long Samples => _source.Samples;

    /// <summary>Whether the samples are places in palettes: neighbouring values need not look alike.</summary>
    public bool IsPalette => _source.IsPalette;

    /// <summary>How many pictures a chunk holds, those of the first being typical.</summary>
    internal int PicturesOfChunk(PackOptions options) => ChunkRange.Of(_source, options)[0].Count;

    /// <summary>Reads pictures as they are coded.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="DataException">A file has changed.</exception>
    internal Raster[] Read(int first, int count) => _source.Read(first, count);
}
