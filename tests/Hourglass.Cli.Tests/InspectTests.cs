using System.Text.Json;
using Hourglass.Architectures;
using Hourglass.Cli.Terminal;
using Hourglass.Numerics;

namespace Hourglass.Cli.Tests;

public sealed class InspectTests
{
    [Theory]
    [InlineData("conv")]
    [InlineData("dense")]
    [InlineData("classic")]
    [InlineData("variational")]
    [InlineData("sparse")]
    public void TheLayersOfEveryNetworkAddUpToItsTotals(string id)
    {
        var inspected = Typed.Run("inspect", id, "--size", "32x20", "--channels", "3", "--latent", "8", "--json");
        using var json = JsonDocument.Parse(inspected.Out);
        var layers = json.RootElement.GetProperty("layers").EnumerateArray().ToList();
        var architecture = Catalogue.Build(id, new SampleShape(3, 20, 32), 8);

        Assert.Empty(inspected.Error);
        Assert.Equal(CostModel.Parameters(architecture), layers.Sum(layer => layer.GetProperty("parameters").GetInt64()));
        Assert.Equal(CostModel.MultiplyAdds(architecture), json.RootElement.GetProperty("multiplyAdds").GetInt64());
        Assert.Equal(architecture.Encoder.Count + architecture.Decoder.Count, layers.Count);
    }

    [Fact]
    public void AnArchitectureFromAFileIsTheSameAsByName()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["mine.json"], Catalogue.Build("conv", new SampleShape(1, 28, 28), 16).ToJson());
        Assert.Equal(Typed.Run("inspect", "conv").Out, Typed.Run("inspect", folder["mine.json"]).Out);
    }

    [Fact]
    public void ABrokenArchitectureIsBadData()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["mine.json"], "{ \"name\": 3 }");
        var inspected = Typed.Run("inspect", folder["mine.json"]);
        Assert.Equal(ExitCode.BadData, inspected.ExitCode);
        Assert.StartsWith("hourglass: This is no architecture: ", inspected.Error);
        Assert.Single(inspected.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void ATableOnANarrowScreenBecomesBlocks()
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter());
        Application.Run(["inspect", "conv"], new Streams(output, error) { OutIsTerminal = true, Width = 40 });
        var lines = output.ToString().Split('\n');
        Assert.Contains("encoder.conv1", lines);
        Assert.Contains("  output         16x14x14", lines);
        Assert.All(lines.Skip(1), line => Assert.True(line.Length <= 40, line));
    }
}
