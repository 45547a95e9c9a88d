using System.Buffers.Binary;
using Hourglass.Archives.Container;
using Hourglass.Archives.Pixels;
using Hourglass.Data;
using Hourglass.Data.Bytes;

namespace Hourglass.Archives.Files;

/// <summary>Brings bands of pictures from the samples of a file of kind <see cref="EntryKind.Pixels"/>, and back.</summary>
/// <param name="entry">The entry.</param>
/// <param name="stream">Its stream.</param>
internal sealed class PixelSamples(EntryLayout entry, StreamLayout stream)
{
    private readonly PictureLayout _pictures = entry.Pictures!;
    private readonly SampleOrder _order = (SampleOrder)entry.Pictures!.Form;
    private readonly int _sampleBytes = EntryLayout.SampleBytes(stream);

    private int Planes => (_order & SampleOrder.Planar) != 0 ? stream.Channels : 1;

    private int PlaneChannels => stream.Channels / Planes;

    private long PlaneRowBytes => Planes == 1 ? entry.RowBytes(stream) : (long)_pictures.Width * _sampleBytes;

    /// <summary>Reads a band.</summary>
    /// <exception cref="DataException">The file has changed.</exception>
    public Raster Read(ByteStore file, int picture, int band)
    {
        var raster = new Raster(_pictures.Width, _pictures.RowsOf(band), stream.Channels, stream.Levels);
        var bytes = new byte[checked(PlaneRowBytes * raster.Height)];
        for (var plane = 0; plane < Planes; plane++)
        {
            file.Read(OffsetOf(picture, band, plane), bytes);
            for (var y = 0; y < raster.Height; y++)
                FromRow(RowOf(bytes, y, raster.Height), raster, y, plane);
        }

        return raster;
    }

    /// <summary>The pieces of the file that a band fills.</summary>
    public IEnumerable<(long Offset, byte[] Bytes)> Write(Raster raster, int picture, int band)
    {
        for (var plane = 0; plane < Planes; plane++)
        {
            var bytes = new byte[checked(PlaneRowBytes * raster.Height)];
            for (var y = 0; y < raster.Height; y++)
                ToRow(raster, y, plane, RowOf(bytes, y, raster.Height));
            yield return (OffsetOf(picture, band, plane), bytes);
        }
    }

    /// <summary>Whether a band of the first picture comes back as it is: samples in range, padding zero.</summary>
    public bool AreExact(ByteStore file, int band)
    {
        var raster = Read(file, 0, band);
        foreach (var (offset, bytes) in Write(raster, 0, band))
        {
            var found = new byte[bytes.Length];
            file.Read(offset, found);
            if (!found.AsSpan().SequenceEqual(bytes))
                return false;
        }

        return !raster.Samples.AsSpan().ContainsAnyExceptInRange((ushort)0, (ushort)(stream.Levels - 1));
    }

    private long OffsetOf(int picture, int band, int plane)
    {
        var above = band * _pictures.BandRows;
        var row = (_order & SampleOrder.BottomUp) != 0 ? _pictures.Height - above - _pictures.RowsOf(band) : above;
        return _pictures.Before.Length + (((((long)picture * Planes) + plane) * _pictures.Height) + row) * PlaneRowBytes;
    }

    private Span<byte> RowOf(byte[] bytes, int y, int rows)
    {
        var row = (_order & SampleOrder.BottomUp) != 0 ? rows - 1 - y : y;
        return bytes.AsSpan((int)(row * PlaneRowBytes), (int)PlaneRowBytes);
    }

    private void FromRow(ReadOnlySpan<byte> row, Raster raster, int y, int plane)
    {
        var line = raster.Samples.AsSpan(y * raster.Width * stream.Channels, raster.Width * stream.Channels);
        for (var i = 0; i < raster.Width * PlaneChannels; i++)
            line[PlaceOf(i, plane)] = _sampleBytes == 1 ? row[i] : BinaryPrimitives.ReadUInt16BigEndian(row[(2 * i)..]);
    }

    private void ToRow(Raster raster, int y, int plane, Span<byte> row)
    {
        var line = raster.Samples.AsSpan(y * raster.Width * stream.Channels, raster.Width * stream.Channels);
        for (var i = 0; i < raster.Width * PlaneChannels; i++)
        {
            var sample = line[PlaceOf(i, plane)];
            if (_sampleBytes == 1)
                row[i] = (byte)sample;
            else
                BinaryPrimitives.WriteUInt16BigEndian(row[(2 * i)..], sample);
        }
    }

    private int PlaceOf(int i, int plane)
    {
        if (Planes > 1)
            return (i * stream.Channels) + plane;
        if ((_order & SampleOrder.Reversed) == 0)
            return i;
        var channel = i % stream.Channels;
        return i - channel + (stream.Channels - 1 - channel);
    }
}
