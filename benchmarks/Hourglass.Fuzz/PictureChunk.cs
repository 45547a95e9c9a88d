using System.Buffers.Binary;
using Hourglass.Archives.Codes;
using Hourglass.Archives.Files;
using Hourglass.Archives.Networks;
using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;

namespace Hourglass.Fuzz;

/// <summary>The input is a codec of pictures: its number, width, height, count and channels, one byte each, levels - 1 and length of the model as u16, model, payload.</summary>
internal static class PictureChunk
{
    private const int HeadBytes = 9;
    private const int MostSamples = 1 << 13;
    private static readonly string[] s_codecs =
    [
        ContextCodec.Letters, NetworkPixelCodec.Name, MixedCodec.Letters, LatticeCodec.Name, VectorCodec.Name, CellCodec.Name, PngPixels.Letters, BrotliPixels.Letters,
    ];

    public static void Decode(ReadOnlyMemory<byte> input)
    {
        if (input.Length < HeadBytes)
            return;
        var head = input.Span;
        var (width, height, count, channels) = (1 + head[1], 1 + head[2], 1 + (head[3] % 8), 1 + (head[4] % 4));
        var levels = Math.Max(2, BinaryPrimitives.ReadUInt16LittleEndian(head[5..]) + 1);
        if (width * height * count * channels > MostSamples)
            return;
        var length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(head[7..]), input.Length - HeadBytes);
        var codec = PixelCodecs.Open(s_codecs[head[0] % s_codecs.Length], input.Slice(HeadBytes, length));
        Raster[] pictures = [.. Enumerable.Range(0, count).Select(_ => new Raster(width, height, channels, levels))];
        codec.Decode(input[(HeadBytes + length)..], pictures, default);
        foreach (var picture in pictures)
        {
            if (picture.Samples.Any(sample => sample >= levels))
                throw new InvalidOperationException($"A sample is not below {levels}.");
        }
    }

    /// <summary>A chunk as such an input; the number of the target is before it.</summary>
    public static byte[]? Write(string codec, Raster picture, int count, ReadOnlySpan<byte> model, ReadOnlySpan<byte> payload)
    {
        var number = Array.IndexOf(s_codecs, codec);
        var levels = picture.Levels - 1;
        return number < 0 ? null :
        [
            2, (byte)number, (byte)(picture.Width - 1), (byte)(picture.Height - 1), (byte)(count - 1), (byte)(picture.Channels - 1),
            (byte)levels, (byte)(levels >> 8), (byte)model.Length, (byte)(model.Length >> 8), .. model, .. payload,
        ];
    }
}
