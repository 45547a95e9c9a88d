using Hourglass.Archives.Networks;
using Hourglass.Archives.Pixels;
using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Training.Networks;

namespace Hourglass.Training.Tests;

[Collection(LibtorchFirst.OneAtATime)]
public sealed class ContextNetworkTrainerTests
{
    private static readonly ContextNetworkOptions Short = new() { Size = ContextNetworkSize.Nano, Epochs = 4, Threads = 1 };

    [Fact]
    public void AShortTrainingBeatsTheUntrainedAndRoundingCostsLittle()
    {
        var pictures = Digits(300);
        var (network, bits) = ContextNetworkTrainer.TrainFloat(pictures, Short);
        var untrained = Bits(new FloatNetwork(network.Shape, 1), pictures);
        Assert.True(bits < 0.5 * untrained, $"{untrained} to {bits}");
        Assert.Equal(0, network.Shape.Background);

        var codec = new NetworkPixelCodec(ContextNetworkTrainer.Round(network).Write());
        var samples = pictures.Sum(picture => picture.Samples.Length);
        Assert.Equal(1, codec.Measure(pictures, default) * 8 / samples / bits, 0.002);
        Assert.Equal(codec.Measure(pictures, default), codec.Encode(pictures, default).Length, 16.0);
    }

    [Fact]
    public void TheSameSeedGivesTheSameModelAndAnotherSeedAnother()
    {
        var pictures = Digits(40);
        var recipe = Short with { Epochs = 1, Threads = 2 };
        var model = ContextNetworkTrainer.Train(pictures, recipe).Write();
        Assert.Equal(model, ContextNetworkTrainer.Train(pictures, recipe).Write());
        Assert.NotEqual(model, ContextNetworkTrainer.Train(pictures, recipe with { Seed = 7 }).Write());
    }

    [Fact]
    public void TrainingStopsWhenItIsCancelled() =>
        Assert.Throws<OperationCanceledException>(() => ContextNetworkTrainer.Train(Digits(10), Short, null, new CancellationToken(canceled: true)));

    [Fact]
    public void PicturesThatDifferOrHaveTooManyLevelsAreRefused()
    {
        Assert.Throws<ArgumentException>(() => ContextNetworkTrainer.Train([new Raster(4, 4, 1, 256), new Raster(4, 4, 3, 256)], Short));
        Assert.Throws<ArgumentException>(() => ContextNetworkTrainer.Train([new Raster(4, 4, 1, 257)], Short));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContextNetworkTrainer.Train([], Short));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, -1)]
    public void TheGradientIsThatOfLibtorch(int channels, int background)
    {
        var shape = new NetworkShape
        {
            Levels = 8,
            Channels = channels,
            Background = background,
            Taps = Tap.Nearest(7, channels),
            EmbeddingSize = 3,
            Wide = 32,
            Narrow = 16,
            Rank = 5,
        };
        var network = new FloatNetwork(shape, 3);
        var picture = new Raster(6, 5, channels, 8);
        var random = new Rng(5);
        for (var i = 0; i < picture.Samples.Length; i++)
            picture.Samples[i] = (ushort)(random.NextInt(2) == 0 ? 0 : random.NextInt(8));

        // Two threads with a strip each, and no statistics of pictures, which libtorch's graph lacks.
        var gradient = new NetworkGradient(network, threads: 2, rate: 0, delay: 1);
        var nats = gradient.Compute(new[] { new TrainingStrip(picture, 0, 2), new TrainingStrip(picture, 2, 5) });
        var (expectedNats, expected) = TorchGradient.Of(network, picture);
        Assert.Equal(expectedNats, nats, 1e-3);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i] / picture.Samples.Length, gradient.Values[i], 1e-4f);
    }

    private static double Bits(FloatNetwork network, Raster[] pictures) =>
        new NetworkGradient(network, 1, 0, 1).Measure(TrainingStrip.Cut(pictures)) / Math.Log(2) / pictures.Sum(picture => picture.Samples.Length);

    private static Raster[] Digits(int count)
    {
        using var digits = DataSets.Open("digits");
        var values = new float[digits.Shape.Size];
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            digits.Read(index, values);
            var picture = new Raster(digits.Shape.Width, digits.Shape.Height, 1, 256);
            for (var i = 0; i < values.Length; i++)
                picture.Samples[i] = (ushort)values[i];
            return picture;
        })];
    }
}
