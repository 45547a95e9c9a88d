using CsCheck;
using Hourglass.Archives;
using Hourglass.Archives.Networks;
using Hourglass.Archives.Pixels;

namespace Hourglass.Tests.Archives.Networks;

public sealed class NetworkPixelCodecTests
{
    public static TheoryData<string> Shapes() => [nameof(GivenNetworks.Grey), nameof(GivenNetworks.Color), nameof(GivenNetworks.Few)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void PicturesOfAnySizeComeBack(string name)
    {
        var shape = GivenNetworks.Shape(name);
        var codec = Codec(shape, NetworkArithmetic.Best);
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 20], Gen.ULong).Array[1, 4].Sample(
            sizes =>
            {
                var pictures = sizes.Select(size => GivenNetworks.Picture(shape, size.Item1, size.Item2, size.Item3)).ToArray();
                var empty = pictures.Select(Empty).ToArray();
                codec.Decode(codec.Encode(pictures, default), empty, default);
                return pictures.Zip(empty).All(pair => pair.First.Samples.AsSpan().SequenceEqual(pair.Second.Samples));
            },
            iter: 20);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AllKindsOfArithmeticGiveTheSameBytes(string name)
    {
        var shape = GivenNetworks.Shape(name);
        var pictures = new[] { GivenNetworks.Picture(shape, 28, 28, 1), GivenNetworks.Picture(shape, 17, 9, 2) };
        var expected = Codec(shape, ArithmeticKind.Scalar).Encode(pictures, default);
        foreach (var kind in Kinds())
        {
            Assert.Equal(expected, Codec(shape, kind).Encode(pictures, default));
            var decoded = pictures.Select(Empty).ToArray();
            Codec(shape, kind).Decode(expected, decoded, default);
            Assert.All(pictures.Zip(decoded), pair => Assert.Equal(pair.First.Samples, pair.Second.Samples));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AllKindsOfArithmeticHaveTheSameCanary(string name)
    {
        var network = GivenNetworks.Network(GivenNetworks.Shape(name));
        var expected = network.Canary(ArithmeticKind.Scalar);
        Assert.NotEqual(expected, GivenNetworks.Network(GivenNetworks.Shape(name), seed: 2).Canary(ArithmeticKind.Scalar));
        Assert.All(Kinds(), kind => Assert.Equal(expected, network.Canary(kind)));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void PredictionsDependOnlyOnSamplesBefore(string name)
    {
        var shape = GivenNetworks.Shape(name);
        var network = GivenNetworks.Network(shape);
        var picture = GivenNetworks.Picture(shape, 12, 9, 3);
        var other = GivenNetworks.Picture(shape, 12, 9, 4);
        var (evaluator, masked) = (new NetworkEvaluator(network), new NetworkEvaluator(network));
        evaluator.Begin(picture);
        var growing = Empty(other);
        other.Samples.CopyTo(growing.Samples, 0);
        masked.Begin(growing);
        for (var i = 0; i < picture.Samples.Length; i++)
        {
            var (x, y, channel) = (i / shape.Channels % picture.Width, i / shape.Channels / picture.Width, i % shape.Channels);
            evaluator.Move(x, y, channel);
            masked.Move(x, y, channel);
            for (var node = 0; node < shape.Nodes; node++)
                Assert.Equal(evaluator.Logit(node), masked.Logit(node));
            growing.Samples[i] = picture.Samples[i];
        }
    }

    [Fact]
    public void TheSameSampleGivesTheSameLogitsWhicheverWayItIsTakenIn()
    {
        // Code learns at once; Move learns what was coded elsewhere.
        var network = GivenNetworks.Network(GivenNetworks.Grey);
        var picture = GivenNetworks.Picture(GivenNetworks.Grey, 20, 20, 5);
        var (coding, looking) = (new NetworkEvaluator(network), new NetworkEvaluator(network));
        coding.Begin(picture);
        looking.Begin(picture);
        var length = default(Hourglass.Archives.Coding.CodeLength);
        for (var i = 0; i < picture.Samples.Length; i++)
        {
            coding.Move(i % 20, i / 20, 0);
            looking.Move(i % 20, i / 20, 0);
            Assert.Equal(looking.Logit(0), coding.Logit(0));
            Assert.Equal(looking.Logit(1), coding.Logit(1));
            coding.Code(ref length, picture.Samples[i]);
        }
    }

    [Fact]
    public void AnyPayloadDecodesToPossibleSamples()
    {
        var codec = Codec(GivenNetworks.Few, NetworkArithmetic.Best);
        Gen.Byte.Array[0, 200].Sample(
            payload =>
            {
                var picture = new Raster(9, 9, 1, 5);
                codec.Decode(payload, [picture], default);
                return picture.Samples.All(sample => sample < 5);
            },
            iter: 50);
    }

    [Fact]
    public void PicturesOfAnotherFormAreRefused()
    {
        var codec = Codec(GivenNetworks.Grey, NetworkArithmetic.Best);
        Assert.Throws<ArchiveFormatException>(() => codec.Decode(new byte[4], [new Raster(4, 4, 3, 256)], default));
        Assert.Throws<ArchiveFormatException>(() => codec.Decode(new byte[4], [new Raster(4, 4, 1, 16)], default));
    }

    private static IEnumerable<ArithmeticKind> Kinds() => Enum.GetValues<ArithmeticKind>().Where(NetworkArithmetic.IsSupported);

    private static Raster Empty(Raster picture) => new(picture.Width, picture.Height, picture.Channels, picture.Levels);

    private static NetworkPixelCodec Codec(NetworkShape shape, ArithmeticKind kind) => new(GivenNetworks.Network(shape), default, kind);
}
