using CsCheck;
using Hourglass.Evaluation;
using Hourglass.Numerics;

namespace Hourglass.Tests.Evaluation;

public sealed class MetricsTests
{
    private static readonly Gen<(int Channels, int Height, int Width, ulong Seed)> Pictures =
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 30], Gen.Int[1, 30], Gen.ULong[0, 1000]);

    [Fact]
    public void MseIsTheMeanOfTheSquares() => Gen.Select(Gen.Int[1, 10_000], Gen.ULong[0, 1000]).Sample((count, seed) =>
    {
        float[] x = Given.Normals(count, seed), y = Given.Normals(count, seed + 1);
        var expected = x.Zip(y).Average(pair => ((double)pair.First - pair.Second) * ((double)pair.First - pair.Second));
        Assert.Equal(expected, Metrics.Mse(x, y), expected * 1e-5);
    }, iter: 30);

    [Fact]
    public void TheMeanOfTheSamplesErrorsIsTheOverallError()
    {
        float[] x = Given.Normals(7 * 30), y = Given.Normals(7 * 30, 1);
        var errors = new float[7];
        Metrics.SampleMse(x, y, errors);
        Assert.Equal(Metrics.Mse(x, y), errors.Average(error => (double)error), 1e-6);
        Assert.Equal(Metrics.Mse(x.AsSpan(60, 30), y.AsSpan(60, 30)), errors[2], 1e-6);
    }

    [Fact]
    public void LengthsThatDoNotFitAreRefused()
    {
        Assert.Throws<ArgumentException>(() => Metrics.Mse(new float[3], new float[4]));
        Assert.Throws<ArgumentException>(() => Metrics.SampleMse(new float[7], new float[7], new float[2]));
        Assert.Throws<ArgumentException>(() => new Ssim(new SampleShape(1, 8, 8)).Mean(new float[64], new float[63]));
    }

    [Fact]
    public void ATenthOfTheErrorIsTenDecibelsMore() =>
        Gen.Double[1e-9, 1].Sample(error => Assert.Equal(Metrics.Psnr(error) + 10, Metrics.Psnr(error / 10), 1e-9));

    [Fact]
    public void PsnrIsZeroForAnErrorOfOneAndInfiniteForNone()
    {
        Assert.Equal(0, Metrics.Psnr(1), 1e-12);
        Assert.Equal(double.PositiveInfinity, Metrics.Psnr(0));
    }

    [Fact]
    public void SsimIsThatOfTheFormulaTakenLiterally() => Pictures.Sample(given =>
    {
        var shape = new SampleShape(given.Channels, given.Height, given.Width);
        var random = new Rng(given.Seed);
        float[] x = new float[shape.Size], y = new float[shape.Size];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = random.NextSingle();
            y[i] = Math.Clamp(x[i] + 0.2f * random.NextNormal(), 0, 1);
        }

        Assert.Equal(Literal(x, y, shape), new Ssim(shape).Mean(x, y), 1e-4);
    });

    [Fact]
    public void FlatPicturesDifferOnlyInBrightness()
    {
        // Both variances are 0, so that (2 x y + C1) / (x^2 + y^2 + C1) is left.
        float[] x = [.. Enumerable.Repeat(0.2f, 400)], y = [.. Enumerable.Repeat(0.6f, 400)];
        Assert.Equal((2 * 0.2 * 0.6 + 0.0001) / (0.04 + 0.36 + 0.0001), new Ssim(new SampleShape(1, 20, 20)).Mean(x, y), 1e-4);
    }

    [Fact]
    public void EqualPicturesAreWhollySimilarAndOrderDoesNotMatter() => Pictures.Sample(given =>
    {
        var shape = new SampleShape(given.Channels, given.Height, given.Width);
        float[] x = Given.Normals(shape.Size, given.Seed), y = Given.Normals(shape.Size, given.Seed + 1);
        var ssim = new Ssim(shape);
        Assert.Equal(1, ssim.Mean(x, x), 1e-6);
        Assert.Equal(ssim.Mean(x, y), ssim.Mean(y, x), 1e-5);
    });

    private static double Literal(float[] x, float[] y, SampleShape shape)
    {
        int high = Math.Min(11, shape.Height), wide = Math.Min(11, shape.Width);
        var total = 0.0;
        var places = 0;
        for (var c = 0; c < shape.Channels; c++)
        {
            for (var top = 0; top + high <= shape.Height; top++)
            {
                for (var left = 0; left + wide <= shape.Width; left++, places++)
                {
                    double weights = 0, mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
                    for (var i = 0; i < high; i++)
                    {
                        for (var j = 0; j < wide; j++)
                        {
                            double di = i - (high - 1) / 2.0, dj = j - (wide - 1) / 2.0;
                            var weight = Math.Exp(-(di * di + dj * dj) / 4.5);
                            var at = (c * shape.Height + top + i) * shape.Width + left + j;
                            weights += weight;
                            (mx, my) = (mx + weight * x[at], my + weight * y[at]);
                            (xx, yy, xy) = (xx + weight * x[at] * x[at], yy + weight * y[at] * y[at], xy + weight * x[at] * y[at]);
                        }
                    }

                    (mx, my) = (mx / weights, my / weights);
                    double vx = xx / weights - mx * mx, vy = yy / weights - my * my, both = xy / weights - mx * my;
                    total += (2 * mx * my + 1e-4) * (2 * both + 9e-4) / ((mx * mx + my * my + 1e-4) * (vx + vy + 9e-4));
                }
            }
        }

        return total / places;
    }
}
