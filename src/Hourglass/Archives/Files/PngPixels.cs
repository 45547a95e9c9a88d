using Hourglass.Archives.Container;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Archives.Files;

/// <summary>
/// Pictures as PNG packs them, so that a file that somebody packed well never grows: its own data is kept. Each picture is the number of
/// its packed bytes and these bytes, the data of IDAT.
/// </summary>
internal sealed class PngPixels : IPixelCodec
{
    /// <summary>Its letters.</summary>
    public const string Letters = "idat";

    /// <inheritdoc/>
    public string Id => Letters;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Model => default;

    /// <summary>The payload of pictures that are packed already.</summary>
    public static byte[] Payload(IEnumerable<ReadOnlyMemory<byte>> packed)
    {
        var fields = new FieldWriter();
        foreach (var bytes in packed)
            fields.Bytes(bytes.Span);
        return fields.Written.ToArray();
    }

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<Raster> pictures, CancellationToken cancellation) =>
        Payload(pictures.Select(picture => (ReadOnlyMemory<byte>)PngFile.Pack(picture)));

    /// <inheritdoc/>
    public void Decode(ReadOnlyMemory<byte> payload, IReadOnlyList<Raster> pictures, CancellationToken cancellation)
    {
        var fields = new FieldReader(payload, 0);
        foreach (var picture in pictures)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!int.IsPow2(picture.Levels) || int.Log2(picture.Levels) is not (1 or 2 or 4 or 8 or 16))
                throw fields.Wrong("the levels of a picture packed as PNG", $"{picture.Levels}", "2, 4, 16, 256 or 65536");
            try
            {
                PngFile.Unpack(fields.Bytes("a picture packed as PNG", int.MaxValue), picture);
            }
            catch (DataException broken)
            {
                throw fields.Wrong("a picture packed as PNG", $"one that {broken.Message}", "a whole one");
            }
        }

        fields.End("a chunk packed as PNG");
    }
}
