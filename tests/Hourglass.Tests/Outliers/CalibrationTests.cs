using Hourglass.Outliers;

namespace Hourglass.Tests.Outliers;

public sealed class CalibrationTests
{
    private static readonly Calibration Hundred = Calibration.Of([.. Enumerable.Range(1, 99).Select(i => (double)i)]);

    [Theory]
    [InlineData(1000, 0.01)]
    [InlineData(99, 0.02)]
    [InlineData(50, 0.51)]
    [InlineData(-5, 1)]
    public void APValueIsTheShareThatIsAtLeastAsStrange(double score, double expected) => Assert.Equal(expected, Hundred.PValue(score), 1e-12);

    [Fact]
    public void SurprisalGrowsBeyondTheStrangestTrainingRow()
    {
        Assert.True(Hundred.Surprisal(60) > Hundred.Surprisal(50));
        Assert.True(Hundred.Surprisal(110) > Hundred.Surprisal(100));
        Assert.True(Hundred.Surprisal(100) > Hundred.Surprisal(99));
    }

    [Fact]
    public void EqualScoresShareTheirRank()
    {
        var same = Calibration.Of([1, 1, 1, 1, 1, 1, 1, 1, 1]);
        Assert.Equal(Math.Log(10 / 5.0), same.Surprisal(1), 1e-9);
    }
}
