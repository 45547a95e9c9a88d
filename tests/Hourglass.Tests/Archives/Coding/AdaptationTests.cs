using Hourglass.Archives.Coding;

namespace Hourglass.Tests.Archives.Coding;

public sealed class AdaptationTests
{
    [Fact]
    public void AProbabilityComesNearTheShareOfOnes()
    {
        var state = AdaptiveBits.Even;
        for (var i = 0; i < 4000; i++)
            AdaptiveBits.Update(ref state, i % 4 == 0 ? 1 : 0, 1023);
        Assert.Equal(0.25, AdaptiveBits.Probability(state) / 65536.0, 0.01);
        Assert.Equal(1023, AdaptiveBits.Count(state));
    }

    [Fact]
    public void AProbabilityStaysInRangeForever()
    {
        var (ones, zeros) = (AdaptiveBits.Even, AdaptiveBits.Even);
        for (var i = 0; i < 100_000; i++)
        {
            AdaptiveBits.Update(ref ones, 1, 255);
            AdaptiveBits.Update(ref zeros, 0, 255);
        }

        Assert.InRange(AdaptiveBits.Probability(ones), 65_500, 65_535);
        Assert.InRange(AdaptiveBits.Probability(zeros), 0, 36);
    }

    [Fact]
    public void AContextIsFoundAgainAndANewOneBeginsAtEvenOdds()
    {
        var table = new ContextTable(12);
        var slot = table.Find(1234);
        AdaptiveBits.Update(ref table.At(slot + 1), 1, 255);
        Assert.Equal(slot, table.Find(1234));
        Assert.NotEqual(AdaptiveBits.Even, table.At(table.Find(1234) + 1));
        Assert.Equal(AdaptiveBits.Even, table.At(table.Find(4321) + 1));
    }

    [Fact]
    public void TheContextUsedLessGivesUpItsSlot()
    {
        var table = new ContextTable(1);
        var often = table.Find(1);
        for (var i = 0; i < 50; i++)
            AdaptiveBits.Update(ref table.At(often + 1), 1, 255);
        for (var hash = 2u; hash < 40; hash++)
            table.Find(hash);
        Assert.Equal(50, AdaptiveBits.Count(table.At(table.Find(1) + 1)));
    }

    [Fact]
    public void ARefinementLearnsThatAProbabilityIsWrong()
    {
        var refinement = new Refinement(2, 6);
        var before = refinement.Refine(500, 1);
        for (var i = 0; i < 500; i++)
        {
            refinement.Refine(500, 1);
            refinement.Learn(0);
        }

        Assert.True(refinement.Refine(500, 1) < before / 4);
        Assert.Equal(before, refinement.Refine(500, 0));
    }
}
