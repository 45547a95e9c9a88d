using Hourglass.Numerics;
using Hourglass.Outliers.Labels;

namespace Hourglass.Tests.Outliers;

public sealed class LabelRankingTests
{
    private const int Labels = 3;
    private const int Length = 6;
    private const int Count = 600;

    [Fact]
    public void ChangedLabelsComeFirstWithTheirTrueOnes()
    {
        var (codes, truth) = Clusters(spread: 0.5f);
        var given = truth.ToArray();
        for (var i = 0; i < Count; i += 20)
            given[i] = (truth[i] + 1 + i / 20 % 2) % Labels;
        var first = Rank(codes, given).Suspects.Take(Count / 20).ToArray();
        Assert.All(first, suspect => Assert.Equal(0, suspect.Index % 20));
        Assert.All(first, suspect => Assert.Equal(truth[suspect.Index], suspect.Suggested));
        Assert.All(first, suspect => Assert.True(suspect.Probability > 0.5));
    }

    [Fact]
    public void LabelsThatFitAreNoSuspects()
    {
        var (codes, truth) = Clusters(spread: 0.5f);
        Assert.DoesNotContain(Rank(codes, truth).Suspects, suspect => suspect.Probability > 0.5);
    }

    [Fact]
    public void ExpectedWrongLabelsAreAboutAsManyAsWereChanged()
    {
        var (codes, truth) = Clusters(spread: 1.2f); // the clusters overlap
        var given = truth.ToArray();
        for (var i = 0; i < Count; i += 10)
            given[i] = (truth[i] + 1) % Labels;
        var ranking = Rank(codes, given);
        Assert.InRange(ranking.Suspects.Sum(suspect => suspect.Probability), 0.6 * Count / 10, 1.5 * Count / 10);
    }

    [Fact]
    public void EverySampleStandsInTheRankingOnceMostSuspectFirst()
    {
        var (codes, truth) = Clusters(spread: 1);
        var suspects = Rank(codes, truth).Suspects;
        Assert.Equal(Enumerable.Range(0, Count), suspects.Select(suspect => suspect.Index).Order());
        Assert.All(suspects.Zip(suspects.Skip(1)), pair => Assert.True(pair.First.LogOdds >= pair.Second.LogOdds));
        Assert.All(suspects, suspect => Assert.NotEqual(suspect.Given, suspect.Suggested));
    }

    [Fact]
    public void TheSameDataGivesTheSameRankingOnAnyNumberOfThreads()
    {
        var (codes, truth) = Clusters(spread: 1);
        Assert.Equal(Rank(codes, truth).Suspects, Rank(codes, truth, threads: 3).Suspects);
    }

    [Fact]
    public void ALabelWithOneSampleIsNoFailure()
    {
        var (codes, truth) = Clusters(spread: 0.5f);
        truth[7] = Labels;
        var neighbors = LabelNeighbors.Find(codes, Length, threads: 1);
        Assert.Equal(7, LabelRanking.Of(codes, Length, neighbors, truth, Labels + 1, threads: 1).Suspects[0].Index);
    }

    [Fact]
    public void OneLabelCannotBeRanked()
    {
        float[] codes = [0, 1, 2];
        var neighbors = LabelNeighbors.Find(codes, 1, threads: 1);
        Assert.Throws<ArgumentException>(() => LabelRanking.Of(codes, 1, neighbors, [0, 0, 0], 1, threads: 1));
    }

    private static LabelRanking Rank(float[] codes, int[] given, int threads = 1) =>
        LabelRanking.Of(codes, Length, LabelNeighbors.Find(codes, Length, threads), given, Labels, threads);

    /// <summary>Three clouds around points 3 apart.</summary>
    private static (float[] Codes, int[] Truth) Clusters(float spread)
    {
        var random = new Rng(3);
        var (codes, truth) = (new float[Count * Length], new int[Count]);
        for (var i = 0; i < Count; i++)
        {
            truth[i] = random.NextInt(Labels);
            for (var j = 0; j < Length; j++)
                codes[i * Length + j] = spread * random.NextNormal() + (j == truth[i] ? 3 : 0);
        }

        return (codes, truth);
    }
}
