using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Tests;

public sealed class ArchitectureTests
{
    public static TheoryData<string> Models() => [.. Catalogue.Entries.Select(entry => entry.Id)];

    [Theory]
    [MemberData(nameof(Models))]
    public void JsonRoundTripKeepsEveryLayer(string id)
    {
        var built = Catalogue.Build(id, new SampleShape(1, 28, 28), 16);
        var read = Architecture.FromJson(built.ToJson());
        Assert.Equal(built.Encoder, read.Encoder);
        Assert.Equal(built.Decoder, read.Decoder);
        Assert.Equal(built.Input, read.Input);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void EveryModelTakesOddSizesAndAnyChannels(string id)
    {
        foreach (var shape in new SampleShape[] { new(1, 28, 28), new(3, 32, 32), new(2, 17, 31), new(1, 5, 9), new(3, 1, 40), new(7, 1, 1) })
            Assert.Equal(shape, ShapeInference.Infer(Catalogue.Build(id, shape, 4))[^1].Output);
    }

    [Fact]
    public void AMisfitIsNamedWithItsLayer()
    {
        var built = Catalogue.Build("dense", new SampleShape(1, 4, 4), 2);
        var broken = built with { Decoder = [.. built.Decoder.Take(built.Decoder.Count - 1), new Reshape("shape", new SampleShape(1, 5, 4))] };
        var error = Assert.Throws<ArchitectureException>(() => ShapeInference.Infer(broken));
        Assert.Contains("decoder layer 'shape' (Reshape)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheClassicNetworkHasTheSizeOfItsRecipe()
    {
        var classic = Catalogue.Build("classic", new SampleShape(1, 28, 28), 16);
        Assert.Equal(16, ShapeInference.CodeLength(classic));
        Assert.Equal(178_385, CostModel.Parameters(classic));
    }
}
