using System.Globalization;
using System.Text;
using System.Text.Json;
using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Tables;

namespace Hourglass.Cli.Tests;

public sealed class OutlierTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OutlierTests() => Write("rows.csv", Rows(300, strange: 3));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheStrangestRowsStandFirstWithTheirReason()
    {
        var typed = Typed.Run("outliers", At("rows.csv"), "--label", "bad", "--top", "3", "--json");
        Assert.Equal(ExitCode.Done, typed.ExitCode);
        var report = JsonDocument.Parse(typed.Out).RootElement.GetProperty("report");
        Assert.Equal(300, report.GetProperty("rows").GetInt32());
        var top = report.GetProperty("top").EnumerateArray().ToArray();
        Assert.Equal([298, 299, 300], top.Select(row => row.GetProperty("row").GetInt32()).Order());
        Assert.All(top, row => Assert.Equal("b", row.GetProperty("reasons")[0].GetProperty("column").GetString()));
        var combined = report.GetProperty("quality").EnumerateArray().First();
        Assert.Equal("combined", combined.GetProperty("score").GetString());
        Assert.Equal(1, combined.GetProperty("auroc").GetDouble(), 0.001);
    }

    [Fact]
    public void TheTableShowsBaselinesBesideAndWhatTheLabelSays()
    {
        var typed = Typed.Run("outliers", At("rows.csv"), "--label", "bad", "--top", "1");
        Assert.Contains("forest rank", typed.Out, StringComparison.Ordinal);
        Assert.Contains("k-NN rank", typed.Out, StringComparison.Ordinal);
        Assert.Contains("average precision", typed.Out, StringComparison.Ordinal);
        Assert.Contains("rows are outliers at 1 % false alarms", typed.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.parquet")]
    [InlineData("out.jsonl")]
    public void EveryRowIsInTheResultAndAModelJudgesNewRows(string name)
    {
        Assert.Equal(ExitCode.Done, Typed.Run("outliers", At("rows.csv"), "--ignore", "bad", "--save", At("model")).ExitCode);
        Assert.Contains("a       number", Typed.Run("inspect", At("model")).Out, StringComparison.Ordinal);
        Write("new.csv", Rows(50, strange: 1, seed: 9));
        Assert.Equal(ExitCode.Done, Typed.Run("outliers", At("new.csv"), "--model", At("model"), "-o", At(name), "--false-alarms", "5%", "--html", At("page.html")).ExitCode);
        using var table = TableFile.Open(At(name));
        Assert.Equal(["row", "score", "p_value", "outlier", "reasons"], table.Columns.Select(column => column.Name));
        var block = table.Read().First();
        Assert.Equal(50, block.Rows);
        Assert.Equal(1, block.Numbers(3)[49]);
        Assert.Contains("b is ", block.Texts(4)[49], StringComparison.Ordinal);
        Assert.Contains("<b>b</b> is ", File.ReadAllText(At("page.html")), StringComparison.Ordinal);
        Assert.Equal(5, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Fact]
    public void AQueryChoosesRowsAndColumns()
    {
        var typed = Typed.Run("outliers", At("rows.csv"), "--query", "select a, b from data where bad = 0 limit 120", "--json");
        Assert.Equal(120, JsonDocument.Parse(typed.Out).RootElement.GetProperty("report").GetProperty("rows").GetInt32());
    }

    [Fact]
    public void DriftEndsWithOneAndTheSameDistributionWithZero()
    {
        Typed.Run("outliers", At("rows.csv"), "--ignore", "bad", "--save", At("model"));
        Write("same.csv", Rows(300, strange: 0, seed: 5));
        Write("other.csv", Rows(300, strange: 0, seed: 6, shift: 2));
        Typed.Run("drift", At("model"), At("same.csv"), "--part", "test").FailedWith(ExitCode.Usage, $"--part has no meaning here, for {At("model")} is a model of a table; leave it out");
        Assert.Equal(ExitCode.Usage, Typed.Run("inspect", At("model"), "--verify").ExitCode);
        var same = Typed.Run("drift", At("model"), At("same.csv"));
        Assert.Equal(ExitCode.Done, same.ExitCode);
        Assert.Contains("no drift", same.Out, StringComparison.Ordinal);
        var other = Typed.Run("drift", At("model"), At("other.csv"));
        Assert.Equal(ExitCode.CheckFailed, other.ExitCode);
        Assert.Contains(other.Out.Split('\n')[1..3], line => line.StartsWith("a ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a,b\n1,2\n3\n4,5\n", ", line 3: 1 field where the first line has 2; make all rows as long as the first.")]
    [InlineData("a,b\n1,2\n3,4,5\n4,5\n", ", line 3: 3 fields where the first line has 2; make all rows as long as the first.")]
    [InlineData("a,b\n1,2\n3,4\n4,5\n", " has 3 rows; at least 10 are needed to tell what is ordinary.")]
    [InlineData("", " is empty; a table needs a line of names and rows.")]
    [InlineData("a,b\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n", ": no column varies, so no row can differ from the others.")]
    public void BadTablesEndWithOneLine(string text, string problem)
    {
        Write("bad.csv", text);
        Typed.Run("outliers", At("bad.csv")).FailedWith(ExitCode.BadData, At("bad.csv") + problem);
    }

    [Fact]
    public void AMissingLabelColumnIsNamed() =>
        Typed.Run("outliers", At("rows.csv"), "--label", "none").FailedWith(ExitCode.BadData, $"{At("rows.csv")} has no column none; it has a, b, kind, bad.");

    [Fact]
    public void AWordAmongNumbersIsNotedAndItsRowIsStrange()
    {
        var lines = Rows(100, strange: 0).Split('\n');
        lines[50] = "abc" + lines[50][lines[50].IndexOf(',', StringComparison.Ordinal)..];
        Write("word.csv", string.Join('\n', lines));
        var typed = Typed.Run("outliers", At("word.csv"), "--ignore", "bad", "--top", "1", "--json");
        Assert.Equal("a is a column of numbers with the word 'abc' in it, counted as missing\n", typed.Error);
        Assert.Equal(50, JsonDocument.Parse(typed.Out).RootElement.GetProperty("report").GetProperty("top")[0].GetProperty("row").GetInt32());
    }

    [Fact]
    public void UsageIsChecked()
    {
        Assert.Equal(ExitCode.Usage, Typed.Run("outliers", At("rows.csv"), "-o", At("x.txt")).ExitCode);
        Assert.Equal(ExitCode.Usage, Typed.Run("outliers", At("rows.csv"), "--model", "m", "--save", "n").ExitCode);
        Assert.Equal(ExitCode.Usage, Typed.Run("outliers", At("rows.csv"), "--false-alarms", "100%").ExitCode);
    }

    [Fact]
    public void NothingIsLeftWhenScoringFails()
    {
        Typed.Run("outliers", At("rows.csv"), "--ignore", "bad", "--save", At("model"));
        Write("less.csv", "a,kind\n1,x\n");
        var typed = Typed.Run("outliers", At("less.csv"), "--model", At("model"), "-o", At("out.csv"));
        typed.FailedWith(ExitCode.BadData, $"{At("less.csv")} has no column b, which the model looks at; give a table with the columns of the training data.");
        Assert.Equal(["less.csv", "model", "rows.csv"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void TypesAndMissingValuesAreRead()
    {
        Write("types.tsv", "n\tflag\tday\ttext\n1.5\ttrue\t2024-05-06\tred\nNA\tfalse\t2024-05-07\t\n");
        using var table = TableFile.Open(At("types.tsv"));
        Assert.Equal(["Number", "Boolean", "Date", "Text"], table.Columns.Select(column => column.Kind.ToString()));
        var block = table.Read().First();
        Assert.Equal([1.5, double.NaN], block.Numbers(0)[..2].ToArray());
        Assert.Equal([1, 0], block.Numbers(1)[..2].ToArray());
        Assert.Equal(86400, block.Numbers(2)[1] - block.Numbers(2)[0]);
        Assert.Equal(["red", null], block.Texts(3)[..2].ToArray());
    }

    [Fact]
    public void AFileThatIsNoTableIsRefused() =>
        Assert.Contains("is no table by its name", Assert.Throws<DataException>(() => TableFile.Open(Write("x.docx", "text"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a/b.csv", true)]
    [InlineData("B.CSV.GZ", true)]
    [InlineData("x.parquet", true)]
    [InlineData("x.parquet.gz", false)]
    [InlineData("photos/", false)]
    [InlineData("mnist", false)]
    public void TablesAreToldByTheirNames(string path, bool isTable) => Assert.Equal(isTable, TableFile.IsTable(path));

    private string At(string name) => _folder[name];

    private string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    /// <summary>Two numbers that belong together and a category; the last rows break what holds and are marked as bad.</summary>
    private static string Rows(int rows, int strange, ulong seed = 1, double shift = 0)
    {
        var (rng, text) = (new Rng(seed), new StringBuilder("a,b,kind,bad\n"));
        for (var i = 0; i < rows; i++)
        {
            var isStrange = i >= rows - strange;
            var a = rng.NextNormal() + shift;
            var b = 2 * (a - shift) + (isStrange ? 15 : 0) + 0.1 * rng.NextNormal();
            text.Append(CultureInfo.InvariantCulture, $"{a},{b},{(rng.NextInt(2) == 0 ? "x" : "y")},{(isStrange ? 1 : 0)}\n");
        }

        return text.ToString();
    }
}
