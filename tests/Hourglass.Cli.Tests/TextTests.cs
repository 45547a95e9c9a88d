using System.Text.Json;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Tests;

public sealed class TextTests : IDisposable
{
    private const string Story = "The river floods the town every spring. Bakers sell bread. The town wants a wall against the river. Somebody sings.\n";

    private readonly TemporaryFolder _folder = new();

    public TextTests() => File.WriteAllText(At("story.txt"), Story);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ASummaryIsOneSentenceALine()
    {
        var typed = Typed.Run("summarize", At("story.txt"), "--sentences", "2", "--html", At("page.html"));
        Assert.Equal(ExitCode.Done, typed.ExitCode);
        Assert.Equal("The river floods the town every spring.\nThe town wants a wall against the river.\n", typed.Out);
        Assert.Contains("2 of 4 sentences", typed.Error, StringComparison.Ordinal);
        Assert.Contains(">The river floods the town every spring.</mark>", File.ReadAllText(At("page.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void FilesAreSummarizedOneByOneOrTogether()
    {
        File.WriteAllText(At("other.txt"), "A river is long.");
        Assert.Equal(2, Texts(Typed.Run("summarize", _folder.Path, "--json", "-q")).GetArrayLength());
        var together = Texts(Typed.Run("summarize", _folder.Path, "--together", "--json", "-q"));
        Assert.Equal(5, Assert.Single(together.EnumerateArray()).GetProperty("summary").GetProperty("total").GetInt32());

        static JsonElement Texts(Typed typed) => JsonDocument.Parse(typed.Out).RootElement.GetProperty("texts");
    }

    [Fact]
    public void AnEmptyFileHasAnEmptySummary()
    {
        File.WriteAllText(At("empty.txt"), "");
        var typed = Typed.Run("summarize", At("empty.txt"));
        Assert.Equal((ExitCode.Done, ""), (typed.ExitCode, typed.Out));
        Assert.Contains("there is no sentence in it", typed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void StrictRefusesWhatIsNotUtf8()
    {
        File.WriteAllBytes(At("bad.txt"), [.. "One."u8, 0xFE]);
        Assert.Contains("1 byte is not UTF-8", Typed.Run("summarize", At("bad.txt")).Error, StringComparison.Ordinal);
        Typed.Run("summarize", At("bad.txt"), "--strict").FailedWith(
            ExitCode.BadData, $"'{At("bad.txt")}' is not UTF-8: byte 0xFE at offset 4; leave --strict out to read it as U+FFFD, or convert the file, for example with iconv.");
    }

    [Fact]
    public void TwoLengthsDoNotGoTogether() => Typed.Run("summarize", At("story.txt"), "--sentences", "2", "--ratio", "0.5").FailedWith(
        ExitCode.Usage, "--sentences and --ratio both say how long the summary is; give one of them.");

    [Fact]
    public void WordsAreLearnedAskedAndExported()
    {
        File.WriteAllText(At("corpus.txt"), string.Concat(Enumerable.Repeat(Story, 10)));
        var trained = Typed.Run("words", "train", At("corpus.txt"), "-o", At("words"), "--dimensions", "4", "--json");
        Assert.Equal(ExitCode.Done, trained.ExitCode);
        Assert.Equal(200, JsonDocument.Parse(trained.Out).RootElement.GetProperty("tokens").GetInt64());
        var similar = JsonDocument.Parse(Typed.Run("words", "similar", At("words"), "River", "--count", "3", "--json").Out).RootElement.GetProperty("words");
        Assert.Equal(3, similar.GetArrayLength());
        Assert.Contains("learned from   200 words", Typed.Run("inspect", At("words")).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Typed.Run("words", "analogy", At("words"), "river", "town", "wall").ExitCode);
        Assert.Equal(ExitCode.Done, Typed.Run("words", "map", At("words"), "-o", At("map.html")).ExitCode);
        Assert.Contains(">river</text>", File.ReadAllText(At("map.html")), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Typed.Run("words", "export", At("words"), "-o", At("v.txt")).ExitCode);
        Assert.EndsWith(" 4", File.ReadLines(At("v.txt")).First(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Typed.Run("words", "export", At("words"), "-o", At("v.doc")).ExitCode);
        Assert.Equal(ExitCode.BadData, Typed.Run("words", "similar", At("words"), "語").ExitCode);
        Assert.Equal(ExitCode.BadData, Typed.Run("words", "similar", _folder.Path, "river").ExitCode);

        var found = Typed.Run("sentences", "search", "flood of the river", At("story.txt"), "--model", At("words"), "--count", "1", "--json");
        Assert.Contains("river", JsonDocument.Parse(found.Out).RootElement.GetProperty("sentences")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsSaidTwiceIsFound()
    {
        File.WriteAllText(At("twice.txt"), Story + "The river floods the old town every spring.");
        var pairs = JsonDocument.Parse(Typed.Run("sentences", "duplicates", At("twice.txt"), "--least", "0.7", "--json").Out).RootElement.GetProperty("pairs");
        var pair = Assert.Single(pairs.EnumerateArray());
        Assert.StartsWith("The river floods", pair.GetProperty("second").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder.Path, name);
}
