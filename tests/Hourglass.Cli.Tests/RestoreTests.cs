using System.Text.Json;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Data.Images;

namespace Hourglass.Cli.Tests;

public sealed class RestoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RestoreTests()
    {
        RestoringModel.Write(At("model"));
        Directory.CreateDirectory(At("in/deep"));
        Write("in/a.png", 20, 10);
        Write("in/deep/b.png", 30, 20);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFolderIsRestoredAndTheFiguresAreOneObject()
    {
        var typed = Typed.Run("restore", At("model"), At("in"), "-o", At("out"), "--json", "--threads", "2");
        Assert.Equal(ExitCode.Done, typed.ExitCode);
        Assert.Empty(typed.Error);
        var report = JsonDocument.Parse(typed.Out).RootElement.GetProperty("report");
        Assert.Equal(2, report.GetProperty("pictures").GetInt32());
        Assert.Equal(0.0008, report.GetProperty("megapixels").GetDouble(), 1e-9);
        Assert.True(report.GetProperty("seconds").GetDouble() > 0);
        Assert.True(report.GetProperty("megapixelsPerSecond").GetDouble() > 0);
        Assert.Equal(30, LoadedPicture.Read(At("out/deep/b.png")).Colors.Width);
    }

    [Fact]
    public void OneLineSaysWhatWasDone()
    {
        var typed = Typed.Run("restore", At("model"), At("in/a.png"), "-o", At("b.jpg"));
        Assert.StartsWith($"1 picture in {At("b.jpg")}: 0 megapixels in ", typed.Out, StringComparison.Ordinal);
        Assert.Equal(0xFF, File.ReadAllBytes(At("b.jpg"))[0]);
    }

    [Fact]
    public void FiguresBeforeAndAfterStandBesideEachOther()
    {
        var typed = Typed.Run("restore", At("model"), At("in"), "-o", At("out"), "--against", At("in"));
        Assert.Equal(ExitCode.Done, typed.ExitCode);
        var lines = typed.Out.Split('\n');
        Assert.Contains("PSNR", lines[1], StringComparison.Ordinal);
        Assert.Contains("exact", lines[2], StringComparison.Ordinal);
        Assert.Contains(" dB", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void ABrokenPictureIsNamedAndTheRestIsThere()
    {
        File.WriteAllText(At("in/broken.png"), "no picture");
        var typed = Typed.Run("restore", At("model"), At("in"), "-o", At("out"), "--quiet");
        Assert.Equal(ExitCode.BadData, typed.ExitCode);
        Assert.StartsWith("broken.png is no picture that is read", typed.Error, StringComparison.Ordinal);
        Assert.Contains("2 pictures in", typed.Out, StringComparison.Ordinal);
        Assert.Contains("; 1 could not be restored", typed.Out, StringComparison.Ordinal);
        var strict = Typed.Run("restore", At("model"), At("in"), "-o", At("strict"), "--strict");
        Assert.Equal(ExitCode.BadData, strict.ExitCode);
        Assert.StartsWith("hourglass: broken.png is no picture that is read", strict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsThereIsNotReplacedUnlessForced()
    {
        string[] line = ["restore", At("model"), At("in"), "-o", At("out")];
        Assert.Equal(ExitCode.Done, Typed.Run(line).ExitCode);
        Typed.Run(line).FailedWith(ExitCode.BadData, $"{At("out/a.png")} and 1 more exist already; name another output, or replace with --force.");
        Assert.Equal(ExitCode.Done, Typed.Run([.. line, "--force"]).ExitCode);
    }

    [Fact]
    public void AMaskForAModelThatTakesNoneIsRefused() =>
        Typed.Run("restore", At("model"), At("in"), "-o", At("out"), "--mask", At("in"))
            .FailedWith(ExitCode.BadData, "The model was trained to denoise and takes no mask; leave --mask out.");

    private string At(string name) => Path.Combine(_folder.Path, name);

    private void Write(string name, int width, int height) =>
        File.WriteAllBytes(At(name), Png.Encode(width, height, 1, [.. Enumerable.Range(0, width * height).Select(i => (byte)(i * 37))]));
}
