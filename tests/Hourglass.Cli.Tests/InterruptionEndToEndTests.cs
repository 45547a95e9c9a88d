using Hourglass.Cli.Terminal;
using Hourglass.Runs;

namespace Hourglass.Cli.Tests;

/// <summary>What becomes of a run that is stopped in the middle, by kill -9 and by Ctrl-C.</summary>
public sealed class InterruptionEndToEndTests : IDisposable
{
    private static readonly string[] Recipe =
    [
        "digits", "--limit", "2000", "--epochs", "6", "--latent", "8", "--batch", "32", "--threads", "1", "--device", "cpu", "--checkpoint-seconds", "0.05",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <param name="epochs">Finished epochs at which the process is killed.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void AKilledAndResumedRunEndsWithTheSameWeights(int epochs)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Needs kill -9.");
        Done("train", [.. Recipe, "-o", "whole"]);

        using (var started = new Started(_folder.Path, "", ["train", .. Recipe, "-o", "killed"]))
        {
            AwaitEpoch(started, "killed", epochs);
            started.Kill();
        }

        Assert.False(Directory.Exists(new RunFolder(_folder["killed"]).Model), "the run was over before it was killed");
        Done("train", "--resume", "killed");
        Assert.Equal(Weights("whole"), Weights("killed"));
        Assert.Equal(6, EpochsOf("killed"));
    }

    [Fact]
    public void CtrlCLeavesACheckpointAndSaysHowToGoOn()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Needs POSIX signals.");
        using (var started = new Started(_folder.Path, "", ["train", .. Recipe, "-o", "stopped"]))
        {
            AwaitEpoch(started, "stopped", 1);
            started.PressCtrlC();
            var stopped = started.Finish();
            Assert.Equal(ExitCode.Cancelled, stopped.ExitCode);
            Assert.Empty(stopped.Out);
            Assert.EndsWith("hourglass: cancelled; continue by hourglass train --resume stopped\n", stopped.Error);
        }

        Done("train", "--resume", "stopped");
        Assert.True(File.Exists(_folder["stopped/report.html"]));
    }

    [Fact]
    public void RunsAreNumberedAndNeverReplaced()
    {
        string[] quick = ["train", "digits", "--limit", "100", "--epochs", "1", "--threads", "1", "--quiet"];
        Done(quick[0], quick[1..]);
        Done(quick[0], quick[1..]);
        Assert.True(File.Exists(_folder["runs/digits-conv-1/report.html"]));
        Assert.True(File.Exists(_folder["runs/digits-conv-2/report.html"]));
    }

    private void Done(string verb, params string[] args)
    {
        var result = Started.Run(_folder.Path, [verb, .. args]);
        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
    }

    private void AwaitEpoch(Started started, string run, int epochs)
    {
        if (started.WaitUntil(() => EpochsOf(run) >= epochs))
            return;
        started.Kill();
        Assert.Fail($"never seen at work after epoch {epochs}: {started.Finish().Error}");
    }

    private int EpochsOf(string run)
    {
        var file = new RunFolder(_folder[run]).MetricsFile;
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file).Length : 0;
        }
        catch (IOException)
        {
            return 0; // It is being replaced at this very moment.
        }
    }

    private byte[] Weights(string run) => File.ReadAllBytes(Path.Combine(new RunFolder(_folder[run]).Model, "weights.safetensors"));
}
