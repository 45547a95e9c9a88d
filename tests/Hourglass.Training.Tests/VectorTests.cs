using Hourglass.Architectures;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Runs;
using static TorchSharp.torch;

namespace Hourglass.Training.Tests;

/// <summary>Vectors come from the data as <c>[N, n, 1, 1]</c>, while dense layers work on <c>[N, n]</c>.</summary>
[Collection(LibtorchFirst.OneAtATime)]
public sealed class VectorTests
{
    public static TheoryData<string> Models() => [.. Catalogue.Entries.Select(entry => entry.Id).Where(id => !Catalogue.HasNoCode(id))];

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

    [Theory]
    [MemberData(nameof(Models))]
    public void TheExportedModelEqualsTheTrainersOnVectors(string id)
    {
        using var network = new TorchNetwork(Catalogue.Build(id, SampleShape.Vector(7), 3), 1, CPU);
        using var scope = NewDisposeScope();
        var rng = new Rng(3);
        network.Load([.. network.Weights().Select(weight =>
        {
            // Variances and factors of batch norms are positive; weights are wide enough for samples to differ at the end.
            var spread = weight.Shape.Count > 1 ? MathF.Sqrt(6f / weight.Shape[1]) : 0.3f;
            var center = weight.Shape.Count == 1 && !weight.Name.EndsWith("bias", StringComparison.Ordinal) && !weight.Name.EndsWith("mean", StringComparison.Ordinal) ? 1 : 0;
            return weight with { Values = [.. weight.Values.Select(_ => center + rng.NextSingle(-spread, spread))] };
        })]);
        var samples = rand(5, 7, 1, 1);
        var code = network.Encode(samples, noise: null).Code;
        var golden = new GoldenVectors(Values(samples), Values(code), Values(network.Decode(code, training: false)));
        var folder = Directory.CreateTempSubdirectory("hourglass-vectors-").FullName;
        try
        {
            var info = new ModelInfo
            {
                Producer = "test",
                Architecture = network.Architecture with { Adversary = null },
                Normalization = new Normalization(0, 1),
                Data = "noise",
                Samples = 5,
                Epochs = 0,
                TrainingSeconds = 0,
                Seed = 3,
            };
            ModelFolder.Write(folder, info, new ModelContent { Weights = network.ModelWeights(), Golden = golden });
            using var model = Autoencoder.Open(folder);
            var (codes, outputs) = model.CheckGolden();
            Assert.InRange(codes, 0, 1e-5 * Math.Max(1, golden.Codes.Max(Math.Abs)));
            Assert.InRange(outputs, 0, 1e-5);
            Assert.True(golden.Outputs.Zip(golden.Outputs.Skip(7), (a, b) => Math.Abs(a - b)).Max() > 1e-4, "Every sample gives the same output, which proves nothing.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static float[] Values(Tensor tensor) => tensor.detach().flatten().data<float>().ToArray();
    }

    [Fact]
    public void ADenseLayerMayComeFirst()
    {
        var linear = new Hourglass.Architectures.Architecture
        {
            Name = "linear",
            Input = SampleShape.Vector(6),
            Encoder = [new Dense("code", 3)],
            Decoder = [new Dense("output", 6)],
        };
        using var network = new TorchNetwork(linear, 1, CPU);
        using var scope = NewDisposeScope();
        Assert.Equal([5, 3], network.Encode(rand(5, 6, 1, 1), noise: null).Code.shape);
    }
}
