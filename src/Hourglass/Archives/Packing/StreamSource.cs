using Hourglass.Archives.Container;
using Hourglass.Archives.Files;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Archives.Packing;

/// <summary>The pictures of a stream, read from their files.</summary>
internal sealed class StreamSource
{
    private readonly Contents _contents;
    private readonly IReadOnlyList<Classified> _files;
    private readonly Lock _lock = new();
    private (int Entry, PngFile? File) _last = (-1, null);

    /// <summary>A stream.</summary>
    /// <param name="contents">The table of contents.</param>
    /// <param name="files">The files, by the places of their entries.</param>
    /// <param name="number">The number of the stream.</param>
    /// <param name="isPalette">Whether its samples are places in palettes.</param>
    public StreamSource(Contents contents, IReadOnlyList<Classified> files, int number, bool isPalette)
    {
        (_contents, _files, Number, IsPalette) = (contents, files, number, isPalette);
        var length = contents.LengthOf(number);
        Count = length <= int.MaxValue / 2 ? (int)length : throw new DataException($"There are {length} pictures; at most {int.MaxValue / 2} are packed at a time.");
        Samples = contents.Entries.Where(entry => entry.Pictures?.Stream == number)
            .Sum(entry => (long)entry.Pictures!.Count * entry.Pictures.Width * entry.Pictures.Height * Layout.Channels);
    }

    /// <summary>Its number.</summary>
    public int Number { get; }

    /// <summary>Whether its samples are places in palettes.</summary>
    public bool IsPalette { get; }

    /// <summary>Its channels and levels.</summary>
    public StreamLayout Layout => _contents.Streams[Number - 1];

    /// <summary>The number of items.</summary>
    public int Count { get; }

    /// <summary>The number of samples.</summary>
    public long Samples { get; }

    /// <summary>The number of samples of every item.</summary>
    public IEnumerable<long> SampleCounts() => _contents.BandsOf(Number, 0, Count)
        .Select(band => (_contents.Entries[band.Entry].Pictures!, band.Number))
        .Select(band => (long)band.Item1.Width * band.Item1.RowsOf(band.Number) * Layout.Channels);

    /// <summary>Its pictures: the bands of one are one.</summary>
    public IEnumerable<StreamPicture> Pictures()
    {
        var first = 0;
        foreach (var band in _contents.BandsOf(Number, 0, Count))
        {
            var layout = _contents.Entries[band.Entry].Pictures!;
            if (band.Number == 0)
                yield return new StreamPicture(first, layout.Bands, layout.Width, layout.Height);
            first++;
        }
    }

    /// <summary>Reads items as they are coded.</summary>
    /// <exception cref="DataException">A file has changed.</exception>
    public Raster[] Read(int first, int count) => Coded(ReadExact(first, count));

    /// <summary>Items as they are coded: those of the files themselves, unless an error is allowed.</summary>
    public Raster[] Coded(IEnumerable<Raster> exact) => [.. Layout.Step == 1 ? exact : exact.Select(Quantized)];

    /// <summary>Reads items as they are in their files.</summary>
    /// <exception cref="DataException">A file has changed.</exception>
    public IEnumerable<Raster> ReadExact(int first, int count)
    {
        foreach (var band in _contents.BandsOf(Number, first, count))
        {
            var entry = _contents.Entries[band.Entry];
            if (entry.Kind == EntryKind.Png)
            {
                yield return Cut(ReadPng(band.Entry).Pixels, entry.Pictures!, band.Number);
                continue;
            }

            using var file = _files[band.Entry].Source.Open();
            if (file.Length != _files[band.Entry].FileBytes)
                throw Changed(band.Entry);
            yield return new PixelSamples(entry, Layout).Read(file, band.Picture, band.Number);
        }
    }

    /// <summary>How many bytes the pictures take as they are packed in their own PNG files; null when some are not, or not as a whole.</summary>
    public long? PackedBytes(int first, int count)
    {
        var sum = 0L;
        foreach (var band in Layout.Step == 1 ? _contents.BandsOf(Number, first, count) : [])
        {
            var entry = _contents.Entries[band.Entry];
            if (entry.Kind != EntryKind.Png || entry.Pictures!.Bands > 1)
                return null;
            sum += _files[band.Entry].PackedBytes;
        }

        return sum > 0 ? sum : null;
    }

    /// <summary>Pictures as they are packed in their own PNG files.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Packed(int first, int count) => _contents.BandsOf(Number, first, count).Select(band => ReadPng(band.Entry).Packed);

    private static Raster Cut(Raster whole, PictureLayout pictures, int band)
    {
        if (pictures.Bands == 1)
            return whole;
        var cut = new Raster(whole.Width, pictures.RowsOf(band), whole.Channels, whole.Levels);
        Array.Copy(whole.Samples, (long)band * pictures.BandRows * whole.Width * whole.Channels, cut.Samples, 0, cut.Samples.Length);
        return cut;
    }

    private Raster Quantized(Raster picture)
    {
        var coded = new Raster(picture.Width, picture.Height, picture.Channels, Layout.CodedLevels);
        for (var i = 0; i < coded.Samples.Length; i++)
            coded.Samples[i] = (ushort)Layout.Code(picture.Samples[i]);
        return coded;
    }

    private PngFile ReadPng(int entry)
    {
        lock (_lock)
        {
            if (_last.Entry == entry)
                return _last.File!;
        }

        var pictures = _contents.Entries[entry].Pictures!;
        PngFile file;
        try
        {
            file = PngFile.Read(_files[entry].Source.ReadAll(), (long)pictures.Width * pictures.Height);
        }
        catch (DataException broken)
        {
            throw new DataException($"{_files[entry].Source.Name} {broken.Message}: it has changed while it was packed; pack it again.", broken);
        }

        if (file.Pixels.Width != pictures.Width || file.Pixels.Height != pictures.Height || file.Pixels.Levels != Layout.Levels
            || file.ColorType != pictures.Form || !file.Before.Span.SequenceEqual(pictures.Before.Span) || !file.After.Span.SequenceEqual(pictures.After.Span))
            throw Changed(entry);
        lock (_lock)
            _last = (entry, file);
        return file;
    }

    private DataException Changed(int entry) => new($"{_files[entry].Source.Name} has changed while it was packed; pack it again.");
}

/// <summary>A picture of a stream.</summary>
/// <param name="First">The item that is its first band.</param>
/// <param name="Bands">How many bands it has.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct StreamPicture(int First, int Bands, int Width, int Height);
