using Hourglass.Data;
using Hourglass.Data.Tables;
using Hourglass.Outliers;

namespace Hourglass.Tests.Outliers;

public sealed class DriftTestTests
{
    private static readonly OutlierModel Model = OutlierModel.Fit(Rows.Drawn(2000), new OutlierOptions { Threads = 2 }).Model;

    [Fact]
    public void TheSameDistributionDrawnTwentyTimesRaisesAtMostTwoAlarms() =>
        Assert.InRange(Enumerable.Range(0, 20).Count(i => DriftTest.Run(Model, Rows.Drawn(1000, seed: 100 + (ulong)i), threads: 2).HasDrifted), 0, 2);

    [Fact]
    public void TheRowsThatWereLearnedFromAreNoDrift() => Assert.False(DriftTest.Run(Model, Rows.Drawn(2000), threads: 2).HasDrifted);

    [Fact]
    public void AColumnThatCountsTheRowsIsNeitherLookedAtNorDrift()
    {
        MemoryTable Numbered(int first) => new MemoryTable("rows")
            .Add("id", [.. Enumerable.Range(first, 400).Select(i => (double)i)])
            .Add("x", [.. Enumerable.Range(first, 400).Select(i => i * 7919 % 101 / 10.0)]);
        var fit = OutlierModel.Fit(Numbered(0), new OutlierOptions());
        Assert.Equal(["id is not looked at: it counts the rows"], fit.Notes);
        Assert.False(DriftTest.Run(fit.Model, Numbered(10_000)).HasDrifted);
    }

    [Fact]
    public void AShiftedColumnIsFoundAndNamed()
    {
        var block = Rows.Drawn(1000, seed: 50).Read().First();
        var table = new MemoryTable("new").Add("a", Column(0)).Add("b", Column(1)).Add("c", Array.ConvertAll(Column(2), c => c + 40)).Add("kind", block.Texts(3)[..1000].ToArray());
        var report = DriftTest.Run(Model, table, threads: 2);
        Assert.True(report.HasDrifted);
        Assert.Equal("c", report.Findings[0].What);
        Assert.DoesNotContain(report.Findings, finding => finding.What is "a" or "b" or "kind" && finding.Corrected <= 0.05);

        double[] Column(int i) => block.Numbers(i)[..1000].ToArray();
    }

    [Fact]
    public void OtherCategoriesAndMissingValuesAreFound()
    {
        var block = Rows.Drawn(1000, seed: 51).Read().First();
        var kinds = block.Texts(3)[..1000].ToArray();
        for (var i = 0; i < 100; i++)
            kinds[i] = i < 50 ? null : "purple";
        var table = new MemoryTable("new").Add("a", block.Numbers(0)[..1000].ToArray()).Add("b", block.Numbers(1)[..1000].ToArray()).Add("c", block.Numbers(2)[..1000].ToArray()).Add("kind", kinds);
        var drifted = DriftTest.Run(Model, table, threads: 2).Findings.Where(finding => finding.Corrected <= 0.05).Select(finding => (finding.What, finding.Test)).ToArray();
        Assert.Contains(("kind", "categories"), drifted);
        Assert.Contains(("kind", "missing"), drifted);
    }

    [Fact]
    public void ColumnsThatNoLongerBelongTogetherAreFoundThoughEachIsTheSame()
    {
        var (one, other) = (Rows.Drawn(1000, seed: 60).Read().First(), Rows.Drawn(1000, seed: 61).Read().First());
        var table = new MemoryTable("new").Add("a", one.Numbers(0)[..1000].ToArray()).Add("b", other.Numbers(1)[..1000].ToArray()).Add("c", one.Numbers(2)[..1000].ToArray()).Add("kind", one.Texts(3)[..1000].ToArray());
        var report = DriftTest.Run(Model, table, threads: 2);
        Assert.Equal("score", report.Findings[0].Test);
        Assert.True(report.HasDrifted);
    }

    [Fact]
    public void TooFewRowsAreRefused() =>
        Assert.Equal("drawn has 5 rows; at least 20 are needed to tell drift from chance.", Assert.Throws<DataException>(() => DriftTest.Run(Model, Rows.Drawn(5))).Message);
}
