using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Hourglass.Evaluation;
using Hourglass.Numerics;

namespace Hourglass.Tests.Evaluation;

public sealed partial class ReportTests
{
    private const string Hostile = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;<!--";

    private static readonly SampleShape s_picture = new(1, 28, 28);
    private static readonly string[] s_digits = [.. Enumerable.Range(0, 10).Select(i => $"{i}")];

    public static TheoryData<int, int, int, int, int, int> Contents() => new()
    {
        { 1, 28, 28, 16, 600, 10 },
        { 3, 48, 64, 32, 90, 3 },
        { 3, 200, 300, 8, 40, 0 },
        { 1, 28, 28, 1568, 200, 70 },
        { 21, 1, 1, 3, 60, 0 },
        { 900, 1, 1, 12, 60, 2 },
        { 3, 1, 40, 4, 30, 2 },
        { 1, 28, 28, 1, 1, 2 },
        { 1, 1, 1, 1, 2, 1 },
        { 2, 5, 9, 70, 8, 0 },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void EveryElementThatOpensCloses(int channels, int height, int width, int code, int samples, int labels)
    {
        var html = Report.Render(ReportContents.Of(new SampleShape(channels, height, width), code, samples, [.. s_digits.Take(labels), .. Enumerable.Range(10, Math.Max(0, labels - 10)).Select(i => $"{i}")]));
        AssertBalanced(html);
        var ids = Ids().Matches(html).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        Assert.DoesNotContain("NaN", Words(html), StringComparison.Ordinal);
    }

    [Fact]
    public void ForeignTextStaysText()
    {
        var content = ReportContents.Of(s_picture, labels: [Hostile + "0", Hostile + "1"], nameOf: i => $"{Hostile}{i}");
        content = content with
        {
            Model = Hostile,
            Producer = Hostile,
            TrainingData = Hostile,
            Recipe = [(Hostile, Hostile)],
            Result = content.Result with { Data = Hostile, Methods = [.. content.Result.Methods.Select(method => method with { Method = method.Method + Hostile })] },
        };
        var html = Report.Render(content);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", html, StringComparison.Ordinal);
        Assert.Equal(2, Count(html, "<script"));
        AssertBalanced(html);
        using var json = JsonDocument.Parse(MapData().Match(html).Groups[1].Value);
        Assert.StartsWith(Hostile, json.RootElement.GetProperty("names")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnyTextRoundTripsThroughItsEscapes() =>
        Gen.String.Sample(text => System.Net.WebUtility.HtmlDecode(Markup.Of($"<i>{text}</i>").Html) == $"<i>{ReportText.Printable(text)}</i>");

    [Fact]
    public void NothingIsFetched()
    {
        var html = Report.Render(ReportContents.Of(s_picture, labels: s_digits));
        Assert.DoesNotContain("http:", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.All(Sources().Matches(html), source => Assert.StartsWith("data:image/png;base64,", source.Groups[1].Value, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryPictureSaysWhatItIs()
    {
        var html = Report.Render(ReportContents.Of(s_picture, labels: s_digits));
        Assert.All(Images().Matches(html).Where(image => !image.Value.Contains("hidden", StringComparison.Ordinal)), image => Assert.Matches("alt=\"[^\"]+\"", image.Value));
        Assert.All(Figures().Matches(html), figure => Assert.Contains("aria-label=", figure.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void TheHeadlineNamesTheErrorAndTheBaseline()
    {
        var result = ReportContents.Of(s_picture, samples: 10_000).Result;
        Assert.Equal(
            "Rebuilds 10,000 held-out pictures with a mean squared error of 0.00562 (22.5\u00A0dB): 4.8 times smaller than PCA at the same 16 values.",
            ReportHeader.Headline(result));
    }

    [Theory]
    [InlineData(0.02, 0.01, "2.0 times larger than PCA")]
    [InlineData(0.01, 0.0101, "about the same as PCA")]
    [InlineData(0, 0.01, "(∞\u00A0dB): nothing is lost, unlike with PCA")]
    [InlineData(0.01, 0, "(20.0\u00A0dB).")]
    [InlineData(double.NaN, 0.01, "error of – (–\u00A0dB).")]
    public void TheHeadlineIsHonest(double own, double linear, string says)
    {
        var result = ReportContents.Of(SampleShape.Vector(30), 4).Result;
        Assert.Contains(says, ReportHeader.Headline(result with { Methods = [Method("hourglass", own), Method("PCA-4", linear)] }), StringComparison.Ordinal);

        static MethodResult Method(string name, double mse) => new(name, mse, Metrics.Psnr(mse), null, null, null);
    }

    [Fact]
    public void ABaselineOfAnotherLengthIsNamed()
    {
        var result = ReportContents.Of(s_picture, 1568, 30).Result;
        var shorter = result with { Methods = [result.Methods[0], result.Methods[1] with { Method = "PCA-784" }] };
        Assert.EndsWith("4.8 times smaller than PCA-784.", ReportHeader.Headline(shorter), StringComparison.Ordinal);
    }

    [Fact]
    public void ModelsWithoutBaselineHaveNoRowForIt()
    {
        var content = ReportContents.Of(s_picture);
        content = content with
        {
            Result = content.Result with { Methods = [content.Result.Methods[0]] },
            Shown = [.. content.Shown.Select(sample => sample with { Linear = null })],
        };
        var html = Report.Render(content);
        Assert.DoesNotContain("PCA", html, StringComparison.Ordinal);
        Assert.DoesNotContain("(best)", html, StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorsThatAreNoNumbersAreCountedNotDrawn()
    {
        var content = ReportContents.Of(s_picture, samples: 30);
        float[] errors = [.. content.Result.SampleErrors];
        (errors[3], errors[4]) = (float.NaN, float.PositiveInfinity);
        var html = Report.Render(content with
        {
            Result = content.Result with { SampleErrors = errors },
            Worst = [content.Worst[0] with { Error = double.NaN, Rebuilt = [.. content.Worst[0].Rebuilt.Select(_ => float.NaN)] }],
            History = [new EpochRecord(1, double.NaN, null, 0.01, 100, 3)],
        });
        Assert.Contains("2 samples have no finite error", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", Words(html), StringComparison.Ordinal);
        AssertBalanced(html);
    }

    [Fact]
    public void AnExactModelIsDrawnToo()
    {
        var content = ReportContents.Of(s_picture, samples: 30);
        var html = Report.Render(content with { Result = content.Result with { SampleErrors = new float[30], Methods = [content.Result.Methods[0] with { Mse = 0, Psnr = double.PositiveInfinity }] } });
        Assert.Contains("∞", html, StringComparison.Ordinal);
        AssertBalanced(html);
    }

    [Fact]
    public void DeadValuesAreMarkedAndCounted()
    {
        var html = Report.Render(ReportContents.Of(s_picture));
        Assert.Contains("14 of the 16 values of the code are used; 2 are dead", html, StringComparison.Ordinal);
        Assert.Equal(2, Count(html, "class=\"stat dead\""));
    }

    [Fact]
    public void LongCodesAreCurvesNotBars()
    {
        var html = Report.Render(ReportContents.Of(s_picture, 1568, 200));
        Assert.DoesNotContain("class=\"stat", html, StringComparison.Ordinal);
        Assert.Contains("1,344 of the 1,568 values of the code are used; 224 are dead", html, StringComparison.Ordinal);
        Assert.Contains("of them on average; the others are zero", html, StringComparison.Ordinal);
    }

    [Fact]
    public void FoldersOfThisMachineAreLeftOut()
    {
        var content = ReportContents.Of(s_picture) with { Recipe = [("data", "/home/ann/secret/photos/"), ("model", @"C:\Users\ann\net.json"), ("share", "1/2")] };
        var html = Report.Render(content with { Result = content.Result with { Data = "/home/ann/secret/photos" } });
        Assert.DoesNotContain("ann", Words(html), StringComparison.Ordinal);
        Assert.Contains("<dd>photos</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dd>net.json</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dd>1/2</dd>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mnist", "mnist")]
    [InlineData("my photos", "'my photos'")]
    [InlineData("x\"; rm -rf $HOME; 'y", @"'x""; rm -rf $HOME; '\''y'")]
    public void CommandsHoldNoOtherCommand(string name, string argument) => Assert.Equal(argument, ReportTraining.Quoted(name));

    [Fact]
    public void TheSameContentGivesTheSamePage() =>
        Assert.Equal(Report.Render(ReportContents.Of(s_picture, labels: s_digits)), Report.Render(ReportContents.Of(s_picture, labels: s_digits)));

    [Fact]
    public void AReportOfMnistSizeStaysSmall() =>
        Assert.InRange(Report.Render(ReportContents.Of(s_picture, samples: 10_000, labels: s_digits)).Length, 100_000, 3_000_000);

    [Fact]
    public void EveryLabelIsShownEquallyOften()
    {
        int[] labels = [.. Enumerable.Range(0, 1000).Select(i => i < 900 ? 0 : i % 9 + 1)];
        var shown = ReportGathering.ChooseShown(labels, 1000, 30);
        Assert.All(Enumerable.Range(0, 10), label => Assert.Equal(3, shown.Count(index => labels[index] == label)));
        Assert.Equal(shown.Distinct().Count(), shown.Length);
    }

    [Fact]
    public void TheWorstComeFirstAndNoNumberIsTheWorst() =>
        Assert.Equal([2, 3, 1], ReportGathering.ChooseWorst([0.1f, 0.3f, float.NaN, 0.5f], 3));

    [Fact]
    public void ReducingKeepsTheMean() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 3]).Sample((width, height, times) =>
        {
            var (shape, to) = (new SampleShape(2, 2 * height * times, 2 * width * times), new SampleShape(2, 2 * height, 2 * width));
            var rng = new Rng(1);
            float[] sample = [.. Enumerable.Range(0, shape.Size).Select(_ => rng.NextSingle())];
            var reduced = new float[to.Size];
            ReportPictures.Reduce(sample, shape, to, reduced);
            Assert.Equal(sample.Average(), reduced.Average(), 1e-4f);
        });

    [Fact]
    public void LargePicturesAreReducedAndKeepTheirProportions()
    {
        Assert.Equal(new SampleShape(3, 48, 96), ReportPictures.Drawn(new SampleShape(3, 1000, 2000)));
        Assert.Equal(s_picture, ReportPictures.Drawn(s_picture));
        Assert.Equal(SampleShape.Vector(512), ReportPictures.Drawn(SampleShape.Vector(100_000)));
        Assert.InRange(ReportPictures.Thumb(new SampleShape(3, 300, 300), 1500).Size * 1500L, 1, ReportPictures.ThumbBudget);
    }

    [Theory]
    [InlineData(0.0056249, "0.00562")]
    [InlineData(0.02686, "0.0269")]
    [InlineData(22.5, "22.5")]
    [InlineData(0.00999999, "0.0100")]
    [InlineData(999.7, "1,000")]
    [InlineData(1234567, "1,234,567")]
    [InlineData(-0.5, "-0.500")]
    [InlineData(0, "0")]
    [InlineData(3.14159e-9, "3.14\u00A0×\u00A010⁻⁹")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(double.NaN, "–")]
    public void NumbersHaveThreeSignificantDigits(double value, string written) => Assert.Equal(written, ReportText.Number(value));

    [Theory]
    [InlineData(3.24, "3.2\u00A0s")]
    [InlineData(93.4, "93\u00A0s")]
    [InlineData(185, "3\u00A0min 05\u00A0s")]
    [InlineData(8040, "2\u00A0h 14\u00A0min")]
    public void DurationsAreReadable(double seconds, string written) => Assert.Equal(written, ReportText.Duration(seconds));

    [Fact]
    public void NamesCannotTurnTheDirectionOfWriting() =>
        Assert.Equal("photo\uFFFDgpj.exe \uFFFD", ReportText.Printable("photo\u202Egpj.exe\n\0"));

    [Fact]
    public void TicksAreRoundAndInside() =>
        Gen.Select(Gen.Double[1e-6, 1e3], Gen.Double[1.02, 1e6], Gen.Bool).Sample((low, ratio, logarithmic) =>
        {
            var axis = new ReportAxis(low, low * ratio, logarithmic);
            var ticks = axis.Ticks(6);
            Assert.InRange(ticks.Count, 1, 7);
            Assert.All(ticks, tick => Assert.InRange(axis.Place(tick), -1e-6, 1 + 1e-6));
            Assert.Equal(ticks.Order(), ticks);
        });

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;

    /// <summary>The page without script, style and pictures.</summary>
    private static string Words(string html) => DataUris().Replace(Assets().Replace(html, ""), "");

    /// <summary>Walks over all tags: each closes what was opened last, and attributes are quoted.</summary>
    private static void AssertBalanced(string html)
    {
        var open = new Stack<string>();
        foreach (Match tag in Tags().Matches(Assets().Replace(html, "")))
        {
            var name = tag.Groups["name"].Value;
            if (tag.Value.StartsWith("</", StringComparison.Ordinal))
                Assert.Equal(open.Pop(), name);
            else if (!tag.Value.EndsWith("/>", StringComparison.Ordinal) && name is not ("meta" or "img" or "br"))
                open.Push(name);
            Assert.Matches(Attributes(), tag.Groups["attributes"].Value);
        }

        Assert.Empty(open);
    }

    [GeneratedRegex("""<(?!!DOCTYPE)/?(?<name>[^\s>/]*)(?<attributes>[^>]*?)/?>""")]
    private static partial Regex Tags();

    [GeneratedRegex("""^(\s+[a-zA-Z0-9-]+="[^"<>]*")*\s*$""")]
    private static partial Regex Attributes();

    [GeneratedRegex("""(?<=<(script|style)[^>]*>).*?(?=</(script|style)>)""", RegexOptions.Singleline)]
    private static partial Regex Assets();

    [GeneratedRegex("""\sid="([^"]*)""")]
    private static partial Regex Ids();

    [GeneratedRegex("""\s(?:src|href)="([^#"][^"]*)""")]
    private static partial Regex Sources();

    [GeneratedRegex("data:image/png;base64,[^\"]*")]
    private static partial Regex DataUris();

    [GeneratedRegex("<img[^>]*>")]
    private static partial Regex Images();

    [GeneratedRegex("""<svg[^>]*role="img"[^>]*>""")]
    private static partial Regex Figures();

    [GeneratedRegex("""id="map-data">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex MapData();
}
