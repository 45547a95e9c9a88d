using System.Text.Json;
using Hourglass.Cli.Terminal;
using Hourglass.Data;

namespace Hourglass.Cli.Tests;

/// <summary>A model without a code from training to use, and what the commands for codes say about it.</summary>
public sealed class RestorerEndToEndTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RestorerEndToEndTests()
    {
        for (var i = 0; i < 4; i++)
        {
            Write($"pairs/input/{i}.png", i);
            Write($"pairs/target/{i}.png", i + 10);
        }

        Write("pairs/input/alone.png", 7);
        Write("pairs/target/small.png", 8, side: 16);
        Write("pairs/input/small.png", 8, side: 24);
        File.WriteAllText(_folder["pairs/input/broken.png"], "no picture");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void PairsWithFaultsAreLearntFromWithoutThemAndEachIsNamed()
    {
        var trained = Started.Run(
            _folder.Path, "train", "pairs", "--task", "pairs", "--channels", "1", "--patch", "16", "--batch", "4", "--epochs", "1", "--threads", "1", "--device", "cpu", "-o", "run");
        Assert.Equal("", trained.ExitCode == ExitCode.Done ? "" : trained.Error);
        Assert.Contains("pairs: left out 3; 4 are used", trained.Error, StringComparison.Ordinal);
        Assert.Contains("  input/alone.png has no partner in target", trained.Error, StringComparison.Ordinal);
        Assert.Contains("  input/broken.png is no picture", trained.Error, StringComparison.Ordinal);
        Assert.Contains("  input/small.png is 24x24, its partner 16x16", trained.Error, StringComparison.Ordinal);
        Assert.Contains("strength", trained.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["run/report.html"]));

        var run = _folder["run"];
        using var stored = JsonDocument.Parse(File.ReadAllText(_folder["run/evaluation.json"]));
        var evaluated = Started.Run(_folder.Path, "evaluate", "run", "--json", "--report", "again.html");
        using var measured = JsonDocument.Parse(evaluated.Out);
        Assert.Equal(Psnr(stored), Psnr(measured));
        Assert.True(File.Exists(_folder["again.html"]));
        var verified = Typed.Run("inspect", run, "--verify");
        Assert.Equal(ExitCode.Done, verified.ExitCode);
        Assert.Contains("verify: passed", verified.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("in codes", verified.Out, StringComparison.Ordinal);
        var other = Typed.Run("evaluate", run, _folder["pairs"], "--json");
        using var all = JsonDocument.Parse(other.Out);
        Assert.Equal(4, all.RootElement.GetProperty("pictures").GetInt32());

        static double Psnr(JsonDocument json) => json.RootElement.GetProperty("rows")[0].GetProperty("psnr").GetDouble();
    }

    [Fact]
    public void StrictTrainingStopsAtTheFirstFault()
    {
        var trained = Typed.Run("train", _folder["pairs"], "--task", "pairs", "--channels", "1", "--patch", "16", "--strict", "-o", _folder["run"]);
        Assert.Equal(ExitCode.BadData, trained.ExitCode);
        Assert.Contains("broken.png", trained.Error, StringComparison.Ordinal);
        Assert.Single(trained.Error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Theory]
    [InlineData("encode", "-o", "codes.npy")]
    [InlineData("decode", "-o", "out")]
    [InlineData("map", "-o", "map.html")]
    public void CommandsForCodesSayThatThereIsNone(params string[] line)
    {
        RestoringModel.Write(_folder["model"]);
        var model = _folder["model"];
        Typed.Run([line[0], model, _folder["pairs/input"], .. line[1..]]).FailedWith(
            ExitCode.Usage, $"{model} restores pictures (denoise) and has no code; use hourglass restore {model} IN -o OUT, or train a model with a code");
    }

    [Fact]
    public void InspectSaysThatThereIsNoCode()
    {
        RestoringModel.Write(_folder["model"]);
        var inspected = Typed.Run("inspect", _folder["model"], "--verify");
        Assert.StartsWith("mean: pictures to pictures, 1x8x8 to 1x8x8; any size, in steps of 1 pixels", inspected.Out, StringComparison.Ordinal);
        Assert.Contains("denoise grey pictures: sigma 5 to 55", inspected.Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Typed.Run("inspect", _folder["model"], "--json").Out);
        Assert.False(json.RootElement.TryGetProperty("codeLength", out _));
    }

    private void Write(string name, int seed, int side = 32)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllBytes(_folder[name], Png.Encode(side, side, 1, [.. Enumerable.Range(0, side * side).Select(i => (byte)(i * (3 + seed)))]));
    }
}
