using System.Buffers.Binary;
using System.IO.Hashing;
using CsCheck;
using Hourglass.Data;
using SkiaSharp;

namespace Hourglass.Tests.Data;

public sealed class PngTests
{
    private static readonly Gen<(int Width, int Height, int Channels)> s_sizes =
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20], Gen.Bool.Select(color => color ? 3 : 1));

    [Fact]
    public void EightBitPicturesComeBack() =>
        s_sizes.SelectMany(size => Gen.Byte.Array[size.Width * size.Height * size.Channels].Select(values => (size, values))).Sample(picture =>
        {
            var ((width, height, channels), values) = picture;
            var read = Png.Decode(Png.Encode(width, height, channels, values));
            Assert.Equal((width, height, channels, 8), (read.Width, read.Height, read.Channels, read.BitDepth));
            Assert.Equal(values, read.Interleaved.Select(value => (byte)value));
        }, iter: 200);

    [Fact]
    public void SixteenBitPicturesComeBack() =>
        s_sizes.SelectMany(size => Gen.UShort.Array[size.Width * size.Height * size.Channels].Select(values => (size, values))).Sample(picture =>
        {
            var ((width, height, channels), values) = picture;
            var read = Png.Decode(Png.Encode(width, height, channels, values));
            Assert.Equal(16, read.BitDepth);
            Assert.Equal(values, read.Interleaved);
        }, iter: 200);

    [Fact]
    public void AllSixteenBitValuesAreExactInADataSet()
    {
        using var folder = new TemporaryFolder();
        var values = new ushort[256 * 256];
        for (var i = 0; i < values.Length; i++)
            values[i] = (ushort)i;
        folder.Write("all.png", Png.Encode(256, 256, 1, values));
        using var data = DataSets.Open(folder.Path);
        Assert.Equal((0f, 65535f), data.Range);
        var read = new float[data.Shape.Size];
        data.Read(0, read);
        Assert.Equal(values.Select(value => (float)value), read);
    }

    [Fact]
    public void AnotherDecoderReadsWhatIsWritten()
    {
        var values = TemporaryFolder.Values(7, 13 * 9 * 3);
        using var bitmap = SKBitmap.Decode(Png.Encode(13, 9, 3, values));
        for (var i = 0; i < 13 * 9; i++)
        {
            var pixel = bitmap.GetPixel(i % 13, i / 13);
            Assert.Equal(values.AsSpan(i * 3, 3).ToArray(), new[] { pixel.Red, pixel.Green, pixel.Blue });
        }
    }

    [Fact]
    public void WhatAnotherEncoderWritesIsRead()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(40, 30, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (var i = 0; i < 40 * 30; i++)
            bitmap.SetPixel(i % 40, i / 40, new SKColor((byte)(i * 3), (byte)(i / 7), (byte)(i * i), (byte)(255 - i % 3)));
        var read = Png.Decode(bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray());
        Assert.Equal(4, read.Channels);
        for (var i = 0; i < 40 * 30; i++)
        {
            var pixel = bitmap.GetPixel(i % 40, i / 40);
            Assert.Equal([pixel.Red, pixel.Green, pixel.Blue, pixel.Alpha], read.Interleaved.AsSpan(i * 4, 4).ToArray());
        }
    }

    [Theory]
    [InlineData(0, "signature")]
    [InlineData(45, "checksum in its IDAT")]
    [InlineData(20, "checksum in its IHDR")]
    public void AChangedByteIsFound(int at, string found)
    {
        var file = Sample();
        file[at] ^= 0x10;
        Assert.Contains(found, Assert.Throws<DataException>(() => Png.Decode(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryTruncationIsFound()
    {
        var file = Sample();
        for (var length = 0; length < file.Length; length++)
            Assert.Throws<DataException>(() => Png.Decode(file.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(16, 0x7F, "pixels at most")]
    [InlineData(16, 0xFF, "pixels at most")]
    [InlineData(17, 0x01, "truncated or forged")]
    [InlineData(19, 0x00, "sides are at least 1")]
    [InlineData(24, 4, "with 4 bits")]
    [InlineData(25, 3, "color type 3")]
    [InlineData(26, 1, "compression 1")]
    [InlineData(28, 1, "interlaced")]
    public void AForgedHeaderIsRefusedBeforeMemoryIsTaken(int at, byte value, string found)
    {
        var file = Sample();
        file[at] = value;
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), Crc32.HashToUInt32(file.AsSpan(12, 17)));
        Assert.Contains(found, Assert.Throws<DataException>(() => Png.Decode(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SizesThatDoNotFitTheValuesAreRefused()
    {
        Assert.Throws<ArgumentException>(() => Png.Encode(2, 2, 1, new byte[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Png.Encode(2, 2, 2, new byte[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Png.Encode(0, 2, 1, new byte[0]));
    }

    private static byte[] Sample() => Png.Encode(4, 4, 1, Enumerable.Range(0, 16).Select(i => (ushort)(i * 4000)).ToArray());
}
