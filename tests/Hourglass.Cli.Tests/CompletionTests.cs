namespace Hourglass.Cli.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("hourglass pa", "pack unpack")]
    [InlineData("hourglass train mnist --sched", "--schedule")]
    [InlineData("hourglass train mnist --optimizer ", "adam adamw")]
    [InlineData("hourglass train photos --task de", "denoise")]
    [InlineData("hourglass completion ", "bash fish pwsh zsh")]
    public void WhatCanFollowIsNamed(string line, string follows)
    {
        var suggested = Typed.Run($"[suggest:{line.Length}]", line);
        Assert.Equal(0, suggested.ExitCode);
        var words = suggested.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(follows.Split(' '), words.Where(word => follows.StartsWith('-') || !word.StartsWith('-')));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void EveryScriptAsksTheProgram(string shell)
    {
        var script = Typed.Run("completion", shell);
        Assert.Equal(0, script.ExitCode);
        Assert.Contains("hourglass \"[suggest:", script.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherShellIsNamed() =>
        Typed.Run("completion", "csh").FailedWith(2, "no script for 'csh'; there are scripts for bash, zsh, fish, pwsh");
}
