using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Outliers.Pictures;
using Hourglass.Runs;
using static TorchSharp.torch;

namespace Hourglass.Training.Tests;

[Collection(LibtorchFirst.OneAtATime)]
public sealed class AdversarialTests : IDisposable
{
    private const int Count = 16;

    private static readonly SampleShape Shape = new(1, 8, 8);

    private readonly Generator _noise = new(1);

    public void Dispose() => _noise.Dispose();

    public static TheoryData<string> Models() =>
        [.. Catalogue.Entries.Select(entry => entry.Id).Where(id => Catalogue.Build(id, Shape, 4).Adversary is not null)];

    [Theory]
    [MemberData(nameof(Models))]
    public void AStepMovesThoseWhoseTurnItIs(string id)
    {
        using var network = new TorchNetwork(Catalogue.Build(id, Shape, 4), 1, CPU);
        var plan = TrainingPlan.Of("", id);
        using var optimizer = new AdamOptimizer(network, plan);
        for (var step = 0; step < 12; step++)
        {
            using var scope = NewDisposeScope();
            var players = AdversarialObjective.Turn(network.Architecture.Adversary, step, 12);
            var before = network.Values.clone();
            network.Gradient.zero_();
            var samples = rand([Count, 1, 8, 8], generator: _noise);
            new Objective(plan.Objective).Loss(network, samples, samples, _noise, players).Loss.backward();
            optimizer.Step(new StepRate(1e-3, plan.Momentum), players);
            foreach (var group in network.Groups)
            {
                var moved = (network.Values - before).narrow(0, group.Start, group.Length).abs().max().item<float>() > 0;
                Assert.Equal((group.Player & players) != 0, moved);
            }
        }
    }

    [Fact]
    public void ThePlayersOfAGanTakeTheirTurns()
    {
        var adversary = Catalogue.Build("f-anogan", Shape, 4).Adversary;
        var turns = Enumerable.Range(0, 100).Select(step => AdversarialObjective.Turn(adversary, step, 100)).ToArray();
        Assert.Equal(5, turns.TakeWhile(turn => turn == Players.Adversary).Count());
        Assert.Equal(Players.Decoder, turns[5]);
        var encoding = turns.SkipWhile(turn => turn != Players.Encoder).ToArray();
        Assert.InRange(encoding.Length, 10, 50);
        Assert.All(encoding, turn => Assert.Equal(Players.Encoder, turn));
        Assert.Equal(Players.All, AdversarialObjective.Turn(null, 5, 100));
    }

    [Fact]
    public void WhatTheAdversaryLearnsDoesNotReachTheOthers()
    {
        using var network = new TorchNetwork(Catalogue.Build("adversarial", Shape, 4), 1, CPU);
        var (with, without) = (Gradient(1), Gradient(0));
        var (own, adversary) = (network.Groups[0], network.Groups[1]);
        Assert.Equal(without[(int)adversary.Start..], with[(int)adversary.Start..]);
        Assert.Contains(with[(int)adversary.Start..], value => value != 0);
        Assert.NotEqual(without[..(int)own.Length], with[..(int)own.Length]);
        network.Gradient.zero_();
        using var scope = NewDisposeScope();
        _noise.manual_seed(1);
        var samples = rand([Count, 1, 8, 8], generator: _noise);
        new Objective(new ObjectiveOptions()).Reconstruct(network, samples, samples, _noise).Loss.backward();
        Assert.Equal(without[..(int)own.Length], Flat(network.Gradient)[..(int)own.Length]);

        float[] Gradient(double beta)
        {
            using var scope = NewDisposeScope();
            _noise.manual_seed(1);
            network.Gradient.zero_();
            var samples = rand([Count, 1, 8, 8], generator: _noise);
            new Objective(new ObjectiveOptions { Beta = beta }).Loss(network, samples, samples, _noise, Players.All).Loss.backward();
            return Flat(network.Gradient);
        }
    }

