using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hourglass.Data.Images;

/// <summary>A PNG of 8 or 16 bits, grey or RGB, with or without alpha.</summary>
/// <remarks>PNG Specification, third edition (W3C, 2025).</remarks>
public sealed class PngPictureWriter : IPictureWriter
{
    private readonly PngStream _png;
    private readonly int _width;
    private readonly int _channels;
    private readonly bool _hasAlpha;
    private readonly int _bitDepth;
    private readonly byte[] _row;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 for grey, 3 for RGB.</param>
    /// <param name="hasAlpha">Whether alpha follows the color of every pixel.</param>
    /// <param name="bitDepth">8 or 16.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is none that a PNG can have.</exception>
    public PngPictureWriter(Stream stream, int width, int height, int channels, bool hasAlpha, int bitDepth)
    {
        (_width, _channels, _hasAlpha, _bitDepth) = (width, channels, hasAlpha, bitDepth);
        _png = new PngStream(stream, width, height, channels + (hasAlpha ? 1 : 0), bitDepth);
        _row = new byte[_png.RowBytes];
    }

    /// <inheritdoc />
    public void Write(Planes rows, Planes? alpha)
    {
        Quantized.Check(rows, alpha, _channels, _width, _hasAlpha);
        for (var y = 0; y < rows.Height; y++)
        {
            if (_bitDepth == 8)
            {
                Quantized.Row(rows, alpha, y, _row);
            }
            else
            {
                var words = MemoryMarshal.Cast<byte, ushort>(_row.AsSpan());
                Quantized.Row(rows, alpha, y, words);
                if (BitConverter.IsLittleEndian)
                    BinaryPrimitives.ReverseEndianness(words, words);
            }

            _png.WriteRow(_row);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _png.Dispose();
}
