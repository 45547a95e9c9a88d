using Hourglass.Archives.Container;
using Hourglass.Archives.Files;
using Hourglass.Archives.Pixels;
using Microsoft.Win32.SafeHandles;

namespace Hourglass.Archives.Unpacking;

/// <summary>A file that is being unpacked, piece by piece, in any order, by several threads.</summary>
internal sealed class OutputFile : IDisposable
{
    private const int WrittenTogether = 1 << 18;

    private readonly Wanted _wanted;
    private readonly string _path;
    private readonly StreamLayout? _stream;
    private readonly PixelSamples? _samples;
    private readonly Lock _lock = new();
    private SafeFileHandle? _file;
    private Raster? _whole;
    private long _left;

    /// <summary>A file that nothing was written to yet.</summary>
    /// <param name="wanted">What it holds.</param>
    /// <param name="path">Where it goes; its folder is made when the first piece comes.</param>
    public OutputFile(Wanted wanted, string path)
    {
        (_wanted, _path, _left) = (wanted, path, wanted.Items);
        if (wanted.Layout.Pictures is not { } pictures)
            return;
        _stream = wanted.Part.Contents.Streams[pictures.Stream - 1];
        if (wanted.Layout.Kind == EntryKind.Pixels)
            _samples = new PixelSamples(wanted.Layout, _stream);
    }

    /// <summary>How many items have not come.</summary>
    public long Left => _left;

    /// <summary>Whether it comes out as one PNG.</summary>
    public bool IsPng => _wanted.Layout.Kind == EntryKind.Png || _wanted.Picture is not null;

    /// <summary>Makes a file that has no pieces.</summary>
    public void WriteEmpty()
    {
        Open();
        Close();
    }

    /// <summary>Writes a piece of a file of bytes.</summary>
    public void Put(long offset, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            RandomAccess.Write(Open(), bytes, offset);
            Done(bytes.Length);
        }
    }

    /// <summary>Writes a slab of an array.</summary>
    public void Put(Slab slab, ReadOnlySpan<byte> numbers)
    {
        lock (_lock)
        {
            RandomAccess.Write(Open(), numbers, slab.Offset);
            Done(1);
        }
    }

    /// <summary>Writes bands, which belong to this file, in their order.</summary>
    public void Put(IReadOnlyList<(Band Band, Raster Coded)> bands)
    {
        if (IsPng)
        {
            foreach (var (band, coded) in bands)
                PutPng(band, Exact(coded));
            return;
        }

        // Neighbouring pictures mostly lie side by side: they are written together.
        var (start, run) = (0L, new MemoryStream());
        lock (_lock)
        {
            var file = Open();
            foreach (var (offset, bytes) in bands.SelectMany(band => _samples!.Write(Exact(band.Coded), band.Band.Picture, band.Band.Number)))
            {
                if (offset != start + run.Length || run.Length >= WrittenTogether)
                {
                    RandomAccess.Write(file, run.GetBuffer().AsSpan(0, (int)run.Length), start);
                    run.SetLength(0);
                    start = offset;
                }

                run.Write(bytes);
            }

            RandomAccess.Write(file, run.GetBuffer().AsSpan(0, (int)run.Length), start);
            Done(bands.Count);
        }
    }

    /// <summary>Ends a file whose other pieces will not come; zeros stand in their place.</summary>
    /// <returns>Whether there is a file: a PNG needs all of its pieces, others at least one.</returns>
    public bool Abandon()
    {
        if (IsPng || _file is null)
            return false;
        RandomAccess.SetLength(_file, _wanted.Layout.FileBytes(_wanted.Part.Contents.Streams));
        Close();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void PutPng(Band band, Raster exact)
    {
        var pictures = _wanted.Layout.Pictures!;
        if (pictures.Bands > 1)
        {
            lock (_lock)
            {
                _whole ??= new Raster(pictures.Width, pictures.Height, exact.Channels, exact.Levels);
                exact.Samples.CopyTo(_whole.Samples.AsSpan(band.Number * pictures.BandRows * pictures.Width * exact.Channels));
                if (--_left > 0)
                    return;
            }

            WritePng(_whole);
            _whole = null;
            return;
        }

        WritePng(exact);
        Interlocked.Decrement(ref _left);
    }

    private void WritePng(Raster picture)
    {
        var pictures = _wanted.Layout.Pictures!;
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        using var stream = new FileStream(_path, FileMode.Create, FileAccess.Write);
        if (_wanted.Picture is null)
            PngFile.Write(stream, picture, pictures.Form, pictures.Before.Span, pictures.After.Span, PngFile.Pack(picture));
        else
            PngFile.Write(stream, picture);
    }

    private Raster Exact(Raster coded)
    {
        if (_stream!.Step == 1)
            return coded;
        var exact = new Raster(coded.Width, coded.Height, coded.Channels, _stream.Levels);
        for (var i = 0; i < exact.Samples.Length; i++)
            exact.Samples[i] = (ushort)_stream.Sample(coded.Samples[i]);
        return exact;
    }

    private SafeFileHandle Open()
    {
        if (_file is not null)
            return _file;
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _file = File.OpenHandle(_path, FileMode.Create, FileAccess.Write);
        if (_wanted.Layout.Numbers is { } array)
            RandomAccess.Write(_file, array.Before.Span, 0);
        if (_wanted.Layout.Pictures is { } pictures)
        {
            RandomAccess.Write(_file, pictures.Before.Span, 0);
            RandomAccess.Write(_file, pictures.After.Span, _wanted.Layout.FileBytes(_wanted.Part.Contents.Streams) - pictures.After.Length);
        }

        return _file;
    }

    private void Done(long items)
    {
        _left -= items;
        if (_left == 0)
            Close();
    }

    private void Close()
    {
        _file!.Dispose();
        _file = null;
    }
}
