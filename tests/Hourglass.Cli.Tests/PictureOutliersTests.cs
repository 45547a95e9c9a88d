using System.Text.Json;
using Hourglass.Cli.Terminal;

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

    private string At(string name) => Path.Combine(_folder.Path, name);
}
