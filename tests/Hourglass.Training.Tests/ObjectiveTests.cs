using Hourglass.Architectures;
using Hourglass.Numerics;
using Hourglass.Runs;
using static TorchSharp.torch;

namespace Hourglass.Training.Tests;

[Collection(LibtorchFirst.OneAtATime)]
public sealed class ObjectiveTests : IDisposable
{
    private readonly Generator _noise = new(1);

    public void Dispose() => _noise.Dispose();

    private static readonly SampleShape Shape = SampleShape.Vector(6);

    [Fact]
    public void TheContractivePenaltyOfALinearEncoderIsItsSquaredNorm()
    {
        var linear = new Hourglass.Architectures.Architecture
        {
            Name = "linear",
            Input = Shape,
            Encoder = [new Dense("code", 3)],
            Decoder = [new Dense("output", 6)],
        };
        using var network = new TorchNetwork(linear, 1, CPU);
        using var scope = NewDisposeScope();
        var samples = rand(20_000, 6);
        var plain = new Objective(new ObjectiveOptions()).Loss(network, samples.alias(), _noise).item<float>();
        var penalized = new Objective(new ObjectiveOptions { Contractive = 6 }).Loss(network, samples.alias(), _noise).item<float>();
        var norm = network.Weights().Single(weight => weight.Name == "encoder.code.weight").Values.Sum(value => value * value);
        Assert.Equal(norm, penalized - plain, 0.05 * norm);
    }

    [Fact]
    public void SparsityCostsTheMeanAbsoluteCode()
    {
        using var network = new TorchNetwork(Catalogue.Build("dense", Shape, 3), 1, CPU);
        using var scope = NewDisposeScope();
        var samples = rand(64, 6);
        var plain = new Objective(new ObjectiveOptions()).Loss(network, samples, _noise).item<float>();
        var sparse = new Objective(new ObjectiveOptions { L1 = 2 }).Loss(network, samples, _noise).item<float>();
        var code = network.Encode(samples, _noise).Code.abs().mean().item<float>();
        Assert.Equal(2 * code, sparse - plain, 1e-4);
    }

    [Fact]
    public void PsnrCountsEverySampleAlike()
    {
        using var scope = NewDisposeScope();
        var samples = zeros(2, 1, 4, 4);
        var outputs = stack([full([1, 4, 4], 0.1f), full([1, 4, 4], 0.5f)]);
        var loss = new Objective(new ObjectiveOptions { Loss = LossKind.Psnr }).Error(outputs, samples).item<float>();
        Assert.Equal((10 * Math.Log10(0.01 + 1e-4) + 10 * Math.Log10(0.25 + 1e-4)) / 2, loss, 1e-3);
    }

    [Fact]
    public void NoiseAndDropoutActOnlyWhileTraining()
    {
        var architecture = new Hourglass.Architectures.Architecture
        {
            Name = "shaken",
            Input = new SampleShape(3, 4, 4),
            Encoder = [new Noise("shake", 0.5f), new Dropout("drop", 0.25f)],
            Decoder = [],
        };
        using var network = new TorchNetwork(architecture, 1, CPU);
        using var scope = NewDisposeScope();
        var samples = ones(4000, 3, 4, 4);
        Assert.True(network.Encode(samples, noise: null).Code.equal(samples).all().item<bool>());
        var trained = network.Encode(samples, _noise).Code;
        Assert.Equal(0.25, trained.eq(0).to_type(ScalarType.Float32).mean().item<float>(), 0.01);
        Assert.Equal(1, trained.mean().item<float>(), 0.03);
        // What is left of a channel was shaken as one.
        var kept = trained.ne(0);
        var channel = trained.amax([2, 3], keepdim: true);
        Assert.True((kept.logical_not() | (trained - channel).abs().less(1e-5) | channel.less_equal(0)).all().item<bool>());
        Assert.Equal(0.5 / 0.75, channel.std().item<float>(), 0.05);
    }

    [Fact]
    public void AStandardNormalCodeDivergesByNothing()
    {
        var architecture = Catalogue.Build("variational", new SampleShape(1, 8, 8), 3);
        using var network = new TorchNetwork(architecture, 1, CPU);
        network.Load(network.Weights().Select(weight =>
            weight.Name.StartsWith("encoder.code", StringComparison.Ordinal) ? weight with { Values = new float[weight.Values.Length] } : weight));
        using var scope = NewDisposeScope();
        var samples = rand(16, 1, 8, 8);
        _noise.manual_seed(1);
        var plain = new Objective(new ObjectiveOptions { Beta = 0 }).Loss(network, samples, _noise).item<float>();
        _noise.manual_seed(1);
        Assert.Equal(plain, new Objective(new ObjectiveOptions { Beta = 10 }).Loss(network, samples, _noise).item<float>(), 1e-6);
    }

    [Fact]
    public void VariationalTrainingDrawsItsCodes()
    {
        using var network = new TorchNetwork(Catalogue.Build("variational", new SampleShape(1, 8, 8), 3), 1, CPU);
        using var scope = NewDisposeScope();
        var samples = rand(16, 1, 8, 8);
        var first = network.Encode(samples, _noise).Code;
        Assert.False(first.allclose(network.Encode(samples, _noise).Code));
        Assert.True(network.Encode(samples, noise: null).Code.allclose(network.Encode(samples, noise: null).Code));
    }
}
