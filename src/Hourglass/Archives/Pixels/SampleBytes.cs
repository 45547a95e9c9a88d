using System.Buffers.Binary;
using Hourglass.Archives.Container;

namespace Hourglass.Archives.Pixels;

/// <summary>Samples as plain bytes: one each, or two, the lower first, if there are more than 256 levels.</summary>
internal static class SampleBytes
{
    /// <summary>How many bytes some pictures take.</summary>
    public static int Count(IReadOnlyList<Raster> pictures) => checked((int)pictures.Sum(picture => (long)picture.Samples.Length * Size(picture)));

    /// <summary>The bytes of some pictures.</summary>
    public static byte[] Of(IReadOnlyList<Raster> pictures)
    {
        var bytes = new byte[Count(pictures)];
        var rest = bytes.AsSpan();
        foreach (var picture in pictures)
        {
            Write(picture, rest);
            rest = rest[(picture.Samples.Length * Size(picture))..];
        }

        return bytes;
    }

    /// <summary>Fills in the samples of some pictures.</summary>
    /// <param name="bytes">As many as <see cref="Count"/> says.</param>
    /// <param name="pictures">Their sizes are known.</param>
    /// <exception cref="ArchiveFormatException">A sample is out of range.</exception>
    public static void Into(ReadOnlySpan<byte> bytes, IReadOnlyList<Raster> pictures)
    {
        foreach (var picture in pictures)
        {
            var size = Size(picture);
            for (var i = 0; i < picture.Samples.Length; i++)
                picture.Samples[i] = size == 1 ? bytes[i] : BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]);
            if (picture.Samples.AsSpan().ContainsAnyExceptInRange((ushort)0, (ushort)(picture.Levels - 1)))
                throw new ArchiveFormatException(0, "a sample of a chunk", "out of range", $"below {picture.Levels}");
            bytes = bytes[(picture.Samples.Length * size)..];
        }
    }

    /// <summary>The checksum of the bytes of some pictures.</summary>
    public static uint Checksum(IReadOnlyList<Raster> pictures)
    {
        var crc = 0u;
        foreach (var picture in pictures)
            crc = Crc32C.Of(Of([picture]), crc);
        return crc;
    }

    private static int Size(Raster picture) => picture.Levels > 256 ? 2 : 1;

    private static void Write(Raster picture, Span<byte> bytes)
    {
        for (var i = 0; i < picture.Samples.Length; i++)
        {
            if (picture.Levels > 256)
                BinaryPrimitives.WriteUInt16LittleEndian(bytes[(2 * i)..], picture.Samples[i]);
            else
                bytes[i] = (byte)picture.Samples[i];
        }
    }
}
