using Hourglass.Data;
using Hourglass.Data.Tables;
using Hourglass.Outliers;

namespace Hourglass.Tests.Outliers;

public sealed class OutlierModelTests
{
    private static readonly OutlierModel Model = OutlierModel.Fit(Rows.Drawn(1000), new OutlierOptions { Threads = 2 }).Model;

    [Fact]
    public void RowsThatBreakWhatHoldsStandFirst()
    {
        var fit = OutlierModel.Fit(Rows.Drawn(500, strange: 5), new OutlierOptions { Threads = 2 });
        var strangest = fit.HeldOut.Combined.Select((score, row) => (score, row)).OrderByDescending(pair => pair.score).Take(8).Select(pair => pair.row).ToHashSet();
        Assert.Superset(new HashSet<int> { 495, 496, 497, 498, 499 }, strangest);
    }

    [Fact]
    public void TheReasonIsTheColumnThatDoesNotFitAndItsExpectedValue()
    {
        var row = Single(Rows.One(1, -2, 0, "red"));
        Assert.True(row.PValue < 0.01);
        Assert.Contains(row.Reasons, reason => reason is { Column: "b", Value: "-2" } && Math.Abs(double.Parse(reason.Expected, System.Globalization.CultureInfo.InvariantCulture) - 2) < 0.5);
        Assert.DoesNotContain(row.Reasons, reason => reason.Column is "c" or "kind");
    }

    [Fact]
    public void WhereColumnsAreExtremeTogetherTheReasonSaysWhatIsUsual()
    {
        var row = Single(Rows.One(8, 16, 0, "red"));
        Assert.True(row.PValue < 0.01);
        Assert.NotEmpty(row.Reasons);
        Assert.All(row.Reasons, reason => Assert.InRange(double.Parse(reason.Expected, System.Globalization.CultureInfo.InvariantCulture), -0.5, 0.5));
    }

    [Theory]
    [InlineData("purple")]
    [InlineData(null)]
    public void ASortOfValueThatNoTrainingRowHadIsAnOutlierAndSaysSo(string? kind)
    {
        Assert.True(Single(Rows.One(0.1, 0.2, 0, "red")).PValue > 0.05);
        var row = Single(Rows.One(0.1, 0.2, 0, kind));
        Assert.True(row.PValue < 0.01);
        Assert.Equal("kind", row.Reasons[0].Column);
        Assert.Contains("never seen", row.Reasons[0].Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void PValuesOfFreshRowsAreUniform()
    {
        var fresh = Model.Score(Rows.Drawn(4000, seed: 2), threads: 2).Select(row => row.PValue).ToArray();
        foreach (var level in new[] { 0.01, 0.05, 0.2, 0.5 })
            Assert.InRange(fresh.Count(p => p <= level) / 4000.0, 0.6 * level - 0.004, 1.4 * level + 0.004);
    }

    [Fact]
    public void TheOrderOfColumnsAndThreadsDoNotMatter()
    {
        var table = Rows.Drawn(300, seed: 3);
        var block = table.Read().Single();
        var turned = new MemoryTable("turned").Add("kind", block.Texts(3)[..300].ToArray()).Add("more", new double[300])
            .Add("c", block.Numbers(2)[..300].ToArray()).Add("b", block.Numbers(1)[..300].ToArray()).Add("a", block.Numbers(0)[..300].ToArray());
        Assert.Equal(Model.Score(table, 1).Select(row => row.Score), Model.Score(turned, 2).Select(row => row.Score));
    }

    [Fact]
    public void TheSameSeedGivesTheSameModelOnAnyNumberOfThreads()
    {
        var (one, two) = (Scores(1, 7), Scores(2, 7));
        Assert.Equal(one, two);
        Assert.NotEqual(one, Scores(1, 8));

        static double[] Scores(int threads, ulong seed) =>
            OutlierModel.Fit(Rows.Drawn(300), new OutlierOptions { Threads = threads, Seed = seed }).HeldOut.Combined;
    }

    [Fact]
    public void AMissingColumnIsNamed()
    {
        var error = Assert.Throws<DataException>(() => Model.Score(new MemoryTable("new.csv").Add("a", [1.0]).Add("c", [1.0]).Add("kind", ["red"])).ToArray());
        Assert.Equal("new.csv has no column b, which the model looks at; give a table with the columns of the training data.", error.Message);
    }

    [Fact]
    public void TextWhereNumbersWereIsNamedByRowAndColumn()
    {
        var table = new MemoryTable("new.csv").Add("a", [1.0, 2]).Add("b", ["1.5", "high"]).Add("c", [1.0, 2]).Add("kind", ["red", "red"]);
        var error = Assert.Throws<DataException>(() => Model.Score(table).ToArray());
        Assert.Equal("new.csv, row 2, column b: 'high' stands where the model has numbers; correct it or leave it empty.", error.Message);
    }

    [Fact]
    public void TooFewRowsAreRefused()
    {
        var error = Assert.Throws<DataException>(() => OutlierModel.Fit(Rows.Drawn(3)));
        Assert.Equal("drawn has 3 rows; at least 10 are needed to tell what is ordinary.", error.Message);
    }

    [Fact]
    public void ConstantColumnsAreNotLookedAtAndATableOfThemIsRefused()
    {
        var constant = new MemoryTable("same").Add("x", Enumerable.Repeat(1.0, 50).ToArray()).Add("y", Enumerable.Repeat("z", 50).ToArray());
        Assert.Equal("same: no column varies, so no row can differ from the others.", Assert.Throws<DataException>(() => OutlierModel.Fit(constant)).Message);
        constant.Add("n", [.. Enumerable.Range(0, 50).Select(i => (double)(i * i))]);
        Assert.Equal(["x is not looked at: it is the same in all rows", "y is not looked at: it is the same in all rows"], OutlierModel.Fit(constant).Notes);
    }

    [Fact]
    public void AnIgnoredColumnChangesNothing()
    {
        var table = Rows.Drawn(200);
        var scores = OutlierModel.Fit(table).HeldOut.Combined;
        table.Add("label", [.. Enumerable.Range(0, 200).Select(i => i % 7 == 0 ? 1.0 : 0)]);
        Assert.Equal(scores, OutlierModel.Fit(table, new OutlierOptions { Ignored = ["label"] }).HeldOut.Combined);
    }

    [Fact]
    public void HugeAndMissingNumbersAreScored()
    {
        var rows = Model.Score(new MemoryTable("x").Add("a", [1e300, double.NaN, double.NegativeInfinity]).Add("b", [0, 0, 0.0]).Add("c", [0, 0, 0.0]).Add("kind", ["red", "red", "red"])).ToArray();
        Assert.All(rows, row => Assert.True(double.IsFinite(row.Score) && row.PValue < 0.01));
    }

    [Fact]
    public void ManyColumnsAreProjected()
    {
        var table = new MemoryTable("wide");
        var rng = new Hourglass.Numerics.Rng(5);
        for (var j = 0; j < 400; j++)
            table.Add($"c{j}", [.. Enumerable.Range(0, 60).Select(i => rng.NextNormal() + (i == 7 ? 4.0 : 0))]);
        var combined = OutlierModel.Fit(table, new OutlierOptions { Threads = 2 }).HeldOut.Combined;
        Assert.Equal(7, Array.IndexOf(combined, combined.Max()));
    }

    private static OutlierRow Single(MemoryTable table) => Model.Score(table).Single();
}