    [Fact]
    public void ThePenaltyOfALinearAdversaryIsByTheLengthOfItsWeights()
    {
        var built = Catalogue.Build("f-anogan", Shape, 4);
        var linear = built with
        {
            Adversary = built.Adversary! with { Layers = [new Reshape("flatten", SampleShape.Vector(64)), new Dense("verdict", 1)] },
        };
        using var network = new TorchNetwork(linear, 1, CPU);
        using var scope = NewDisposeScope();
        var samples = rand([Count, 1, 8, 8], generator: _noise);
        var (loss, distance) = new Objective(new ObjectiveOptions()).Loss(network, samples, samples, _noise, Players.Adversary);
        var length = Math.Sqrt(network.Weights().Single(weight => weight.Name == "adversary.verdict.weight").Values.Sum(value => (double)value * value));
        Assert.Equal(10 * Math.Pow(length - 1, 2), loss.item<float>() + distance.item<float>(), 1e-3);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TheExportedNetworksBesideEqualTheTrainedOnes(string id)
    {
        var pictures = Pictures(40);
        var trained = PictureNetworks.Train(TrainingPlan.Of("", id) with { Epochs = 2, Threads = 1 }, pictures, Shape, (0, 255), null, default);
        using var network = new TorchNetwork(trained.Architecture, 1, CPU);
        network.Load(trained.Weights);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var samples = tensor(pictures, [40, 1, 8, 8]) / 255;
        var codes = network.Encode(samples, noise: null).Code;
        var onCodes = trained.Architecture.Adversary!.Game == AdversarialGame.Codes;
        var features = network.Judge(onCodes ? codes : samples, training: false).Features;
        Compare(Architecture.AdversaryHalf, OnnxEmitter.Features, onCodes ? Flat(codes) : pictures, onCodes ? codes.shape[1] : 0, features);
        if (trained.Architecture.Adversary.Recoder.Count > 0)
            Compare(Architecture.RecoderHalf, OnnxEmitter.Codes, pictures, 0, network.Recode(samples, training: false));

        void Compare(string half, string output, float[] from, long codeLength, Tensor expected)
        {
            using var graph = new MemoryStream();
            OnnxEmitter.Write(graph, half, trained.Architecture, trained.Weights, Normalization.Pixels);
            using var session = new OnnxSession(
                graph.ToArray(), half, codeLength > 0 ? (OnnxEmitter.Codes, [codeLength]) : (OnnxEmitter.Samples, [1, 8, 8]), (output, [expected.shape[1]]), 1);
            var found = new float[expected.numel()];
            session.Run(from, found);
            var wanted = Flat(expected);
            Assert.InRange(wanted.Zip(found, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-5 * Math.Max(1, wanted.Max(Math.Abs)));
        }
    }

    [Theory]
    [InlineData("ganomaly")]
    [InlineData("f-anogan")]
    [InlineData("variational")]
    public void TheSeedNamesTheNetworkAndStrangePicturesScoreHigher(string id)
    {
        var pictures = Pictures(120);
        var (first, again, other) = (Fit(1), Fit(1), Fit(2));
        var scores = first.Score([.. Pictures(8), .. Noise(8)]);
        Assert.Equal(scores, again.Score([.. Pictures(8), .. Noise(8)]));
        Assert.NotEqual(scores, other.Score([.. Pictures(8), .. Noise(8)]));
        Assert.True(scores.Skip(8).Average(score => score.Score) > scores.Take(8).Average(score => score.Score) + 3);
        Assert.Equal(1.0 / 25, scores[^1].PValue, 1e-9);

        NetworkOutliers Fit(ulong seed) => NetworkOutliers.Fit(
            id,
            (model, normal, shape, range, named, _, progress, cancellation) => PictureNetworks.Train(
                TrainingPlan.Of("", model) with { Epochs = 40, BatchSize = 16, Seed = named }, normal, shape, range, progress, cancellation),
            pictures, Shape, (0, 255), seed, threads: 1);
    }

    [Fact]
    public void TheEncoderOfAGanLearnsWhenItsTurnHasCome()
    {
        var data = new DataSet(new Samples(Shape, 1)) { Name = "bars", Count = 160, Shape = Shape, Range = (0, 255) };
        var plan = TrainingPlan.Of("bars", "f-anogan") with { Epochs = 40, BatchSize = 16 };
        using var trainer = new Trainer(
            plan, Catalogue.Build(plan.Model, Shape, 8), new TrainingSamples(data.Subset([.. Enumerable.Range(0, 128)]), data.Subset([.. Enumerable.Range(128, 32)]), data, Normalization.Pixels), null, resume: false);
        trainer.Run(_ => { }, null, default);
        var losses = trainer.State.History.ConvertAll(epoch => epoch.ValidationLoss!.Value);
        Assert.True(losses[^1] < 0.7 * losses[trainer.State.History.Count / 2], $"{losses[trainer.State.History.Count / 2]} to {losses[^1]}");
        Assert.InRange(trainer.State.BestEpoch, plan.Epochs / 2 + 1, plan.Epochs);
    }

    private static float[] Pictures(int count)
    {
        using var source = new Samples(Shape, 3);
        var stored = new float[count * Shape.Size];
        for (var i = 0; i < count; i++)
            source.Read(i, stored.AsSpan(i * Shape.Size, Shape.Size));
        return stored;
    }

    private static float[] Noise(int count)
    {
        var rng = new Rng(9);
        return [.. Enumerable.Range(0, count * Shape.Size).Select(_ => rng.NextInt(2) * 255f)];
    }

    private static float[] Flat(Tensor tensor) => tensor.detach().flatten().data<float>().ToArray();
}
