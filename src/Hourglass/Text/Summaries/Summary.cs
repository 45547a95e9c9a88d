namespace Hourglass.Text.Summaries;

/// <summary>The sentences that stand for a text.</summary>
/// <param name="Sentences">In the order of the text.</param>
/// <param name="Total">How many sentences the text has.</param>
/// <param name="Coverage">How much of the text's code its sentences rebuild, from 0 to 1: the share of the squared length.</param>
public sealed record Summary(IReadOnlyList<SummarySentence> Sentences, int Total, double Coverage)
{
    /// <summary>The summary as one text.</summary>
    public string Text => string.Join(' ', Sentences.Select(sentence => sentence.Text));
}
