using System.Text.Json;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Tests;

public sealed class MislabelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void PlantedLabelsAreFoundAndStandBesideSimplerWays()
    {
        var typed = Typed.Run("mislabels", "digits", "--limit", "1200", "--check", "5", "--json");
        Assert.Equal(ExitCode.Done, typed.ExitCode);
        var rows = JsonDocument.Parse(typed.Out).RootElement.GetProperty("check").EnumerateArray().ToArray();
        Assert.Equal(3, rows.Length);
        Assert.True(rows[0].GetProperty("precision").GetDouble() > 0.9, typed.Out);
        Assert.All(rows, row => Assert.InRange(row.GetProperty("auroc").GetDouble(), 0.8, 1));
    }

    [Fact]
    public void DecisionsGoBeforeWhatWasFound()
    {
        Assert.Equal(ExitCode.Done, Typed.Run("mislabels", "digits", "--limit", "300", "-o", At("first")).ExitCode);
        var before = File.ReadAllLines(At("first/labels.csv"));
        Assert.Equal(301, before.Length);
        var fields = before[5].Split(',');
        var other = fields[2] == "7" ? "1" : "7";
        File.WriteAllText(At("decisions.csv"), $"index,name,label\n{fields[0]},{fields[1]},{other}\n");
        Assert.Equal(ExitCode.Done, Typed.Run("mislabels", "digits", "--limit", "300", "--decisions", At("decisions.csv"), "-o", At("second")).ExitCode);
        var after = File.ReadAllLines(At("second/labels.csv"));
        Assert.Equal($"{fields[0]},{fields[1]},{other},{fields[3]}", after[5]);
        Assert.Contains("id=\"review\"", File.ReadAllText(At("second/review.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("index,name,label\n5,nobody,3\n", "row 2: is no sample of")]
    [InlineData("index,name,label\n999999,x,3\n", "row 2: is no sample of")]
    [InlineData("a,b\n", "does not begin with index,name,label")]
    public void DecisionsThatDoNotFitAreRefused(string text, string expected)
    {
        File.WriteAllText(At("decisions.csv"), text);
        var typed = Typed.Run("mislabels", "digits", "--limit", "300", "--decisions", At("decisions.csv"), "-o", At("out"));
        Assert.Equal(ExitCode.BadData, typed.ExitCode);
        Assert.Contains(expected, typed.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("out")));
    }

    [Fact]
    public void AFolderWithOtherFilesIsNotReplaced()
    {
        Directory.CreateDirectory(At("mine"));
        File.WriteAllText(At("mine/thesis.txt"), "years of work");
        var typed = Typed.Run("mislabels", "digits", "--limit", "300", "-o", At("mine"));
        Assert.Equal(ExitCode.BadData, typed.ExitCode);
        Assert.Contains("holds other files", typed.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(At("mine/thesis.txt")));
    }

    private string At(string name) => Path.Combine(_folder.Path, name);
}
