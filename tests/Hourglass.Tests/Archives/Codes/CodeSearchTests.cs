using Hourglass.Archives.Codes;
using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;
using Hourglass.Tests.Archives.Restoration;

namespace Hourglass.Tests.Archives.Codes;

public sealed class CodeSearchTests
{
    private static readonly Raster[] Pictures = LatticeCodecTests.Blobs(60);
    private static readonly RateMeasure Measure = new(Pictures, 25, 2);

    [Fact]
    public void APointIsWhatDecodingGives()
    {
        var codec = new LatticeCodec(LatticeDesign.Lloyd(LatticeDesign.Histogram(Pictures), 3), 1, null, new CellCodec());
        var (bytes, error, samples, worst, worstPicture) = ((long)codec.Model.Length, 0.0, 0, 0.0, -1);
        foreach (var chunk in Pictures.Chunk(25))
            bytes += codec.Encode(chunk, default).Length;
        for (var i = 0; i < Pictures.Length; i++)
        {
            var decoded = new Raster(Pictures[i].Width, Pictures[i].Height, 1, 256);
            codec.Decode(codec.Encode([Pictures[i]], default), [decoded], default);
            var own = decoded.Samples.Zip(Pictures[i].Samples, (a, b) => Math.Pow(a - b, 2)).Sum();
            if (own / decoded.Samples.Length > worst)
                (worst, worstPicture) = (own / decoded.Samples.Length, i);
            (error, samples) = (error + own, samples + decoded.Samples.Length);
        }

        var point = Measure.Measure("3 cells", codec, default);
        Assert.Equal(bytes, point.Bytes);
        Assert.Equal(8.0 * bytes / samples, point.BitsPerSample, 1e-12);
        Assert.Equal(10 * Math.Log10(255.0 * 255 / (error / samples)), point.Psnr, 1e-9);
        Assert.Equal(10 * Math.Log10(255.0 * 255 / worst), point.WorstPsnr, 1e-9);
        Assert.Equal(worstPicture, point.WorstPicture);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(30)]
    [InlineData(40)]
    public void TheQualityAskedForIsReachedInTheFewestBytes(double psnr)
    {
        var found = new CodeSearch(Measure, train: null, []).Find(new CodeTarget(CodeTargetKind.Psnr, psnr), default);
        Assert.True(found.Point.Psnr >= psnr);
        Assert.All(found.Curve.Where(point => point.Bytes < found.Point.Bytes), point => Assert.True(point.Psnr < psnr));
        Assert.Equal(found.Point with { Candidate = "" }, Measure.Measure("", found.Codec, default));
    }

    [Fact]
    public void TheBytesAllowedAreNotExceededAndBoughtTheBestQuality()
    {
        var found = new CodeSearch(Measure, train: null, []).Find(new CodeTarget(CodeTargetKind.BitsPerSample, 0.9), default);
        Assert.True(found.Point.BitsPerSample <= 0.9);
        Assert.All(found.Curve.Where(point => point.Psnr > found.Point.Psnr), point => Assert.True(point.BitsPerSample > 0.9));
        var ratio = new CodeSearch(Measure, train: null, []).Find(new CodeTarget(CodeTargetKind.Ratio, 8 / 0.9), default);
        Assert.Equal(found.Point, ratio.Point);
    }

    [Fact]
    public void WhatCannotBeReachedIsRefusedWithTheNearest()
    {
        var search = new CodeSearch(Measure, train: null, []);
        Assert.Contains("the nearest is", Assert.Throws<CodeTargetException>(() => search.Find(new CodeTarget(CodeTargetKind.Psnr, 90), default)).Message, StringComparison.Ordinal);
        Assert.Throws<CodeTargetException>(() => new CodeSearch(Measure, train: null, []).Find(new CodeTarget(CodeTargetKind.Ratio, 1e6), default));
    }

    [Fact]
    public void OtherCodecsWinWhereTheyAreSmaller()
    {
        var better = new LatticeCodec(LatticeDesign.Of(LatticeDesign.Histogram(Pictures), [60, 120, 190]), 1, null, new CellCodec());
        var psnr = Measure.Measure("", better, default).Psnr;
        var found = new CodeSearch(Measure, train: null, [("other", better)]).Find(new CodeTarget(CodeTargetKind.Psnr, psnr - 0.01), default);
        Assert.Contains(found.Curve, point => point.Candidate == "other");
    }
}
