using Hourglass.Evaluation.Summaries;

namespace Hourglass.Tests.Evaluation;

/// <summary>Worked examples of Lin, 2004, and of the documentation and tests of Google's rouge-score.</summary>
public sealed class RougeTests
{
    [Theory]
    [InlineData("police kill the gunman", 0.75, 1 / 3.0, 0.75)]
    [InlineData("the gunman kill police", 0.75, 1 / 3.0, 0.5)]
    [InlineData("the gunman police killed", 1, 2 / 3.0, 0.5)]
    public void AsInThePaper(string candidate, double words, double pairs, double sequence) =>
        Equal(words, pairs, sequence, Rouge.Of(candidate, "police killed the gunman"));

    [Theory]
    [InlineData("The quick brown dog jumps on the log.", "The quick brown fox jumps over the lazy dog", 12 / 17.0, 4 / 15.0, 10 / 17.0)]
    [InlineData("testing", "testing one two", 0.5, 0, 0.5)]
    [InlineData("testing one", "testing one two", 0.8, 2 / 3.0, 0.8)]
    [InlineData("", "testing one two", 0, 0, 0)]
    public void AsInRougeScore(string candidate, string reference, double words, double pairs, double sequence) =>
        Equal(words, pairs, sequence, Rouge.Of(candidate, reference));

    [Fact]
    public void SeveralReferencesGiveTheMean() => Equal(0.75, 1 / 3.0, 0.75, Rouge.Of("police kill the gunman", ["police killed the gunman", "police killed the gunman"]));

    [Fact]
    public void AReferenceWithNothingInCommonHalvesTheMean() => Equal(0.4, 1 / 3.0, 0.4, Rouge.Of("testing one", ["testing one two", "other words"]));

    private static void Equal(double words, double pairs, double sequence, Rouge rouge)
    {
        Assert.Equal(words, rouge.Words, 1e-9);
        Assert.Equal(pairs, rouge.Pairs, 1e-9);
        Assert.Equal(sequence, rouge.Sequence, 1e-9);
    }
}
