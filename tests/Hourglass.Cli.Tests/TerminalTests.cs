using CsCheck;
using Hourglass.Architectures;
using Hourglass.Cli.Commands;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Inference;

namespace Hourglass.Cli.Tests;

public sealed class TerminalTests
{
    private static readonly Gen<JobState> Jobs =
        from stage in Gen.String[Gen.Char['a', 'z'], 1, 60]
        from done in Gen.Long[0, 1_000_000_000]
        from total in Gen.Long[0, 1_000_000_000]
        from rate in Gen.Int[0, 2].Select(i => new[] { "", "5,210/s", "1,234.5 MB/s" }[i])
        from loss in Gen.Bool.Select(known => known ? "loss 0.01234" : "")
        from seconds in Gen.Int[-1, 1_000_000]
        select new JobState(stage, done, total, rate, loss, seconds < 0 ? null : TimeSpan.FromSeconds(seconds));

    [Fact]
    public void TheProgressLineFitsEveryScreen() =>
        Gen.Select(Jobs, Gen.Int[20, 200]).Sample((job, width) => ProgressLine.Compose(job, width).Length < width);

    [Theory]
    [InlineData(200, "loss 0.01230  5,210/s  0:42 left", 30)]
    [InlineData(80, "loss 0.01230  5,210/s  0:42 left", 27)]
    [InlineData(40, "loss 0.01230  0:42", 0)]
    [InlineData(24, "0:42", 0)]
    public void WhatMattersLeastIsLeftOutFirst(int width, string rest, int bar)
    {
        var job = new JobState("epoch 3/10", 37, 100, "5,210/s", "loss 0.01230", TimeSpan.FromSeconds(42));
        var line = ProgressLine.Compose(job, width);
        Assert.Equal("epoch 3/10", line.Before);
        Assert.Equal("37%  " + rest, line.After);
        Assert.InRange(line.Done + line.Open, bar, 30);
    }

    [Fact]
    public void ALogHasAllOfItWithoutABar()
    {
        var job = new JobState("learning", 37, 100, "5,210/s", "", TimeSpan.FromSeconds(42));
        Assert.Equal("learning  37%  5,210/s  0:42 left", ProgressLine.Plain(job));
        Assert.Equal("reading", ProgressLine.Plain(new JobState("reading", 0, 0)));
        Assert.Equal("reading  1,200", ProgressLine.Plain(new JobState("reading", 1200, 0)));
    }

    [Fact]
    public void DistanceIsAMetricOnNeighbors()
    {
        var words = Gen.String[Gen.Char['a', 'c'], 0, 6];
        Gen.Select(words, words).Sample((one, other) =>
            Suggestion.Distance(one, other) == Suggestion.Distance(other, one)
            && (Suggestion.Distance(one, other) == 0) == (one == other)
            && Suggestion.Distance(one, other) <= Math.Max(one.Length, other.Length));
        Assert.Equal(1, Suggestion.Distance("trian", "train"));
    }

    [Fact]
    public void NothingIsSuggestedForAWordFarFromAll() => Assert.Null(Suggestion.For("frobnicate", ["train", "encode"]));

    [Theory]
    [InlineData(0.0056034, "0.005603")]
    [InlineData(0.12, "0.1200")]
    [InlineData(12.345, "12.35")]
    [InlineData(1234.6, "1235")]
    [InlineData(0, "0")]
    [InlineData(3e-9, "3.000e-9")]
    public void ErrorsHaveFourSignificantDigits(double value, string text) => Assert.Equal(text, Format.Error(value));

    [Fact]
    public void AFileNameCannotSteerTheTerminal()
    {
        var output = new StringWriter { NewLine = "\n" };
        new Output(new Streams(output, TextWriter.Null)).Line("a\u001b[2Jb\nc");
        Assert.Equal("a?[2Jb?c\n", output.ToString());
    }

    [Fact]
    public void ATableElsewhereThanOnATerminalIsPlain()
    {
        var output = new StringWriter { NewLine = "\n" };
        new Output(new Streams(output, TextWriter.Null)).Table(["method", "MSE"], [["conv-16", "0.0056"], ["PCA-16", "0.02686"]]);
        Assert.Equal("method       MSE\nconv-16   0.0056\nPCA-16   0.02686\n", output.ToString());
    }

    [Fact]
    public void EveryKindOfFailureHasItsExitCode()
    {
        Assert.Equal(ExitCode.BadData, Failure.Of(new DataException("x")).ExitCode);
        Assert.Equal(ExitCode.BadData, Failure.Of(new ModelFormatException("f", 0, "x", "y", "z")).ExitCode);
        Assert.Equal(ExitCode.BadData, Failure.Of(new ModelMismatchException("x")).ExitCode);
        Assert.Equal(ExitCode.BadData, Failure.Of(new ArchitectureException("x")).ExitCode);
        Assert.Equal(ExitCode.BadData, Failure.Of(new IOException("No space left on device")).ExitCode);
        Assert.Equal(ExitCode.BadData, Failure.Of(new UnauthorizedAccessException("x")).ExitCode);
        Assert.Equal(ExitCode.Cancelled, Failure.Of(new OperationCanceledException()).ExitCode);
        Assert.Equal(ExitCode.Usage, Failure.Of(CommandException.Usage("x")).ExitCode);
        Assert.Equal(ExitCode.Bug, Failure.Of(new InvalidOperationException("x")).ExitCode);
        Assert.Contains("bug", Failure.Of(new InvalidOperationException("x")).Line);
    }

    [Fact]
    public void AMessageOfSeveralLinesBecomesOne() => Assert.Equal("first second", Failure.Of(new DataException("first\r\n  second\n")).Line);

    [Theory]
    [InlineData(1e-5, 1e-5, true)]
    [InlineData(1e-3, 1e-5, false)]
    [InlineData(1e-5, 1e-3, false)]
    [InlineData(double.NaN, 1e-5, false)]
    public void VerificationNeedsBothDifferencesSmall(double codes, double outputs, bool passed) =>
        Assert.Equal(passed, Verification.Of((codes, outputs), 1e-4).Passed);
}
