using System.Text.Json;
using Hourglass.Cli.Terminal;

namespace Hourglass.Cli.Tests;

public sealed class TextFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ALabelThatDoesNotFitTheTextIsFound()
    {
        foreach (var label in new[] { "bread", "sea" })
        {
            Directory.CreateDirectory(At($"texts/{label}"));
            for (var i = 0; i < 40; i++)
                File.WriteAllText(At($"texts/{label}/{i:00}.txt"), Text(i == 7 ? label != "sea" : label == "sea", i));
        }

        var typed = Typed.Run("mislabels", At("texts"), "--json", "-o", At("out"));
        Assert.Equal(ExitCode.Done, typed.ExitCode);
        var suspects = JsonDocument.Parse(typed.Out).RootElement.GetProperty("suspects").EnumerateArray().Select(suspect => suspect.GetProperty("name").GetString()).Take(2);
        Assert.Equal(["bread/07.txt", "sea/07.txt"], suspects.Order(StringComparer.Ordinal));
        Assert.Contains("<q>", File.ReadAllText(At("out/review.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void TheStrangestLineComesFirst()
    {
        File.WriteAllLines(At("lines.txt"), Enumerable.Range(0, 40).Select(i => Text(i != 11, i)));
        var typed = Typed.Run("outliers", At("lines.txt"), "--json", "-o", At("rows.csv"), "--html", At("page.html"));
        Assert.Equal(ExitCode.Done, typed.ExitCode);
        Assert.Equal("line 12", JsonDocument.Parse(typed.Out).RootElement.GetProperty("texts")[0].GetProperty("name").GetString());
        Assert.Equal(41, File.ReadAllLines(At("rows.csv")).Length);
        Assert.Contains("<q>", File.ReadAllText(At("page.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnOfATableIsReadAsText()
    {
        File.WriteAllLines(At("t.csv"), Enumerable.Range(0, 40).Select(i => $"\"{Text(i != 11, i)}\",{(i < 20 ? "a" : "b")}").Prepend("said,who"));
        var typed = Typed.Run("outliers", At("t.csv"), "--text", "said", "--json");
        Assert.Equal("row 12", JsonDocument.Parse(typed.Out).RootElement.GetProperty("texts")[0].GetProperty("name").GetString());
        Assert.Equal(ExitCode.Done, Typed.Run("mislabels", At("t.csv"), "--text", "said", "--label", "who").ExitCode);
        Assert.Equal(ExitCode.BadData, Typed.Run("outliers", At("t.csv"), "--text", "nobody").ExitCode);
        Assert.Equal(ExitCode.Usage, Typed.Run("outliers", At("t.csv"), "--text", "said", "--save", At("m")).ExitCode);
    }

    /// <summary>Twelve words, two in three of the topic and the others of any text.</summary>
    private static string Text(bool isSea, int seed)
    {
        var random = new Random(seed);
        return string.Join(' ', Enumerable.Range(0, 12).Select(k => $"{(k % 3 == 2 ? "any" : isSea ? "sea" : "bread")}{random.Next(20)}"));
    }

    private string At(string name) => Path.Combine(_folder.Path, name);
}
