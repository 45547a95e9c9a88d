using CsCheck;
using Hourglass.Archives;
using Hourglass.Archives.Pixels;
using Hourglass.Numerics;

namespace Hourglass.Tests.Archives.Pixels;

public sealed class ContextCodecTests
{
    private static readonly Gen<(int Levels, int Channels, int Width, int Height, int Count, ulong Seed)> Cases = Gen.Select(
        Gen.Int[0, 5].Select(i => new[] { 2, 3, 17, 256, 1000, 65536 }[i]), Gen.Int[1, 4], Gen.Int[1, 80], Gen.Int[1, 70], Gen.Int[1, 4], Gen.ULong[0, 1000]);

    [Fact]
    public void WhatWasCodedComesBack() => Cases.Sample(
        given =>
        {
            Raster[] pictures =
            [
                .. Enumerable.Range(0, given.Count).Select(i => Pictures.Drawn(given.Width + (i / 2), given.Height, given.Channels, given.Levels, given.Seed + (ulong)(i / 2))),
            ];
            return ComesBack(new ContextCodec(), pictures);
        },
        iter: 60);

    [Theory]
    [InlineData(2)]
    [InlineData(256)]
    [InlineData(65536)]
    public void NoiseAndExtremesComeBack(int levels)
    {
        var random = new Rng(5);
        var noise = new Raster(70, 60, 3, levels);
        foreach (ref var sample in noise.Samples.AsSpan())
            sample = (ushort)random.NextInt(levels);
        var stripes = new Raster(70, 60, 3, levels);
        for (var i = 0; i < stripes.Samples.Length; i++)
            stripes.Samples[i] = (ushort)(i % 2 == 0 ? 0 : levels - 1);
        Assert.True(ComesBack(new ContextCodec(), [noise, stripes, new Raster(70, 60, 3, levels), noise]));
    }

    [Fact]
    public void APictureThatCameBeforeCostsLittle()
    {
        var random = new Rng(7);
        var noise = new Raster(80, 80, 1, 256);
        foreach (ref var sample in noise.Samples.AsSpan())
            sample = (ushort)random.NextInt(256);
        var (once, twice) = (new ContextCodec().Encode([noise], default).Length, new ContextCodec().Encode([noise, noise], default).Length);
        Assert.InRange(twice, once, once * 3 / 2);
    }

    [Fact]
    public void APicturePutTogetherFromThreeOthersCostsLittle()
    {
        var parts = Noise(3, 96);
        var whole = new Raster(96, 96, 1, 256);
        for (var i = 0; i < whole.Samples.Length; i++)
            whole.Samples[i] = parts[i / 96 / 32].Samples[i];
        var (without, with) = (new ContextCodec().Encode(parts, default).Length, new ContextCodec().Encode([.. parts, whole], default).Length);
        Assert.InRange(with - without, 1, whole.Samples.Length / 3);
        Assert.True(ComesBack(new ContextCodec(), [.. parts, whole]));
    }

    [Fact]
    public void ReferencesAreTheEarlierPicturesThatSayMost()
    {
        var parts = Noise(3, 96);
        var twin = new Raster(96, 96, 1, 256);
        for (var i = 0; i < twin.Samples.Length; i++)
            twin.Samples[i] = parts[i % 5 == 0 ? 2 : 0].Samples[i];
        var found = References.Find([.. parts, twin]);
        Assert.Equal([3, 1], found[3]);
        Assert.All(found[..3], Assert.Empty);
    }

    [Fact]
    public void FewValuesOfManyCostNoMoreThanFewValues()
    {
        var few = Pictures.Drawn(60, 60, 1, 4, 1);
        var spread = new Raster(60, 60, 1, 256);
        for (var i = 0; i < few.Samples.Length; i++)
            spread.Samples[i] = (ushort)(few.Samples[i] * 63);
        Assert.InRange(new ContextCodec().Encode([spread], default).Length, 0, new ContextCodec().Encode([few], default).Length + 30);
    }

    [Fact]
    public void AnyBytesDecodeToSamplesWithinTheLevelsOrAreRefused()
    {
        var random = new Rng(3);
        for (var i = 0; i < 300; i++)
        {
            byte[] payload = [(byte)random.NextInt(66), (byte)(11 + random.NextInt(4)), (byte)random.NextInt(9), 0, .. Enumerable.Range(0, random.NextInt(60)).Select(_ => (byte)random.NextInt(256))];
            var picture = new Raster(1 + random.NextInt(90), 7, 1 + random.NextInt(4), 9);
            try
            {
                new ContextCodec().Decode(payload, [picture, new Raster(90, 7, picture.Channels, 9)], default);
            }
            catch (ArchiveFormatException)
            {
                continue;
            }

            Assert.All(picture.Samples, sample => Assert.InRange(sample, 0, 8));
        }
    }

    [Theory]
    [InlineData(64, 12, 0, "flags")]
    [InlineData(16, 12, 0, "flags")]
    [InlineData(1, 12, 0, "small pictures")]
    [InlineData(0, 11, 0, "memory")]
    [InlineData(0, 22, 0, "memory")]
    [InlineData(8, 12, 200, "background")]
    public void AHeadThatIsWrongIsRefused(byte flags, byte logSlots, byte background, string what)
    {
        var error = Assert.Throws<ArchiveFormatException>(() =>
            new ContextCodec().Decode(new byte[] { flags, logSlots, background, 0, 1, 2, 3, 4 }, [new Raster(100, 7, 1, 9)], default));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AChunkShorterThanItsHeadIsRefused() =>
        Assert.Throws<ArchiveFormatException>(() => new ContextCodec().Decode(new byte[] { 0, 12, 0 }, [new Raster(3, 3, 1, 9)], default));

    private static Raster[] Noise(int count, int side)
    {
        var random = new Rng(11);
        Raster[] pictures = [.. Enumerable.Range(0, count).Select(_ => new Raster(side, side, 1, 256))];
        foreach (var picture in pictures)
        {
            foreach (ref var sample in picture.Samples.AsSpan())
                sample = (ushort)random.NextInt(256);
        }

        return pictures;
    }

    internal static bool ComesBack(IPixelCodec codec, IReadOnlyList<Raster> pictures)
    {
        var payload = codec.Encode(pictures, default);
        Raster[] decoded = [.. pictures.Select(picture => new Raster(picture.Width, picture.Height, picture.Channels, picture.Levels))];
        PixelCodecs.Open(codec.Id, codec.Model).Decode(payload, decoded, default);
        return pictures.Zip(decoded).All(pair => pair.First.Samples.AsSpan().SequenceEqual(pair.Second.Samples));
    }
}
