using System.Globalization;
using Hourglass.Data.Images;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Tasks;
using Hourglass.Tests.Tasks;

namespace Hourglass.Tests.Evaluation;

public sealed class RestorationTests
{
    [Fact]
    public void FiguresOfMissingPixelsCountThoseOnly()
    {
        var task = new Inpaint { Channels = 1, Missing = Missing.Pixels };
        var pair = task.Draw(DrawnPictures.Of(1, 32, 32), new Rng(1));
        var wrong = new Planes(1, 32, 32);
        for (var i = 0; i < wrong.Values.Length; i++)
            wrong.Values[i] = pair.Clean.Values[i] + (pair.Mask!.Values[i] > 0 ? 0.1f : 0);
        Assert.Equal(20, RestorationEvaluator.Compare(task, pair, wrong).Psnr, 1e-3);
        Assert.Equal(double.PositiveInfinity, RestorationEvaluator.Compare(task, pair, pair.Clean).Psnr);
    }

    [Fact]
    public void AnExactRestorerGetsTheMostThereIsAndTheDrawsAreTheSameEveryTime()
    {
        var pictures = Pictures(new Denoise());
        var exact = RestorationEvaluator.Evaluate(pictures, pair => pair.Clean, seed: 5);
        Assert.All(exact.Rows, row => Assert.Equal((RestorationEvaluator.MaxPsnr, 1), (row.Psnr, Math.Round(row.Ssim, 6))));
        Assert.Equal(exact.ToJson(), RestorationEvaluator.Evaluate(pictures, pair => pair.Clean, seed: 5).ToJson());
        Assert.NotEqual(exact.ToJson(), RestorationEvaluator.Evaluate(pictures, pair => pair.Clean, seed: 6).ToJson());
        Assert.Equal(20 * Math.Log10(255 / 25.0), exact.Rows[1].PlainPsnr, 0.2);
        Assert.All(exact.Figures().Values, value => Assert.True(double.IsFinite(value)));
        Assert.Contains("best blur.sigma 25: psnr", exact.Figures().Keys);
    }

    [Fact]
    public void TheBestBlurIsBetterThanTheInputAndWiderForStrongerNoise()
    {
        var result = RestorationEvaluator.Evaluate(Pictures(new Denoise()), pair => pair.Picture, seed: 1);
        Assert.Equal("best blur", result.BaselineName);
        Assert.All(result.Rows, row => Assert.True(row.BaselinePsnr > row.PlainPsnr));
        float[] sigmas = [.. result.Rows.Select(row => float.Parse(row.BaselineSetting!.Split(' ')[0], CultureInfo.InvariantCulture))];
        Assert.Equal(sigmas.Order(), sigmas);
        Assert.True(sigmas[0] < sigmas[^1]);
    }

    [Fact]
    public void TheMeanColorIsNearerThanGrey()
    {
        var task = new Colorize();
        var pictures = Pictures(task) with
        {
            Draw = (i, probe, rng) => probe.Draw(Reddish((ulong)i), rng),
            DrawTraining = (i, probe, rng) => probe.Draw(Reddish(100 + (ulong)i), rng),
        };
        var row = Assert.Single(RestorationEvaluator.Evaluate(pictures, pair => task.Plain(pair.Picture, null), seed: 1).Rows);
        Assert.Equal(row.PlainPsnr, row.Psnr);
        Assert.True(row.BaselinePsnr > row.PlainPsnr + 3);
    }

    [Fact]
    public void TheReportShowsPicturesBesideTheirTargetsAndHasAllFigures()
    {
        var task = new Upscale { Channels = 1 };
        var html = Page(task, out var result);
        Assert.Equal(1, Count(html, "<!DOCTYPE html>"));
        Assert.Equal(4 * 4 * 2, Count(html, "<img")); // Four pictures: input, bicubic, restored and target, whole and a part.
        Assert.Contains(ReportText.Number(result.Rows[0].PlainPsnr, 2), html, StringComparison.Ordinal);
        Assert.Contains("bicubic", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;evil", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>evil", html, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCropIsWhereTheMostChanged()
    {
        var (before, after) = (new Planes(1, 200, 300), new Planes(3, 200, 300));
        for (var y = 120; y < 140; y++)
            after.Row(1, y).Slice(210, 20).Fill(1);
        var crop = RestorationReport.MostChanged(before, after);
        Assert.InRange(crop.Top, 140 - crop.Height, 120);
        Assert.InRange(crop.Left, 230 - crop.Width, 210);
        Assert.Equal(new CropPlace(0, 0, 10, 12), RestorationReport.MostChanged(new Planes(1, 10, 12), new Planes(1, 10, 12)));
    }

    private static string Page(RestorationTask task, out RestorationResult result)
    {
        var pictures = Pictures(task) with { NameOf = i => $"<script>evil{i}" };
        result = RestorationEvaluator.Evaluate(pictures, pair => task.Plain(pair.Picture, pair.Mask), seed: 1);
        return RestorationPage.Draw(new RestorationContent
        {
            Model = "restorer",
            Producer = "tests",
            Task = task,
            TrainingData = "drawn",
            Training = (5, 2, 10),
            Result = result,
            History = [new EpochRecord(1, 0.5, null, 1e-3, 10, 1), new EpochRecord(2, 0.4, null, 1e-4, 10, 2)],
            Recipe = [("model", "restorer")],
            Shown = RestorationReport.Gather(pictures, pair => task.Plain(pair.Picture, pair.Mask), seed: 1),
        }, "1.0.0");
    }

    private static RestorationPictures Pictures(RestorationTask task) => new()
    {
        Data = "drawn",
        Task = task,
        Count = 5,
        Draw = (i, probe, rng) => probe.Draw(DrawnPictures.Of(task.CleanChannels, 100, 120, (ulong)i), rng),
        NameOf = i => $"{i}.png",
        TrainingCount = 9,
        DrawTraining = (i, probe, rng) => probe.Draw(DrawnPictures.Of(task.CleanChannels, 100, 120, 100 + (ulong)i), rng),
    };

    private static Planes Reddish(ulong seed)
    {
        var picture = DrawnPictures.Of(3, 60, 60, seed);
        for (var i = 0; i < 3600; i++)
            (picture.Values[3600 + i], picture.Values[7200 + i]) = (0.5f * picture.Values[i], 0.4f * picture.Values[i]);
        return picture;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
