namespace Hourglass.Text.Summaries;

/// <summary>A sentence that was picked.</summary>
/// <param name="Text">As it stands in the text.</param>
/// <param name="Index">Which sentence of the text it is, titles among them, from 0.</param>
/// <param name="Paragraph">Which paragraph it is of, from 0.</param>
/// <param name="Rank">1 for the one that was picked first.</param>
/// <param name="Score">The cosine between its code and the code of the text, from 0 to 1.</param>
public sealed record SummarySentence(string Text, int Index, int Paragraph, int Rank, double Score);
