using Hourglass.Archives.Codes;
using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;
using Hourglass.Data;
using Hourglass.Training.Restoration;

namespace Hourglass.Training.Tests.Restoration;

[Collection(LibtorchFirst.OneAtATime)]
public sealed class RestorationTrainerTests
{
    [Fact]
    public void AShortTrainingRestoresMoreThanItCosts()
    {
        var pictures = Digits(300);
        var lattice = LatticeDesign.Lloyd(LatticeDesign.Histogram(pictures), 2);
        var network = RestorationTrainer.Train(pictures, lattice, new RestorationPlan { Width = 8, Layers = 3, Pixels = 1_500_000 }, null, default);
        var measure = new RateMeasure(pictures, 300, 1);
        var plain = measure.Measure("plain", new LatticeCodec(lattice, 1, null, new CellCodec()), default);
        var restored = measure.Measure("restored", new LatticeCodec(lattice, 1, network, new CellCodec()), default);
        Assert.True(restored.Psnr > plain.Psnr + 1.5, $"{plain.Psnr} to {restored.Psnr} dB");
        Assert.InRange(restored.Bytes - plain.Bytes, 100, 2000);
    }

    [Fact]
    public void TheSameSeedGivesTheSameNetwork()
    {
        var pictures = Digits(40);
        var lattice = LatticeDesign.Lloyd(LatticeDesign.Histogram(pictures), 3);
        var plan = new RestorationPlan { Width = 8, Layers = 2, Pixels = 200_000, Threads = 2 };
        var first = NetworkBytes.Write(RestorationTrainer.Train(pictures, lattice, plan, null, default));
        Assert.Equal(first, NetworkBytes.Write(RestorationTrainer.Train(pictures, lattice, plan, null, default)));
        Assert.NotEqual(first, NetworkBytes.Write(RestorationTrainer.Train(pictures, lattice, plan with { Seed = 43 }, null, default)));
    }

    [Fact]
    public void PicturesOfManySizesAreCutToSquares()
    {
        Raster[] pictures = [new(20, 60, 3, 256), new(70, 50, 3, 256), new(64, 64, 3, 256)];
        foreach (var picture in pictures)
            for (var i = 0; i < picture.Samples.Length; i++)
                picture.Samples[i] = (ushort)(i * 7 % 256);
        var lattice = LatticeDesign.Lloyd(LatticeDesign.Histogram(pictures), 4);
        var network = RestorationTrainer.Train(pictures, lattice, new RestorationPlan { Width = 8, Layers = 2, Pixels = 100_000 }, null, default);
        Assert.Equal((3, 3), (network.Inputs, network.Outputs));
    }

    private static Raster[] Digits(int count)
    {
        using var data = DataSets.Open("digits", options: new DataOptions { Limit = count });
        var values = new float[data.Shape.Size];
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                data.Read(i, values);
                var picture = new Raster(data.Shape.Width, data.Shape.Height, 1, 256);
                for (var j = 0; j < values.Length; j++)
                    picture.Samples[j] = (ushort)values[j];
                return picture;
            }),
        ];
    }
}
