using CsCheck;
using Hourglass.Data.Images;
using Hourglass.Numerics;
using Hourglass.Tasks;

namespace Hourglass.Tests.Tasks;

public sealed class NoiseTests
{
    [Theory]
    [InlineData(15)]
    [InlineData(127.5)]
    public void GaussianNoiseHasTheStrengthThatWasAskedForAndIsNotCut(float sigma)
    {
        var clean = new Planes(1, 200, 200);
        var noisy = new Denoise { LowSigma = sigma, HighSigma = sigma }.Draw(clean, new Rng(1)).Input;
        var deviation = Math.Sqrt(noisy.Values.Average(value => (double)value * value));
        Assert.Equal(sigma / 255, deviation, 0.02 * sigma / 255);
        Assert.True(noisy.Values.Min() < 0);
    }

    [Fact]
    public void EachPictureGetsAStrengthOfItsOwnWithinTheRange()
    {
        var clean = new Planes(1, 64, 64);
        var task = new Denoise { LowSigma = 10, HighSigma = 50 };
        double[] strengths = [.. Enumerable.Range(0, 40).Select(i => 255 * Math.Sqrt(task.Draw(clean, new Rng(1, (ulong)i)).Input.Values.Average(value => (double)value * value)))];
        Assert.All(strengths, strength => Assert.InRange(strength, 9, 53));
        Assert.True(strengths.Max() - strengths.Min() > 20);
    }

    [Fact]
    public void SaltAndPepperTurnsWholePixelsBlackOrWhiteAndLeavesTheOthers() =>
        Gen.ULong.Sample(seed =>
        {
            var clean = DrawnPictures.Of(3, 20, 20, seed);
            var noisy = new Denoise { Channels = 3, LowSigma = 0, HighSigma = 0, SaltAndPepper = 0.5f }.Draw(clean, new Rng(seed)).Input;
            var turned = 0;
            for (var i = 0; i < 400; i++)
            {
                var pixel = (noisy.Values[i], noisy.Values[400 + i], noisy.Values[800 + i]);
                if (pixel == (clean.Values[i], clean.Values[400 + i], clean.Values[800 + i]))
                    continue;
                Assert.True(pixel is (0, 0, 0) or (1, 1, 1));
                turned++;
            }

            Assert.InRange(turned, 0, 260);
        }, iter: 20);

    [Fact]
    public void EachKindOfNoiseHasAProbeOfItsOwn()
    {
        Assert.Equal(["sigma 15", "sigma 25", "sigma 50"], Names(new Denoise()));
        Assert.Equal(["sigma 127.5"], Names(new Denoise { LowSigma = 127.5f, HighSigma = 127.5f }));
        Assert.Equal(["text"], Names(new Denoise { LowSigma = 0, HighSigma = 0, Text = true }));
        Assert.Equal(
            ["sigma 15", "salt and pepper 30 %", "JPEG 10", "text"],
            Names(new Denoise { LowSigma = 10, HighSigma = 20, SaltAndPepper = 0.3f, LowJpeg = 10, HighJpeg = 40, Text = true }));

        static IEnumerable<string> Names(Denoise task) => task.Probes.Select(probe => probe.Name);
    }

    [Fact]
    public void JpegLeavesLessAtALowerQuality()
    {
        var clean = DrawnPictures.Of(3, 48, 40);
        var (fine, coarse) = (Error(95), Error(10));
        Assert.InRange(fine, 1e-8, coarse / 2);

        double Error(int quality) => JpegArtifacts.Of(clean, quality).Values.Zip(clean.Values, (a, b) => (double)(a - b) * (a - b)).Average();
    }

    [Fact]
    public void TextWritesBlackOrWhiteOnly()
    {
        var clean = DrawnPictures.Of(1, 60, 60);
        var lettered = new Denoise { LowSigma = 0, HighSigma = 0, Text = true }.Draw(clean, new Rng(4)).Input;
        var written = lettered.Values.Zip(clean.Values).Where(pair => pair.First != pair.Second).ToArray();
        Assert.InRange(written.Length, 50, 1800);
        Assert.Single(written.Select(pair => pair.First).Distinct());
    }

    [Fact]
    public void DirtIsOnEveryPageAndStaysBetweenBlackAndWhite() =>
        Gen.Select(Gen.ULong, Gen.Int[8, 60], Gen.Int[8, 60]).Sample((seed, height, width) =>
        {
            var page = new Planes(1, height, width);
            Array.Fill(page.Values, 1);
            var dirty = new Documents().Draw(page, new Rng(seed)).Input;
            Assert.All(dirty.Values, value => Assert.InRange(value, 0, 1));
            Assert.NotEqual(page.Values, dirty.Values);
        }, iter: 30);
}
