using Hourglass.Archives;
using Hourglass.Archives.Codes;
using Hourglass.Archives.Coding;
using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;
using Hourglass.Numerics;
using Hourglass.Tests.Archives.Restoration;

namespace Hourglass.Tests.Archives.Codes;

public sealed class VectorCodecTests
{
    private const int Latents = 3;

    [Theory]
    [InlineData(9, 7, 1)]
    [InlineData(8, 8, 3)]
    [InlineData(1, 2, 2)]
    public void EveryPathMakesThePicturesThatTheScalarOneMakes(int width, int height, int channels)
    {
        var random = new Rng(4);
        var decoder = Decoder(random, width, height, channels);
        for (var i = 0; i < 20; i++)
        {
            var code = RandomNetwork.Numbers(random, Latents, 60);
            var expected = Run(decoder, code, ConvPath.Scalar);
            foreach (var path in Enum.GetValues<ConvPath>().Where(path => path <= ConvArithmetic.Best))
                Assert.Equal(expected, Run(decoder, code, path));
        }
    }

    [Fact]
    public void SpreadingAndAConvolutionAreATransposedConvolution()
    {
        short[] values = [1, 2, 3, 4, 5, 6];
        Assert.Equal([1, 0, 2, 0, 3, 0, 0, 0, 0, 0, 4, 0, 5, 0, 6], VectorDecoder.Spread(values, (3, 2), (5, 3), 1).Select(value => (int)value));
        Assert.Equal([1, 2, 0, 0, 3, 4], VectorDecoder.Spread(values.AsSpan(0, 4), (2, 1), (3, 1), 2).Select(value => (int)value));
    }

    [Fact]
    public void CodesComeBackFromTheirStream()
    {
        var random = new Rng(6);
        LatentRange[] ranges = [new(-5, 11), new(3, 1), new(-1023, 2047)];
        short[][] codes = [.. Enumerable.Range(0, 200).Select(_ => ranges.Select(range => (short)(range.Low + random.NextInt(range.Count))).ToArray())];
        var encoder = new BinaryEncoder();
        var coding = new LatentCoding(ranges);
        foreach (var code in codes)
            coding.Code(ref encoder, code);
        var codec = new VectorCodec(256, ranges, Decoder(random, 6, 5, 1), quantize: null);
        Assert.Equal(codes, codec.DecodeCodes(encoder.Finish(), codes.Length));
    }

    [Fact]
    public void AnOpenedModelDecodesAlikeAndCannotEncode()
    {
        var codec = Codec();
        var opened = PixelCodecs.Open(codec.Id, codec.Model);
        Assert.Equal(codec.Model.ToArray(), opened.Model.ToArray());
        byte[] payload = [1, 2, 3, 4, 5, 6, 7];
        Raster[] first = [new(6, 5, 1, 256), new(6, 5, 1, 256)], second = [new(6, 5, 1, 256), new(6, 5, 1, 256)];
        codec.Decode(payload, first, default);
        opened.Decode(payload, second, default);
        Assert.Equal(first.Select(picture => picture.Samples), second.Select(picture => picture.Samples));
        Assert.Throws<InvalidOperationException>(() => opened.Encode(first, default));
        Assert.Throws<ArchiveFormatException>(() => opened.Decode(payload, [new Raster(7, 5, 1, 256)], default));
    }

    [Fact]
    public void AModelCutShortOrChangedIsRefusedOrStillAModel()
    {
        var model = Codec().Model;
        for (var length = 0; length < model.Length; length++)
            Assert.Throws<ArchiveFormatException>(() => VectorCodec.Open(model[..length]));
        var refused = 0;
        for (var bit = 0; bit < 8 * model.Length; bit += 3)
        {
            var changed = model.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                VectorCodec.Open(changed);
            }
            catch (ArchiveFormatException)
            {
                refused++;
            }
        }

        Assert.True(refused > 2 * model.Length, $"{refused} of {8 * model.Length / 3}");
    }

    [Fact]
    public void DecodersThatWouldTakeVeryLongAreRefused()
    {
        ConvLayer Wide(int outputs) => new(128, outputs, 7, true, new short[9 * 128 * outputs], new short[outputs]);
        var (w, h) = VectorDecoder.SizeBefore(256, 256, 1);
        var dense = new DenseLayer(5, new short[w * h * 128], new short[w * h * 128], VectorDecoder.MaxCode * VectorDecoder.CodeUnit);
        Assert.Contains("multiplications", Assert.Throws<ArchiveFormatException>(
            () => new VectorDecoder(256, 256, dense, [new IntegerNetwork([Wide(128), Wide(8)])])).Message, StringComparison.Ordinal);
    }

    internal static readonly LatentRange[] Ranges = [new(-20, 41), new(0, 9), new(-3, 7)];

    internal static VectorCodec Codec() => new(256, Ranges, Decoder(new Rng(2), 6, 5, 1), quantize: null);

    internal static VectorDecoder Decoder(Rng random, int width, int height, int channels)
    {
        var (w, h) = VectorDecoder.SizeBefore(width, height, 2);
        var dense = new DenseLayer(5, RandomNetwork.Numbers(random, w * h * 8 * Latents, 300), RandomNetwork.Numbers(random, w * h * 8, 300), VectorDecoder.MaxCode * VectorDecoder.CodeUnit);
        var first = new IntegerNetwork([new ConvLayer(8, 8, 7, true, RandomNetwork.Numbers(random, 9 * 64, 60), RandomNetwork.Numbers(random, 8, 500))]);
        var second = new IntegerNetwork(
        [
            new ConvLayer(8, 8, 7, true, RandomNetwork.Numbers(random, 9 * 64, 60), RandomNetwork.Numbers(random, 8, 500)),
            new ConvLayer(8, channels, 7, false, RandomNetwork.Numbers(random, 9 * 8 * channels, 60), RandomNetwork.Numbers(random, channels, 2000)),
        ]);
        return new VectorDecoder(width, height, dense, [first, second]);
    }

    private static ushort[] Run(VectorDecoder decoder, short[] code, ConvPath path)
    {
        var picture = new Raster(decoder.Width, decoder.Height, decoder.Channels, 256);
        decoder.Run(code, picture, [new NetworkBuffers(), new NetworkBuffers()], path);
        return picture.Samples;
    }
}
