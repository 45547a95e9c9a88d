using Hourglass.Archives.Container;
using Hourglass.Archives.Pixels;
using Hourglass.Data;
using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Archives.Packing;

/// <summary>
/// The pictures of a stream as codes are made of them: as they are where all are of one small size, else scaled to one size whatever their
/// proportions; always of 256 levels.
/// </summary>
internal sealed class Thumbnails
{
    /// <summary>The longest side of pictures that are taken as they are.</summary>
    public const int LongestSide = 64;

    private const int ScaledSide = 32;

    private readonly StreamSource _source;
    private readonly StreamPicture[] _pictures;

    /// <summary>Those of a stream.</summary>
    public Thumbnails(StreamSource source)
    {
        (_source, _pictures) = (source, [.. source.Pictures()]);
        var size = _pictures.Select(picture => (picture.Width, picture.Height)).Distinct().Take(2).ToList();
        (Width, Height) = size.Count == 1 && Math.Max(size[0].Width, size[0].Height) <= LongestSide ? size[0] : (ScaledSide, ScaledSide);
    }

    /// <summary>How many pictures.</summary>
    public int Count => _pictures.Length;

    /// <summary>Columns of a thumbnail.</summary>
    public int Width { get; }

    /// <summary>Rows of a thumbnail.</summary>
    public int Height { get; }

    /// <summary>The item that begins a picture; behind the last picture, the number of items.</summary>
    public int FirstItemOf(int picture) => picture == Count ? _source.Count : _pictures[picture].First;

    /// <summary>Reads a thumbnail; several threads may.</summary>
    /// <exception cref="DataException">A file has changed.</exception>
    public Raster Read(int picture)
    {
        var (place, channels) = (_pictures[picture], _source.Layout.Channels);
        using var bands = _source.ReadExact(place.First, place.Bands).GetEnumerator();
        bands.MoveNext();
        if (place.Width == Width && place.Height == Height && bands.Current.Levels == CodesReader.Levels)
            return bands.Current;
        var values = new float[channels * Width * Height];
        Resampler.Fit(
            Rows(bands), place.Width, place.Height, new SampleShape(channels, Height, Width), FitKind.Stretch, CodesReader.Levels - 1, values);
        var thumbnail = new Raster(Width, Height, channels, CodesReader.Levels);
        for (var i = 0; i < values.Length; i++)
            thumbnail.Samples[i] = (ushort)MathF.Round(values[(i % channels * Width * Height) + (i / channels)]);
        return thumbnail;
    }

    /// <summary>Gives the rows of a picture from its bands, in their order, as <c>[channels, width]</c> from 0 to 255.</summary>
    /// <param name="bands">Stands on the first.</param>
    private static Resampler.RowReader Rows(IEnumerator<Raster> bands)
    {
        var top = 0;
        return (y, row) =>
        {
            for (; y >= top + bands.Current.Height; bands.MoveNext())
                top += bands.Current.Height;
            var band = bands.Current;
            var samples = band.Samples.AsSpan((y - top) * band.Width * band.Channels, band.Width * band.Channels);
            var unit = (CodesReader.Levels - 1f) / (band.Levels - 1);
            for (var i = 0; i < samples.Length; i++)
                row[(i % band.Channels * band.Width) + (i / band.Channels)] = samples[i] * unit;
        };
    }
}
