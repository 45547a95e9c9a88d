using CsCheck;
using Hourglass.Archives;
using Hourglass.Archives.Restoration;
using Hourglass.Numerics;

namespace Hourglass.Tests.Archives.Restoration;

public sealed class IntegerNetworkTests
{
    private static readonly Gen<(int Width, int Height, int Channels, int Hidden, int Layers, ulong Seed)> Cases = Gen.Select(
        Gen.Int[1, 20], Gen.Int[1, 12], Gen.Int[1, 4], Gen.Int[1, 3].Select(eights => 8 * eights), Gen.Int[1, 4], Gen.ULong[0, 1000]);

    [Fact]
    public void EveryPathGivesTheValuesOfTheFormula() => Cases.Sample(
        given =>
        {
            var random = new Rng(given.Seed);
            var network = RandomNetwork.Draw(random, given.Channels, given.Hidden, given.Layers);
            var input = RandomNetwork.Numbers(random, given.Width * given.Height * given.Channels, Lattice.One);
            var expected = Formula(network, input, given.Width, given.Height);
            foreach (var path in Paths())
                Assert.Equal(expected, Run(network, input, given.Width, given.Height, path));
        },
        iter: 200);

    [Theory]
    [InlineData(300, 5)]
    [InlineData(3, 260)]
    [InlineData(131, 130)]
    public void TilesCannotBeSeen(int width, int height)
    {
        var random = new Rng(7);
        var network = RandomNetwork.Draw(random, 1, 8, 3);
        var input = RandomNetwork.Numbers(random, width * height, Lattice.One);
        var expected = Formula(network, input, width, height);
        foreach (var path in Paths())
            Assert.Equal(expected, Run(network, input, width, height, path));
    }

    [Fact]
    public void NothingIsLeftOverFromThePictureBefore()
    {
        var random = new Rng(8);
        var network = RandomNetwork.Draw(random, 2, 16, 3);
        var buffers = new NetworkBuffers();
        foreach (var (width, height) in new[] { (9, 4), (200, 140), (9, 4), (3, 30), (129, 1), (9, 4) })
        {
            var input = RandomNetwork.Numbers(random, width * height * 2, Lattice.One);
            var output = new short[input.Length];
            network.Run(input, output, width, height, buffers, ConvArithmetic.Best);
            Assert.Equal(Run(network, input, width, height, ConvPath.Scalar), output);
        }
    }

    [Fact]
    public void ReadingWhatWasWrittenGivesTheSameNetwork() => Cases.Sample(
        given =>
        {
            var network = RandomNetwork.Draw(new Rng(given.Seed), given.Channels, given.Hidden, given.Layers);
            var read = NetworkBytes.Read(NetworkBytes.Write(network));
            Assert.Equal(network.Layers.Select(Describe), read.Layers.Select(Describe));
        },
        iter: 100);

    [Fact]
    public void SumsThatCouldOverflowAreRefused()
    {
        var weights = new short[ConvLayer.Taps * 16];
        Array.Fill(weights, (short)ConvLayer.MaxWeight);
        Assert.Contains("sum", Assert.Throws<ArchiveFormatException>(() => new ConvLayer(16, 1, 8, false, weights, [0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LayersThatDoNotFitTogetherAreRefused()
    {
        static ConvLayer Layer(int inputs, int outputs) =>
            new(inputs, outputs, 8, true, new short[ConvLayer.Taps * inputs * outputs], new short[outputs]);

        Assert.Contains("multiple of 8", Assert.Throws<ArchiveFormatException>(() => new IntegerNetwork([Layer(1, 7), Layer(7, 1)])).Message, StringComparison.Ordinal);
        Assert.Contains("expected 16", Assert.Throws<ArchiveFormatException>(() => new IntegerNetwork([Layer(1, 16), Layer(8, 1)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArchiveFormatException>(() => new IntegerNetwork([]));
    }

    [Theory]
    [InlineData(new byte[] { }, "length")]
    [InlineData(new byte[] { 0, 1 }, "layers")]
    [InlineData(new byte[] { 200, 1 }, "length")]
    [InlineData(new byte[] { 17, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1, 8, 8, 1 }, "layers")]
    [InlineData(new byte[] { 1, 0, 8, 8, 1 }, "channels")]
    [InlineData(new byte[] { 1, 1, 0, 8, 1 }, "channels")]
    [InlineData(new byte[] { 1, 1, 129, 8, 1 }, "channels")]
    [InlineData(new byte[] { 1, 1, 8, 25, 1 }, "shift")]
    [InlineData(new byte[] { 10, 128, 128, 8, 1, 128, 8, 1, 128, 8, 1, 128, 8, 1, 128, 8, 1, 128, 8, 1, 128, 8, 1, 128, 8, 1, 128, 8, 1, 128, 8, 1 }, "weights")]
    public void BrokenBytesAreRefused(byte[] bytes, string what) =>
        Assert.Contains(what, Assert.Throws<ArchiveFormatException>(() => NetworkBytes.Read(bytes)).Message, StringComparison.Ordinal);

    private static IEnumerable<ConvPath> Paths() => Enum.GetValues<ConvPath>().Where(path => path <= ConvArithmetic.Best);

    private static string Describe(ConvLayer layer) =>
        $"{layer.Inputs} {layer.Outputs} {layer.Shift} {layer.Rectified} {string.Join(',', layer.Weights)} {string.Join(',', layer.Bias)}";

    private static short[] Run(IntegerNetwork network, short[] input, int width, int height, ConvPath path)
    {
        var output = new short[width * height * network.Outputs];
        network.Run(input, output, width, height, new NetworkBuffers(), path);
        return output;
    }

    private static short[] Formula(IntegerNetwork network, short[] values, int width, int height)
    {
        foreach (var layer in network.Layers)
        {
            var next = new short[width * height * layer.Outputs];
            for (var i = 0; i < next.Length; i++)
            {
                var (o, x, y) = (i % layer.Outputs, i / layer.Outputs % width, i / layer.Outputs / width);
                var sum = ((long)layer.Bias[o] << layer.Shift) + (1L << layer.Shift >> 1);
                for (var tap = 0; tap < ConvLayer.Taps; tap++)
                {
                    var (column, row) = (x + (tap % 3) - 1, y + (tap / 3) - 1);
                    if (column < 0 || row < 0 || column >= width || row >= height)
                        continue;
                    for (var c = 0; c < layer.Inputs; c++)
                        sum += layer.Weights[(((o * ConvLayer.Taps) + tap) * layer.Inputs) + c] * values[(((row * width) + column) * layer.Inputs) + c];
                }

                next[i] = (short)Math.Clamp(sum >> layer.Shift, layer.Lowest, ConvLayer.MaxActivation);
            }

            values = next;
        }

        return values;
    }
}
