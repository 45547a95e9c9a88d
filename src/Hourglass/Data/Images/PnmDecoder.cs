using System.Buffers.Binary;
using Hourglass.Data.Bytes;
using SkiaSharp;

namespace Hourglass.Data.Images;

/// <summary>Takes a binary PGM or PPM apart; white becomes 255, or 65535 where a sample takes two bytes.</summary>
internal static class PnmDecoder
{
    private const int RgbaBytes = 4;

    /// <summary>Decodes a picture whose sides were checked.</summary>
    /// <param name="header">What the file says of itself.</param>
    /// <param name="file">The whole file.</param>
    /// <exception cref="DataException">It is shorter than it says, or a sample is above white.</exception>
    public static Picture Decode(PnmHeader header, ReadOnlySpan<byte> file)
    {
        var isWide = header.Most > byte.MaxValue;
        var count = header.Width * header.Height * header.Channels;
        var samples = file[header.Length..];
        if (samples.Length < (long)count * (isWide ? sizeof(ushort) : sizeof(byte)))
            throw new DataException($"is truncated: {header.Width}x{header.Height} take more than its {samples.Length} bytes of pixels");
        return isWide ? Wide(header, samples, count) : Narrow(header, samples[..count]);
    }

    private static Picture Wide(PnmHeader header, ReadOnlySpan<byte> samples, int count)
    {
        var values = new ushort[count];
        for (var i = 0; i < count; i++)
            values[i] = (ushort)Scaled(BinaryPrimitives.ReadUInt16BigEndian(samples[(sizeof(ushort) * i)..]), header.Most, ushort.MaxValue);
        return new Picture(new PngPicture(header.Width, header.Height, header.Channels, 16, values));
    }

    private static Picture Narrow(PnmHeader header, ReadOnlySpan<byte> samples)
    {
        var stride = header.Channels == 1 ? 1 : RgbaBytes;
        var rented = Buffers.Rent(header.Width * header.Height * stride);
        try
        {
            for (int i = 0, at = 0; i < samples.Length; at += stride)
            {
                for (var channel = 0; channel < header.Channels; channel++, i++)
                    rented[at + channel] = (byte)Scaled(samples[i], header.Most, byte.MaxValue);
                if (stride == RgbaBytes)
                    rented[at + RgbaBytes - 1] = byte.MaxValue;
            }

            return new Picture(rented, header.Width, header.Height, stride, SKEncodedOrigin.TopLeft);
        }
        catch
        {
            Buffers.Return(rented);
            throw;
        }
    }

    private static int Scaled(int sample, int most, int white) => sample <= most
        ? most == white ? sample : (int)(((long)sample * white + most / 2) / most)
        : throw new DataException($"has a sample of {sample}, above its white of {most}");
}
