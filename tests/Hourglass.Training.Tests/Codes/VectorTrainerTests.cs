using Hourglass.Archives.Codes;
using Hourglass.Archives.Pixels;
using Hourglass.Training.Codes;

namespace Hourglass.Training.Tests.Codes;

[Collection(LibtorchFirst.OneAtATime)]
public sealed class VectorTrainerTests
{
    [Fact]
    public void ATrainedModelMakesPicturesOfItsCodesAndFinerStepsMakeThemBetter()
    {
        // Discs of one size in any place: two numbers say all.
        Raster[] pictures = [.. Enumerable.Range(0, 144).Select(n => Disc(2 + (n % 12), 1 + (n / 12)))];
        using var model = VectorTrainer.Train(pictures, new VectorPlan { Latents = 4, Width = 8, Samples = 12_000 }, null, default);
        var measure = new RateMeasure(pictures, 50, 1);
        var (fine, coarse) = (model.Codec(pictures, 0.01), model.Codec(pictures, 0.2));
        var (finePoint, coarsePoint) = (measure.Measure("fine", fine, default), measure.Measure("coarse", coarse, default));
        Assert.True(finePoint.Psnr > PsnrOfTheMean(pictures) + 2, $"{PsnrOfTheMean(pictures)}, {finePoint.Psnr} dB");
        Assert.True(finePoint.Psnr > coarsePoint.Psnr, $"{coarsePoint.Psnr}, {finePoint.Psnr} dB");
        Assert.True(finePoint.Bytes - finePoint.ModelBytes > coarsePoint.Bytes - coarsePoint.ModelBytes);

        var payload = fine.Encode(pictures, default);
        Raster[] decoded = [.. pictures.Select(_ => new Raster(15, 13, 1, 256))], again = [.. pictures.Select(_ => new Raster(15, 13, 1, 256))];
        fine.Decode(payload, decoded, default);
        PixelCodecs.Open(fine.Id, fine.Model).Decode(payload, again, default);
        Assert.Equal(decoded.Select(picture => picture.Samples), again.Select(picture => picture.Samples));
    }

    private static double PsnrOfTheMean(Raster[] pictures)
    {
        var size = pictures[0].Samples.Length;
        var error = Enumerable.Range(0, size).Sum(i =>
        {
            var mean = pictures.Average(picture => (double)picture.Samples[i]);
            return pictures.Sum(picture => Math.Pow(picture.Samples[i] - mean, 2));
        });
        return -10 * Math.Log10(error / size / pictures.Length / (255.0 * 255));
    }

    private static Raster Disc(int x, int y)
    {
        var picture = new Raster(15, 13, 1, 256);
        for (var i = 0; i < picture.Samples.Length; i++)
        {
            var distance = Math.Sqrt(Math.Pow((i % 15) - x, 2) + Math.Pow((i / 15) - y, 2));
            picture.Samples[i] = (ushort)Math.Clamp(255 * (4 - distance), 0, 255);
        }

        return picture;
    }
}
