using System.IO.Hashing;
using Hourglass.Archives;
using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;
using Hourglass.Numerics;

namespace Hourglass.Tests.Archives.Restoration;

public sealed class LatticeCodecTests
{
    [Fact]
    public void ACodecOpenedFromItsModelMakesTheSameLikenesses()
    {
        var pictures = Blobs(20);
        var codec = Codec(pictures, 4);
        var payload = codec.Encode(pictures, default);
        var opened = PixelCodecs.Open(codec.Id, codec.Model);
        Assert.Equal(codec.Model.ToArray(), opened.Model.ToArray());
        Assert.Equal(payload, opened.Encode(pictures, default));
        Assert.Equal(Decode(codec, payload, pictures), Decode(opened, payload, pictures));
    }

    [Fact]
    public void ModelPayloadAndSamplesAreThoseOfThisVersionOfTheFormat()
    {
        var pictures = Blobs(20);
        var codec = Codec(pictures, 4);
        var payload = codec.Encode(pictures, default);
        byte[] samples = [.. Decode(codec, payload, pictures).Select(sample => (byte)sample)];
        Assert.Equal("c342c854", $"{Crc32.HashToUInt32([.. codec.Model.Span, .. payload, .. samples]):x8}");
    }

    [Fact]
    public void WithoutANetworkEverySampleBecomesTheValueOfItsCell()
    {
        var pictures = Blobs(5);
        var lattice = new Lattice(256, [100, 200], [0, 4096, Lattice.One]);
        var codec = new LatticeCodec(lattice, 1, network: null, new CellCodec());
        var decoded = Decode(PixelCodecs.Open(codec.Id, codec.Model), codec.Encode(pictures, default), pictures);
        Assert.Equal(pictures.SelectMany(picture => picture.Samples).Select(sample => (ushort)(sample < 100 ? 0 : sample < 200 ? 128 : 255)), decoded);
    }

    [Fact]
    public void AModelCutShortAnywhereIsRefused()
    {
        var model = Codec(Blobs(5), 3).Model;
        for (var length = 0; length < model.Length; length++)
            Assert.Throws<ArchiveFormatException>(() => LatticeCodec.Open(model[..length]));
    }

    [Fact]
    public void AChangedModelIsRefusedOrStillAModel()
    {
        var model = Codec(Blobs(5), 3).Model;
        var refused = 0;
        for (var bit = 0; bit < 8 * model.Length; bit += 5)
        {
            var changed = model.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                LatticeCodec.Open(changed);
            }
            catch (ArchiveFormatException)
            {
                refused++;
            }
        }

        Assert.True(refused > 6 * model.Length / 5, $"{refused} of {8 * model.Length / 5}");
    }

    [Fact]
    public void PicturesOfOtherLevelsOrChannelsAreRefused()
    {
        var codec = Codec(Blobs(5), 3);
        Assert.Throws<ArchiveFormatException>(() => codec.Encode([new Raster(4, 4, 3, 256)], default));
        Assert.Throws<ArchiveFormatException>(() => codec.Decode(new byte[9], [new Raster(4, 4, 1, 65536)], default));
    }

    [Theory]
    [InlineData(256, new ushort[] { 5, 5 }, new short[] { 1, 2, 3 })]
    [InlineData(256, new ushort[] { 0 }, new short[] { 1, 2 })]
    [InlineData(256, new ushort[] { 256 }, new short[] { 1, 2 })]
    [InlineData(256, new ushort[] { 5 }, new short[] { -1, 2 })]
    [InlineData(256, new ushort[] { 5 }, new short[] { 1, 8193 })]
    [InlineData(256, new ushort[] { }, new short[] { 1 })]
    [InlineData(1, new ushort[] { 1 }, new short[] { 1, 2 })]
    public void LatticesThatMakeNoSenseAreRefused(int levels, ushort[] starts, short[] values) =>
        Assert.Throws<ArchiveFormatException>(() => new Lattice(levels, starts, values));

    [Fact]
    public void LloydFindsTheTwoValuesThatOccur()
    {
        var histogram = new long[256];
        (histogram[10], histogram[200]) = (70, 30);
        var lattice = LatticeDesign.Lloyd(histogram, 2);
        Assert.Equal([10, 200], lattice.Values.Select(value => (int)lattice.Sample(value)));
    }

    internal static Raster[] Blobs(int count) =>
    [
        .. Enumerable.Range(0, count).Select(n =>
        {
            var random = new Rng(5, (ulong)n);
            var picture = new Raster(16 + random.NextInt(3), 15, 1, 256);
            var (x, y, size) = (random.NextInt(16), random.NextInt(15), 10 + random.NextInt(40));
            for (var i = 0; i < picture.Samples.Length; i++)
            {
                var distance = Math.Pow((i % picture.Width) - x, 2) + Math.Pow((i / picture.Width) - y, 2);
                picture.Samples[i] = (ushort)Math.Clamp(300 - (int)(200 * distance / size), 0, 255);
            }

            return picture;
        }),
    ];

    private static LatticeCodec Codec(Raster[] pictures, int cells) => new(
        LatticeDesign.Lloyd(LatticeDesign.Histogram(pictures), cells), 1, RandomNetwork.Draw(new Rng(1), 1, 8, 2), new CellCodec());

    private static ushort[] Decode(IPixelCodec codec, byte[] payload, Raster[] like)
    {
        Raster[] decoded = [.. like.Select(picture => new Raster(picture.Width, picture.Height, picture.Channels, picture.Levels))];
        codec.Decode(payload, decoded, default);
        return [.. decoded.SelectMany(picture => picture.Samples)];
    }
}
