using Hourglass.Archives.Codes;
using Hourglass.Archives.Pixels;
using Hourglass.Evaluation;
using Hourglass.Tests.Archives.Restoration;

namespace Hourglass.Tests.Evaluation;

public sealed class CodesReportTests
{
    [Fact]
    public void HalfTheRateAtEveryQualityIsMinusFiftyPercent()
    {
        RateCurve anchor = Curve(1, (0.1, 20), (0.3, 25), (0.4, 29), (1.2, 37)), half = Curve(0.5, (0.1, 20), (0.3, 25), (0.4, 29), (1.2, 37));
        Assert.Equal(-0.5, Bjontegaard.Rate(half, anchor), 1e-9);
        Assert.Equal(1, Bjontegaard.Rate(anchor, half), 1e-9);
    }

    [Fact]
    public void TheRateBetweenStraightCurvesIsThatOfTheirLogarithms()
    {
        // log rate = quality / 10 and quality / 10 + quality / 20 - 1 over [20, 30]: the mean difference is 25 / 20 - 1.
        var one = Curve(1, (Math.Exp(2), 20), (Math.Exp(2.5), 25), (Math.Exp(3), 30));
        var other = Curve(1, (Math.Exp(1.5), 15 + (5.0 / 3)), (Math.Exp(2), 20), (Math.Exp(2.75), 25), (Math.Exp(3.5), 30));
        Assert.Equal(Math.Exp(0.25) - 1, Bjontegaard.Rate(other, one), 1e-6);
    }

    [Fact]
    public void CurvesWithoutACommonQualityHaveNoRate()
    {
        Assert.True(double.IsNaN(Bjontegaard.Rate(Curve(1, (1, 10), (2, 20)), Curve(1, (1, 30), (2, 40)))));
        Assert.True(double.IsNaN(Bjontegaard.Rate(Curve(1, (1, 10)), Curve(1, (1, 5), (2, 40)))));
    }

    [Fact]
    public void PointsThatOthersBeatAreLeftOut() =>
        Assert.Equal([20.0, 25.0], Curve(1, (1, 20), (2, 19), (3, 25), (3, 24), (4, double.PositiveInfinity)).Front().Select(point => point.Psnr));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void BetterSettingsOfCommonFormatsTakeMoreAndGiveMore(int channels)
    {
        Raster[] pictures = [Surface(90, 70, channels), Surface(80, 100, channels)];
        var curves = CommonFormats.Curves(pictures, default);
        Assert.Equal(["JPEG", "WebP"], curves.Select(curve => curve.Name));
        foreach (var curve in curves)
        {
            Assert.True(curve.Points[^1].Psnr > curve.Points[0].Psnr + 5);
            Assert.True(curve.Points[^1].BitsPerSample > curve.Points[0].BitsPerSample);
            Assert.InRange(curve.Points[^1].Psnr, 28, 60);
        }
    }

    [Fact]
    public void SmallPicturesOfOneSizeLieSideBySide()
    {
        Raster[] pictures = [.. Enumerable.Range(0, 5).Select(n => new Raster(2, 3, 1, 256))];
        foreach (var (picture, n) in pictures.Select((picture, n) => (picture, n)))
            Array.Fill(picture.Samples, (ushort)(n + 1));
        var sheet = Assert.Single(CommonFormats.Sheets(pictures));
        Assert.Equal((6, 6), (sheet.Width, sheet.Height));
        Assert.Equal([1, 1, 2, 2, 3, 3], sheet.Samples[..6].Select(sample => (int)sample));
        Assert.Equal([4, 4, 5, 5, 0, 0], sheet.Samples[^6..].Select(sample => (int)sample));
    }

    [Fact]
    public void ThePageShowsTheChoiceTheFormatsAndTheWorstPictures()
    {
        Raster[] pictures = [.. LatticeCodecTests.Blobs(30).Select(picture => picture)];
        var found = new CodeSearch(new RateMeasure(pictures, 30, 1), train: null, []).Find(new CodeTarget(CodeTargetKind.Psnr, 30), default);
        var report = CodesReport.Gather("folder/<blobs>", "30 dB", found, pictures, [Curve(1, (0.1, 20), (9, 60))], 3, default);
        var html = CodesPage.Draw(report, "1.2.3");
        Assert.Equal(found.Point.WorstPicture, report.Worst[0].Index);
        Assert.Contains("&lt;blobs&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<blobs>", html, StringComparison.Ordinal);
        Assert.Contains(found.Point.Candidate, html, StringComparison.Ordinal);
        Assert.Contains("WebP", html, StringComparison.Ordinal);
        Assert.Equal(9, html.Split("<img ").Length - 1);
        Assert.DoesNotContain("http:", html, StringComparison.Ordinal);
    }

    private static RateCurve Curve(double factor, params (double Bits, double Psnr)[] points) =>
        new("curve", [.. points.Select(point => new QualityPoint("", factor * point.Bits, point.Psnr))]);

    private static Raster Surface(int width, int height, int channels)
    {
        var picture = new Raster(width, height, channels, 256);
        for (var i = 0; i < picture.Samples.Length; i++)
        {
            var (c, x, y) = (i % channels, i / channels % width, i / channels / width);
            picture.Samples[i] = (ushort)(128 + (60 * Math.Sin((x + (7 * c)) / 9.0)) + (50 * Math.Cos(y / 5.0)));
        }

        return picture;
    }
}
