using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Hourglass.Data;
using Hourglass.Data.Images;
using Hourglass.Numerics;
using SkiaSharp;

namespace Hourglass.Tests.Data;

public sealed class LoadedPictureTests
{
    [Fact]
    public void WhatAPngWriterWroteIsReadBackWithDepthAndAlpha() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Bool, Gen.Bool, Gen.Bool, Gen.ULong).Sample((width, height, color, transparent, deep, seed) =>
        {
            var rng = new Rng(seed);
            var (colors, alpha) = (Noise(rng, color ? 3 : 1, height, width), transparent ? Noise(rng, 1, height, width) : null);
            var read = LoadedPicture.Decode(Png(colors, alpha, deep ? 16 : 8));
            Assert.Equal(deep ? 16 : 8, read.BitDepth);
            Assert.Equal(transparent, read.Alpha is not null);
            var step = deep ? 1f / ushort.MaxValue : 1f / byte.MaxValue;
            Near(colors, read.Colors, step);
            if (alpha is not null)
                Near(alpha, read.Alpha!, step);
        });

    [Fact]
    public void WritingWhatWasReadGivesTheSameValues()
    {
        var first = LoadedPicture.Decode(Png(Noise(new Rng(1), 3, 30, 30), Noise(new Rng(2), 1, 30, 30), 16));
        var second = LoadedPicture.Decode(Png(first.Colors, first.Alpha, 16));
        Assert.Equal(first.Colors.Values, second.Colors.Values);
        Assert.Equal(first.Alpha!.Values, second.Alpha!.Values);
    }

    [Fact]
    public void TheColorOfTransparentPixelsIsKept()
    {
        var colors = Noise(new Rng(3), 3, 5, 5);
        Near(colors, LoadedPicture.Decode(Png(colors, new Planes(1, 5, 5), 8)).Colors, 1f / byte.MaxValue);
    }

    [Fact]
    public void ValuesOutsideAreCutAndWhatIsNoNumberIsBlack()
    {
        var colors = new Planes(1, 1, 4);
        ((ReadOnlySpan<float>)[-3, float.NaN, 1.5f, float.PositiveInfinity]).CopyTo(colors.Values);
        Assert.Equal([0, 0, 1, 1], LoadedPicture.Decode(Png(colors, null, 8)).Colors.Values);
    }

    [Theory]
    [InlineData("P5 3 1 255\n", new byte[] { 0, 51, 255 }, 8, new[] { 0, 0.2f, 1 })]
    [InlineData("P5\n# a comment\n3 1\n100\n", new byte[] { 0, 20, 100 }, 8, new[] { 0, 0.2f, 1 })]
    [InlineData("P5 2 1 65535\n", new byte[] { 0x33, 0x33, 0xFF, 0xFF }, 16, new[] { 0.2f, 1 })]
    [InlineData("P6 1 1 255\n", new byte[] { 0, 51, 255 }, 8, new[] { 0, 0.2f, 1 })]
    public void PgmAndPpmAreRead(string header, byte[] samples, int depth, float[] expected)
    {
        var picture = LoadedPicture.Decode([.. Encoding.ASCII.GetBytes(header), .. samples]);
        Assert.Equal(depth, picture.BitDepth);
        Assert.Equal(expected, picture.Colors.Values, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData("P5 3 1 255\n\0\0", "is truncated")]
    [InlineData("P5 1 1 7\n\b", "has a sample of 8, above its white of 7")]
    [InlineData("P5 1000000000 1000000000 255\n\0", "is 1000000000x1000000000")]
    [InlineData("P6 60000 60000 255\n\0", "is 60000x60000")]
    [InlineData("P5 0 1 255\n\0", "is 0x1")]
    public void HostilePnmIsRefused(string file, string reason) => Refused(Encoding.Latin1.GetBytes(file), reason);

    [Fact]
    public void APictureThatClaimsToBeHugeIsRefusedBeforeAnythingIsReserved()
    {
        foreach (var depth in (ReadOnlySpan<int>)[8, 16])
        {
            var file = Png(new Planes(1, 1, 1), null, depth);
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), 1_000_000_000);
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), 1_000_000_000);
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), System.IO.Hashing.Crc32.HashToUInt32(file.AsSpan(12, 17)));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<DataException>(() => LoadedPicture.Decode(file));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void AJpegHoldsWhatItWasGivenOnWhite()
    {
        var (grey, clear) = (new Planes(1, 16, 16), new Planes(1, 16, 16));
        using var stream = new MemoryStream();
        using (var writer = new JpegPictureWriter(stream, 16, 16, 1, hasAlpha: true, quality: 95))
            writer.Write(grey, clear);
        Assert.Equal([0xFF, 0xD8], stream.ToArray()[..2]);
        Assert.All(LoadedPicture.Decode(stream.ToArray()).Colors.Values, value => Assert.InRange(value, 0.99f, 1));

        var color = new Planes(3, 16, 16);
        color.Plane(1).Fill(1);
        using var second = new MemoryStream();
        using (var writer = new JpegPictureWriter(second, 16, 16, 3, hasAlpha: false, quality: 95))
            writer.Write(color, null);
        Near(color, LoadedPicture.Decode(second.ToArray()).Colors, 0.02f);
    }

    [Fact]
    public void ASideThatJpegCannotHoldIsRefused()
    {
        var error = Assert.Throws<DataException>(() => new JpegPictureWriter(Stream.Null, 70000, 1, 1, false, 95));
        Assert.Contains("write PNG", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowsOfAnotherPictureAreRefused()
    {
        using var writer = new PngPictureWriter(Stream.Null, 4, 4, 1, hasAlpha: false, 8);
        Assert.Throws<ArgumentException>(() => writer.Write(new Planes(3, 1, 4), null));
        Assert.Throws<ArgumentException>(() => writer.Write(new Planes(1, 1, 5), null));
        Assert.Throws<ArgumentException>(() => writer.Write(new Planes(1, 1, 4), new Planes(1, 1, 4)));
        Assert.Throws<InvalidOperationException>(() => writer.Write(new Planes(1, 5, 4), null));
    }

    [Fact]
    public void ALargePngHasSeveralChunksThatOthersRead()
    {
        var colors = Noise(new Rng(8), 3, 800, 700);
        var file = Png(colors, null, 8);
        Assert.True(Count(file, "IDAT"u8) > 1);
        using var bitmap = SKBitmap.Decode(file);
        Assert.Equal((700, 800), (bitmap.Width, bitmap.Height));
        Assert.Equal((byte)(colors.Plane(0)[700 * 799 + 5] * 255 + 0.5f), bitmap.GetPixel(5, 799).Red);
    }

    private static int Count(ReadOnlySpan<byte> file, ReadOnlySpan<byte> word)
    {
        var count = 0;
        for (int at; (at = file.IndexOf(word)) >= 0; file = file[(at + word.Length)..])
            count++;
        return count;
    }

    private static byte[] Png(Planes colors, Planes? alpha, int depth)
    {
        using var stream = new MemoryStream();
        using (var writer = new PngPictureWriter(stream, colors.Width, colors.Height, colors.Channels, alpha is not null, depth))
            writer.Write(colors, alpha);
        return stream.ToArray();
    }

    private static void Refused(byte[] file, string reason) =>
        Assert.Contains(reason, Assert.Throws<DataException>(() => LoadedPicture.Decode(file)).Message, StringComparison.Ordinal);

    private static void Near(Planes expected, Planes found, float step)
    {
        Assert.Equal((expected.Height, expected.Width), (found.Height, found.Width));
        for (var channel = 0; channel < expected.Channels; channel++)
        {
            // A picture whose channels happen to be equal is read as grey.
            var a = expected.Plane(channel);
            var b = found.Plane(Math.Min(channel, found.Channels - 1));
            for (var i = 0; i < a.Length; i++)
                Assert.True(Math.Abs(a[i] - b[i]) <= 0.51f * step, $"{a[i]} became {b[i]}");
        }
    }

    private static Planes Noise(Rng rng, int channels, int height, int width)
    {
        var planes = new Planes(channels, height, width);
        for (var i = 0; i < planes.Values.Length; i++)
            planes.Values[i] = rng.NextSingle(0, 1);
        return planes;
    }
}
