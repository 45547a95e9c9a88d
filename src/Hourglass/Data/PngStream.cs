using System.Buffers.Binary;
using System.IO.Compression;

namespace Hourglass.Data;

/// <summary>Writes a PNG row after row.</summary>
internal sealed class PngStream : IDisposable
{
    // What is packed is written whenever there is more of it than this.
    private const int ChunkLimit = 1 << 20;

    private readonly Stream _stream;
    private readonly MemoryStream _packed = new();
    private readonly ZLibStream _zlib;
    private readonly int _pixelBytes;
    private int _left;
    private byte[] _above;
    private byte[] _best;
    private byte[] _candidate;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.</param>
    /// <param name="bitDepth">8 or 16.</param>
    public PngStream(Stream stream, int width, int height, int channels, int bitDepth)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        _pixelBytes = channels * bitDepth / 8;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, (Array.MaxLength - 1) / _pixelBytes);
        (_stream, _left, RowBytes) = (stream, height, width * _pixelBytes);
        (_above, _best, _candidate) = (new byte[RowBytes], new byte[RowBytes + 1], new byte[RowBytes + 1]);
        _zlib = new ZLibStream(_packed, CompressionLevel.Optimal, leaveOpen: true);

        stream.Write(Png.Signature);
        Span<byte> header = stackalloc byte[PngDecoder.HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = (byte)bitDepth;
        header[9] = channels switch
        {
            1 => PngDecoder.Grey,
            2 => PngDecoder.GreyAlpha,
            3 => PngDecoder.Rgb,
            _ => PngDecoder.RgbAlpha,
        };
        Png.WriteChunk(stream, "IHDR"u8, header);
    }

    /// <summary>Bytes of one row.</summary>
    public int RowBytes { get; }

    /// <summary>Writes the next row; with the last one the file is complete.</summary>
    /// <param name="row">Samples as PNG stores them, 16-bit ones with the higher byte first.</param>
    /// <exception cref="InvalidOperationException">All rows are there already.</exception>
    public void WriteRow(ReadOnlySpan<byte> row)
    {
        if (_left == 0)
            throw new InvalidOperationException("The picture has all its rows.");
        Png.WriteRow(_zlib, row, _above, _pixelBytes, ref _best, ref _candidate);
        row.CopyTo(_above);
        _left--;
        if (_left == 0)
            _zlib.Dispose();
        if (_packed.Length > ChunkLimit || _left == 0)
        {
            Png.WriteChunk(_stream, "IDAT"u8, _packed.GetBuffer().AsSpan(0, (int)_packed.Length));
            _packed.SetLength(0);
        }

        if (_left == 0)
            Png.WriteChunk(_stream, "IEND"u8, []);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _zlib.Dispose();
        _packed.Dispose();
    }
}
