namespace Hourglass.Runs.Texts;

/// <summary>Two sentences that say nearly the same.</summary>
/// <param name="First">The one that comes first.</param>
/// <param name="Second">The other one.</param>
/// <param name="Score">The cosine of their codes, up to 1.</param>
public sealed record SentencePair(FoundSentence First, FoundSentence Second, double Score);
