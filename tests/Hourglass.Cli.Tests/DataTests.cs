using System.Text.Json;
using Hourglass.Cli.Terminal;
using Hourglass.Data;

namespace Hourglass.Cli.Tests;

public sealed class DataTests
{
    [Fact]
    public void TheListForProgramsHoldsEveryKnownName()
    {
        using var json = JsonDocument.Parse(Typed.Run("data", "list", "--json").Out);
        Assert.Equal(
            KnownDataSets.All.Select(set => set.Id),
            json.RootElement.GetProperty("dataSets").EnumerateArray().Select(set => set.GetProperty("name").GetString()));
    }

    [Fact]
    public void HintsAreLeftOutWhenQuietIsAskedFor() =>
        Assert.Equal(KnownDataSets.All.Count + 1, Typed.Run("data", "--quiet").Out.TrimEnd('\n').Split('\n').Length);

    [Fact]
    public void AMissingPathIsOneLineAndExitCode3() => Typed.Run("data", "show", "no/such/place").FailedWith(
        ExitCode.BadData, "There is no data set, file or folder called no/such/place; known data sets are digits, mnist, fashion-mnist.");

    [Fact]
    public void AnArrayIsDescribedByItsShapeAndRange()
    {
        using var folder = new TemporaryFolder();
        using (var stream = File.Create(folder["x.npy"]))
        using (var array = new NpyWriter(stream, [3, 2]))
            array.Write([1, 2, 3, 4, 5, -0.5f]);
        var shown = Typed.Run("data", "show", folder["x.npy"]);
        Assert.Equal("name      x\nsamples   3\nshape     2, 2 values\nrange     -0.5 to 5\nlabels    none\nleft out  none\n", shown.Out);
    }
}
