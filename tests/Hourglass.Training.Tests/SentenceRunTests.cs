using Hourglass.Architectures;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Runs;
using Hourglass.Runs.Texts;
using Hourglass.Text.Codes;

namespace Hourglass.Training.Tests;

[Collection(LibtorchFirst.OneAtATime)]
public sealed class SentenceRunTests : IDisposable
{
    private static readonly string[] Subjects = ["the old river", "a small ship", "our tall tree", "the red house"];
    private static readonly string[] Rests = ["flows past the town every spring", "sails to the island in summer", "stands in the garden of the school", "burns in the cold night of winter"];

    private readonly string _folder = Directory.CreateTempSubdirectory("hourglass-sentences").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheExportedNetworkEqualsTheTrainedOneForSentencesOfAnyLength()
    {
        const int Words = 30, Length = 7;
        var architecture = SentenceNetwork.Build(Words, Length, code: 5, size: 6);
        using var network = new TorchNetwork(architecture, seed: 3, TorchSharp.torch.CPU);
        var (samples, rng) = (new float[9 * Length], new Rng(1));
        for (var i = 0; i < 9; i++)
        {
            for (var k = 0; k < Math.Min(i + 1, Length); k++)
                samples[i * Length + k] = 1 + rng.NextInt(Words - 1);
        }

        float[] codes, outputs;
        using (TorchSharp.torch.NewDisposeScope())
        {
            var (code, _) = network.Encode(TorchSharp.torch.tensor(samples, [9, Length]), noise: null);
            codes = code.contiguous().data<float>().ToArray();
            outputs = network.Decode(code, training: false).contiguous().data<float>().ToArray();
        }

        var info = new ModelInfo { Producer = "test", Architecture = architecture, Normalization = new Normalization(0, 1), Data = "test", Samples = 9, Epochs = 0, TrainingSeconds = 0, Seed = 3 };
        var content = new ModelContent { Weights = network.Weights(), Golden = new GoldenVectors(samples, codes, outputs), Vocabulary = ["one", "two"] };
        ModelFolder.Write(Path.Combine(_folder, "model"), info, content);
        using var model = Autoencoder.Open(Path.Combine(_folder, "model"));
        var golden = model.CheckGolden();
        Assert.InRange(golden.Codes, 0, 1e-5);
        Assert.Equal(0, golden.Outputs);
        Assert.Equal(["one", "two"], ModelFolder.ReadVocabulary(Path.Combine(_folder, "model")));
        Assert.True(codes[..5].Zip(codes[40..], (a, b) => Math.Abs(a - b)).Max() > 1e-3, "Every sentence gives the same code, which proves nothing.");
    }

    [Fact]
    public void AStoppedRunEndsWithTheWeightsOfOneThatWasNot()
    {
        var plan = Plan();
        var whole = new RunFolder(Path.Combine(_folder, "whole"));
        SentenceRun.Run(plan, whole);
        var stopped = new RunFolder(Path.Combine(_folder, "stopped"));
        using (var cancellation = new CancellationTokenSource())
            Assert.Throws<OperationCanceledException>(() => SentenceRun.Run(plan, stopped, log: _ => cancellation.Cancel(), cancellation: cancellation.Token));
        SentenceRun.Run(SentencePlan.Read(stopped), stopped, resume: true);
        foreach (var (a, b) in ModelFolder.ReadWeights(whole.Model).Zip(ModelFolder.ReadWeights(stopped.Model)))
            Assert.Equal(a.Values, b.Values);
        Assert.Contains("finished", Assert.Throws<CheckpointException>(() => SentenceRun.Run(plan, stopped, resume: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASpoiltSentenceIsNearItsWholeOne()
    {
        var folder = new RunFolder(Path.Combine(_folder, "run"));
        var result = SentenceRun.Run(Plan() with { Epochs = 60 }, folder);
        Assert.Equal(60, result.Epochs);
        using var model = SentenceModel.Open(folder.Path);
        var codes = model.MeaningOf(["the old river flows past the town every spring", "spring the old river past town", "a small ship sails to the island in summer", "?"], _ => []);
        var n = model.Dimensions;
        Assert.True(Cosine(0, 1) > Cosine(0, 2));
        Assert.All(codes[(3 * n)..], value => Assert.Equal(0, value));

        float Cosine(int a, int b) => System.Numerics.Tensors.TensorPrimitives.Dot<float>(codes.AsSpan(a * n, n), codes.AsSpan(b * n, n));
    }

    private SentencePlan Plan()
    {
        var path = Path.Combine(_folder, "corpus.txt");
        File.WriteAllText(path, string.Concat(Enumerable.Range(0, 400).Select(i => $"{Subjects[i % 4]} {Rests[i / 4 % 4]}.\n")));
        return new SentencePlan { Inputs = [path], Size = 8, Code = 12, Length = 12, Words = 40, Buckets = 4, Epochs = 3 };
    }
}
