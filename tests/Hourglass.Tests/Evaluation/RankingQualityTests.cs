using Hourglass.Evaluation;

namespace Hourglass.Tests.Evaluation;

public sealed class RankingQualityTests
{
    [Fact]
    public void FiguresAreThoseWorkedOutByHand()
    {
        // In descending order: outlier, other, outlier, other, other.
        var quality = RankingQuality.Of([5, 4, 3, 2, 1], [true, false, true, false, false]);
        Assert.Equal(5 / 6.0, quality.Auroc, 1e-12);
        Assert.Equal((1 + 2 / 3.0) / 2, quality.AveragePrecision, 1e-12);
    }

    [Fact]
    public void TiesCountByHalf()
    {
        var quality = RankingQuality.Of([1, 1, 1, 1], [true, false, false, false]);
        Assert.Equal(0.5, quality.Auroc, 1e-12);
        Assert.Equal(0.25, quality.AveragePrecision, 1e-12);
    }

    [Fact]
    public void OneSortOfRowsIsRefused() => Assert.Throws<ArgumentException>(() => RankingQuality.Of([1, 2], [true, true]));
}
