namespace Hourglass.Runs.Texts;

/// <summary>A sentence that a search found.</summary>
/// <param name="File">The file it is in.</param>
/// <param name="Paragraph">Which paragraph of the file, from 1.</param>
/// <param name="Text">As it stands there.</param>
/// <param name="Score">The cosine to the query, -1 to 1.</param>
public sealed record FoundSentence(string File, int Paragraph, string Text, double Score);
