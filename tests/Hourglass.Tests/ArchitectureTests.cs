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
        Assert.Equal(built.Adversary?.Game, read.Adversary?.Game);
        Assert.Equal(built.Adversary?.Layers ?? [], read.Adversary?.Layers ?? []);
        Assert.Equal(built.Adversary?.Recoder ?? [], read.Adversary?.Recoder ?? []);
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
    public void AMisfitOfAnAdversaryIsNamed()
    {
        var built = Catalogue.Build("ganomaly", new SampleShape(1, 8, 8), 4);
        var adversary = built.Adversary!;
        Refused("second encoder ends with", adversary with { Recoder = [.. adversary.Recoder.SkipLast(1), new Dense("code", 5)] });
        Refused("the game of reconstructions has one", adversary with { Recoder = [] });
        Refused("the others have none", adversary with { Game = AdversarialGame.Draws });
        Refused("let it end with one value", adversary with { Layers = [.. adversary.Layers.SkipLast(1), new Dense("verdict", 2)] });
        Refused("adversary layer 'verdict' (Dense)", adversary with { Layers = [adversary.Layers[0], adversary.Layers[^1]] });
        Refused("has no code", adversary, built with { Encoder = [new Conv("conv", 1, 3, Padding: 1)], Decoder = [] });

        void Refused(string expected, Adversary misfit, Architecture? around = null)
        {
            var error = Assert.Throws<ArchitectureException>(() => ShapeInference.InferAdversary((around ?? built) with { Adversary = misfit }));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TheClassicNetworkHasTheSizeOfItsRecipe()
    {
        var classic = Catalogue.Build("classic", new SampleShape(1, 28, 28), 16);
        Assert.Equal(16, ShapeInference.CodeLength(classic));
        Assert.Equal(178_385, CostModel.Parameters(classic));
    }
}
