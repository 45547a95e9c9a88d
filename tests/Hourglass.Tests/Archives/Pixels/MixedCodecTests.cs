using Hourglass.Archives;
using Hourglass.Archives.Pixels;
using Hourglass.Tests.Archives.Networks;

namespace Hourglass.Tests.Archives.Pixels;

public sealed class MixedCodecTests
{
    [Theory]
    [InlineData(nameof(GivenNetworks.Grey))]
    [InlineData(nameof(GivenNetworks.Few))]
    public void WhatWasCodedComesBack(string name)
    {
        var shape = GivenNetworks.Shape(name);
        var codec = new MixedCodec(GivenNetworks.Network(shape).Write());
        Raster[] pictures = [.. Enumerable.Range(0, 4).Select(i => GivenNetworks.Picture(shape, 30 + (i / 2), 20, (ulong)i))];
        Assert.True(ContextCodecTests.ComesBack(codec, pictures));
    }

    [Fact]
    public void ANetworkForOtherPicturesIsRefused()
    {
        var codec = new MixedCodec(GivenNetworks.Network(GivenNetworks.Grey).Write());
        Assert.Throws<ArchiveFormatException>(() => codec.Decode(new byte[] { 8, 12, 0, 0, 1 }, [new Raster(5, 5, 1, 17)], default));
        Assert.Throws<ArchiveFormatException>(() => codec.Decode(new byte[] { 8, 12, 0, 0, 1 }, [new Raster(5, 5, 3, 256)], default));
    }

    [Fact]
    public void AnotherBackgroundThanTheNetworksIsRefused()
    {
        var codec = new MixedCodec(GivenNetworks.Network(GivenNetworks.Grey).Write());
        var error = Assert.Throws<ArchiveFormatException>(() => codec.Decode(new byte[] { 8, 12, 7, 0, 1 }, [new Raster(5, 5, 1, 256)], default));
        Assert.Contains("background", error.Message, StringComparison.Ordinal);
    }
}
