using Hourglass.Architectures;
using Hourglass.Numerics;
using Hourglass.Runs;
using static TorchSharp.torch;

namespace Hourglass.Training.Tests;

/// <summary>Vectors come from the data as <c>[N, n, 1, 1]</c>, while dense layers work on <c>[N, n]</c>.</summary>
public sealed class VectorTests
{
    public static TheoryData<string> Models() => [.. Catalogue.Entries.Select(entry => entry.Id)];

    [Theory]
    [MemberData(nameof(Models))]
    public void EveryModelReconstructsVectors(string id)
    {
        using var network = new TorchNetwork(Catalogue.Build(id, SampleShape.Vector(7), 3), 1, CPU);
        using var scope = NewDisposeScope();
        var (code, _) = network.Encode(rand(5, 7, 1, 1), noise: null);
        Assert.Equal(2, code.dim());
        Assert.Equal(35, network.Decode(code, training: false).numel());
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TheErrorOfAVectorIsMeasuredAgainstItselfAlone(string id)
    {
        using var network = new TorchNetwork(Catalogue.Build(id, SampleShape.Vector(7), 3), 1, CPU);
        using var scope = NewDisposeScope();
        var samples = rand(5, 7, 1, 1);
        var outputs = network.Decode(network.Encode(samples, noise: null).Code, training: false);
        var expected = outputs.reshape(35).data<float>().ToArray().Zip(samples.reshape(35).data<float>().ToArray(), (a, b) => (a - b) * (a - b)).Average();
        Assert.Equal(expected, new Objective(new ObjectiveOptions()).Error(outputs, samples).item<float>(), 1e-6f);
    }

    [Fact]
    public void ADenseLayerMayComeFirst()
    {
        var linear = new Hourglass.Architectures.Architecture
        {
            Name = "linear", Input = SampleShape.Vector(6), Encoder = [new Dense("code", 3)], Decoder = [new Dense("output", 6)],
        };
        using var network = new TorchNetwork(linear, 1, CPU);
        using var scope = NewDisposeScope();
        Assert.Equal([5, 3], network.Encode(rand(5, 6, 1, 1), noise: null).Code.shape);
    }
}
