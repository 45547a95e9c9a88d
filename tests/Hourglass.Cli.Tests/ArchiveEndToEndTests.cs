using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Tests;

/// <summary>Archives with the program as users start it: killed, interrupted, and without libtorch.</summary>
public sealed class ArchiveEndToEndTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ArchiveEndToEndTests()
    {
        Directory.CreateDirectory(_folder["data"]);
        // Bytes that nothing makes smaller are on the disk at once; the pictures behind them take a while.
        var noise = new byte[9_000_000];
        for (var i = 0; i < noise.Length; i++)
            noise[i] = (byte)((uint)(i * 2654435761L) >> 24 ^ (uint)((long)i * i * 40503 >> 9));
        File.WriteAllBytes(_folder["data/noise"], noise);
        for (var i = 0; i < 12; i++)
            File.WriteAllBytes(_folder[$"data/{i}.pgm"], [.. "P5 250 250 255\n"u8, .. Enumerable.Range(0, 62_500).Select(v => (byte)((v * (v + i)) >> 7))]);
        Directory.CreateDirectory(_folder["small"]);
        File.WriteAllText(_folder["small/text.txt"], "Some text.");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadingAnArchiveNeverHoldsLibtorch()
    {
        Done("pack", "small", "-o", "a.hga");
        foreach (var commandLine in new[] { "unpack a.hga -o out", "list a.hga", "verify a.hga --against small", "inspect a.hga" })
        {
            var (result, libraries) = Started.RunTraced(_folder.Path, commandLine.Split(' '));
            Assert.Equal(ExitCode.Done, result.ExitCode);
            Assert.NotEmpty(libraries);
            Assert.DoesNotContain(libraries, library => library.Contains("torch", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void APackingThatIsKilledLeavesNoArchive()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Needs kill -9.");
        using (var started = new Started(_folder.Path, "", "pack", "data", "-o", "a.hga", "--effort", "1"))
        {
            Assert.True(started.WaitUntil(IsWriting), "never seen at work");
            started.Kill();
        }

        Assert.False(File.Exists(_folder["a.hga"]));
    }

    [Fact]
    public void AnInterruptedPackingLeavesNothing()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Needs POSIX signals.");
        using var started = new Started(_folder.Path, "", "pack", "data", "-o", "a.hga", "--effort", "1");
        Assert.True(started.WaitUntil(IsWriting), "never seen at work");
        started.PressCtrlC();
        var stopped = started.Finish();
        Assert.Equal((ExitCode.Cancelled, "", "hourglass: cancelled\n"), (stopped.ExitCode, stopped.Out, stopped.Error));
        Assert.Equal(["data", "small"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void AnAppendingThatIsKilledLeavesTheOldArchive()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Needs kill -9.");
        Done("pack", "small", "-o", "a.hga");
        var old = File.ReadAllBytes(_folder["a.hga"]);
        using (var started = new Started(_folder.Path, "", "pack", "data", "-o", "a.hga", "--append", "--effort", "1"))
        {
            Assert.True(started.WaitUntil(() => new FileInfo(_folder["a.hga"]).Length > old.Length), "never seen at work");
            started.Kill();
        }

        Assert.Equal(old, File.ReadAllBytes(_folder["a.hga"])[..old.Length]);
        Done("unpack", "a.hga", "-o", "out");
        Assert.Equal("Some text.", File.ReadAllText(_folder["out/text.txt"]));
        Assert.Equal(ExitCode.CheckFailed, Started.Run(_folder.Path, "verify", "a.hga").ExitCode);
        Directory.CreateDirectory(_folder["more"]);
        File.WriteAllText(_folder["more/new.txt"], "More text.");
        Done("pack", "more", "-o", "a.hga", "--append");
        Done("verify", "a.hga");
    }

    private bool IsWriting() => Directory.EnumerateFiles(_folder.Path, "a.hga.*.part").Any();

    private void Done(params string[] args)
    {
        var result = Started.Run(_folder.Path, args);
        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
    }
}
