using System.Text.Json;
using Hourglass.Cli.Terminal;
using Hourglass.Data;

namespace Hourglass.Cli.Tests;

public sealed class PictureOutliersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryPictureHasAScoreAndTheSimpleWaysStandBeside()
    {
        var typed = Typed.Run("outliers", "digits", "--limit", "200", "--normal", "digits", "--normal-label", "4", "--json", "-o", At("out"));
        Assert.Equal(ExitCode.Done, typed.ExitCode);
        var report = JsonDocument.Parse(typed.Out).RootElement;
        var pictures = report.GetProperty("pictures").EnumerateArray().ToArray();
        Assert.Equal(200, pictures.Length);
        Assert.NotEqual("4", pictures[0].GetProperty("label").GetString());
        Assert.True(pictures[0].GetProperty("isOutlier").GetBoolean());
        Assert.Equal(2, report.GetProperty("baselines").GetArrayLength());
        Assert.Equal(201, File.ReadAllLines(At("out/outliers.csv")).Length);
        Assert.Contains("data:image/png", File.ReadAllText(At("out/gallery.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("ganomaly")]
    public void ANetworkOfTheCatalogueIsTrainedOnTheNormalPictures(string model)
    {
        for (var i = 0; i < 72; i++)
            WriteStripes(i < 48 ? At($"normal/{i:00}.png") : At($"asked/{i:00}.png"), i, strange: i >= 64);
        var typed = Typed.Run("outliers", At("asked"), "--normal", At("normal"), "--model", model, "--false-alarms", "15%", "--threads", "1", "--json");
        Assert.Equal("", typed.ExitCode == ExitCode.Done ? "" : typed.Error);
        var report = JsonDocument.Parse(typed.Out).RootElement;
        Assert.Equal(model, report.GetProperty("model").GetString());
        var pictures = report.GetProperty("pictures").EnumerateArray().ToArray();
        Assert.All(pictures.Take(8), picture => Assert.True(picture.GetProperty("index").GetInt32() >= 16 && picture.GetProperty("isOutlier").GetBoolean()));
    }

    [Fact]
    public void AModelThatCannotJudgePicturesIsRefused()
    {
        foreach (var model in new[] { "restorer", "runs/mine" })
        {
            var typed = Typed.Run("outliers", "digits", "--limit", "100", "--model", model);
            Assert.Equal(ExitCode.Usage, typed.ExitCode);
            Assert.Contains($"--model {model}: pictures are judged by a network that is trained on normal ones: conv, ", typed.Error, StringComparison.Ordinal);
        }

        for (var i = 0; i < 32; i++)
            WriteStripes(At($"large/{i:00}.png"), i, strange: false, side: 80);
        Assert.Contains("of at most 64 pixels a side", Typed.Run("outliers", At("large"), "--model", "ganomaly").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TooFewPicturesAreRefused()
    {
        var typed = Typed.Run("outliers", "digits", "--limit", "10");
        Assert.Equal(ExitCode.BadData, typed.ExitCode);
        Assert.Contains("at least 32 are needed", typed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ALabelThatIsNotThereIsNamed()
    {
        var typed = Typed.Run("outliers", "digits", "--limit", "100", "--normal", "digits", "--normal-label", "x");
        Assert.Equal(ExitCode.BadData, typed.ExitCode);
        Assert.Contains("has no label x", typed.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Typed.Run("outliers", "digits", "--normal-label", "4").ExitCode);
    }

    /// <summary>Upright stripes at any place, or strange ones that lie.</summary>
    private static void WriteStripes(string path, int shift, bool strange, int side = 8)
    {
        var picture = new byte[side * side];
        for (var i = 0; i < picture.Length; i++)
            picture[i] = (byte)(((strange ? i / side : i % side) + shift) / 2 % 2 * 200 + shift % 7);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Png.Encode(side, side, 1, picture));
    }

    private string At(string name) => Path.Combine(_folder.Path, name);
}
