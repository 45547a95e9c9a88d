namespace Hourglass.Evaluation.Summaries;

/// <summary>A known way to pick sentences, for comparison.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Pick">Takes the sentences and how many to pick; gives their indices.</param>
public sealed record SummaryBaseline(string Name, Func<IReadOnlyList<string>, int, IReadOnlyList<int>> Pick)
{
    /// <summary>All of them; each works on the same words, small letters without stop words.</summary>
    public static IReadOnlyList<SummaryBaseline> All { get; } =
    [
        new("lead", (_, count) => [.. Enumerable.Range(0, count)]),
        new("LSA", Ranking(vectors => vectors.LatentLengths())),
        new("SumBasic", (sentences, count) => new SentenceVectors(sentences).SumBasic(count)),
        new("LexRank", Ranking(vectors => vectors.LexRank())),
        new("MMR", (sentences, count) => new SentenceVectors(sentences).MarginalRelevance(count)),
        new("TextRank", Ranking(vectors => vectors.TextRank())),
        new("TF-IDF centroid", Ranking(vectors => vectors.Centroid())),
    ];

    private static Func<IReadOnlyList<string>, int, IReadOnlyList<int>> Ranking(Func<SentenceVectors, double[]> score) => (sentences, count) =>
    {
        var scores = score(new SentenceVectors(sentences));
        return [.. Enumerable.Range(0, sentences.Count).OrderByDescending(i => scores[i]).Take(count)];
    };
}
