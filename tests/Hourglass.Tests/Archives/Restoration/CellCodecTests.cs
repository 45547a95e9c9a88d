using CsCheck;
using Hourglass.Archives;
using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;
using Hourglass.Numerics;

namespace Hourglass.Tests.Archives.Restoration;

public sealed class CellCodecTests
{
    private static readonly Gen<(int Levels, int Channels, int Count, ulong Seed)> Cases =
        Gen.Select(Gen.Int[2, 256], Gen.Int[1, 4], Gen.Int[1, 5], Gen.ULong[0, 1000]);

    [Fact]
    public void WhatWasCodedComesBack() => Cases.Sample(
        given =>
        {
            var pictures = Draw(given.Levels, given.Channels, given.Count, new Rng(given.Seed));
            var codec = new CellCodec();
            var payload = codec.Encode(pictures, default);
            Raster[] decoded = [.. pictures.Select(picture => new Raster(picture.Width, picture.Height, picture.Channels, picture.Levels))];
            codec.Decode(payload, decoded, default);
            Assert.All(pictures.Zip(decoded), pair => Assert.Equal(pair.First.Samples, pair.Second.Samples));
        },
        iter: 60);

    [Fact]
    public void AnyBytesDecodeToSamplesWithinTheLevels()
    {
        var random = new Rng(3);
        for (var i = 0; i < 50; i++)
        {
            byte[] payload = [.. Enumerable.Range(0, random.NextInt(60)).Select(_ => (byte)random.NextInt(256))];
            var picture = new Raster(13, 11, 2, 5);
            new CellCodec().Decode(payload, [picture], default);
            Assert.All(picture.Samples, sample => Assert.InRange(sample, 0, 4));
        }
    }

    [Fact]
    public void MoreValuesThanAPictureOfCellsHasAreRefusedWithoutTakingMemory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ArchiveFormatException>(() => new CellCodec().Decode(new byte[9], [new Raster(4, 4, 1, 65536)], default));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static Raster[] Draw(int levels, int channels, int count, Rng random) =>
    [
        .. Enumerable.Range(0, count).Select(_ =>
        {
            var picture = new Raster(1 + random.NextInt(90), 1 + random.NextInt(20), channels, levels);
            var value = 0;
            foreach (ref var sample in picture.Samples.AsSpan())
                sample = (ushort)(value = random.NextInt(4) == 0 ? random.NextInt(levels) : value);
            return picture;
        }),
    ];
}
