using Hourglass.Text.Reading;
using Hourglass.Text.Summaries;

namespace Hourglass.Tests.Text;

public sealed class SummarizerTests
{
    private const string Text = """
        Title of the text

        The river floods the town every spring. The river rose and the town was flooded again. The mayor of the town wants a wall.
        A wall against the river would cost millions. Bakers sell bread. The river floods the town every spring.
        """;

    [Fact]
    public void PicksComeInTheOrderOfTheTextAndNoneTwice()
    {
        var summary = Summarizer.Summarize(Text, new SummaryOptions { Sentences = 3 });
        Assert.Equal(6, summary.Total);
        Assert.Equal(3, summary.Sentences.Count);
        Assert.Equal(summary.Sentences.Select(sentence => sentence.Index).Order(), summary.Sentences.Select(sentence => sentence.Index));
        Assert.Equal(3, summary.Sentences.Select(sentence => sentence.Text).Distinct().Count());
        Assert.DoesNotContain("Bakers", summary.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Title", summary.Text, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], summary.Sentences.Select(sentence => sentence.Rank).Order());
    }

    [Fact]
    public void AllSentencesRebuildTheTextWhole()
    {
        var all = Summarizer.Summarize(Text, new SummaryOptions { Ratio = 1 });
        var one = Summarizer.Summarize(Text, new SummaryOptions { Sentences = 1 });
        Assert.Equal(1, all.Coverage, 1e-6);
        Assert.InRange(one.Coverage, 0.1, 0.9);
        Assert.Equal(5, all.Sentences.Count); // One of six is there twice.
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("word", 1, 1)]
    [InlineData("the of and", 1, 1)]
    [InlineData("!!! ???", 2, 1)]
    public void ShortTextsAreSummarizedToo(string text, int total, int picked)
    {
        var summary = Summarizer.Summarize(text, new SummaryOptions { Sentences = 2 });
        Assert.Equal((total, picked), (summary.Total, summary.Sentences.Count));
    }

    [Fact]
    public void ALongTextIsSummarizedInParts()
    {
        var sentences = Enumerable.Range(0, 2 * Summarizer.PartLength + 10)
            .Select(i => new TextSentence($"The river floods town number {i % 97} in year {i}.", i, IsTitle: false)).ToList();
        var few = Summarizer.Summarize(sentences, new SummaryOptions { Sentences = 4 });
        Assert.Equal((4, sentences.Count), (few.Sentences.Count, few.Total));
        Assert.All(few.Sentences, sentence => Assert.Equal(sentences[sentence.Index].Text, sentence.Text));
        var share = Summarizer.Summarize(sentences, new SummaryOptions { Ratio = 0.01 });
        Assert.Equal(41, share.Sentences.Count, 2.0);
    }

    [Fact]
    public void RidgeRegressionIsThatOfTheNormalEquations()
    {
        // Columns (1, 0) and (1, 1), target (2, 1), ridge 1: (K + I) w = b with K = [[1, 1], [1, 2]], b = (2, 3).
        var regression = new RidgeRegression(1);
        regression.Add([1], 2);
        regression.Add([1, 2], 3);
        var weights = regression.Solve();
        Assert.Equal(0.6, weights[0], 1e-12);
        Assert.Equal(0.8, weights[1], 1e-12);
    }
}
