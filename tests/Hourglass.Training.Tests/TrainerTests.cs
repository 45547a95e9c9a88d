using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Runs;
using TorchSharp;

namespace Hourglass.Training.Tests;

[Collection(LibtorchFirst.OneAtATime)]
public sealed class TrainerTests : IDisposable
{
    private static readonly SampleShape Shape = new(1, 12, 12);
    private static readonly TrainingPlan Plan = new() { Data = "bars", Latent = 4, Epochs = 3, BatchSize = 16, CheckpointSeconds = 60 };

    private readonly string _folder = Directory.CreateTempSubdirectory("hourglass-trainer").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Models() => [.. Catalogue.Entries.Select(entry => entry.Id).Where(id => !Catalogue.HasNoCode(id))];

    /// <summary>Models whose loss is an error from the first step to the last; f-AnoGAN's begins as a distance of distributions: see AdversarialTests.</summary>
    public static TheoryData<string> ModelsWithOneLoss() => [.. Catalogue.Entries.Select(entry => entry.Id).Where(id => !Catalogue.HasNoCode(id) && id != Adversarial.FAnoGanId)];

    [Theory]
    [MemberData(nameof(ModelsWithOneLoss))]
    public void TheLossFalls(string model)
    {
        using var trainer = Create(Plan with { Model = model, Epochs = 6 });
        trainer.Run(_ => { }, null, default);
        var history = trainer.State.History;
        Assert.Equal(6, history.Count);
        Assert.True(history[^1].TrainLoss < 0.7 * history[0].TrainLoss, $"{history[0].TrainLoss} to {history[^1].TrainLoss}");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void AnInterruptedRunEndsWithTheWeightsOfAnUninterruptedOne(string model)
    {
        var plan = Plan with { Model = model, Patience = 2, Threads = 2 };
        var whole = Train(plan, "whole");
        foreach (var stopAfter in new[] { 1, 12, 20 })
        {
            using var stop = new CancellationTokenSource();
            using (var first = Create(plan, $"stopped{stopAfter}", source: new StopAfter(new Samples(Shape, 1), stopAfter * plan.BatchSize, stop)))
                Assert.Throws<OperationCanceledException>(() => first.Run(_ => { }, null, stop.Token));
            using var second = Create(plan, $"stopped{stopAfter}", resume: true);
            second.Run(_ => { }, null, default);
            Assert.Equal(whole, Flatten(second));
        }
    }

    [Fact]
    public void TheSameSeedGivesTheSameWeightsAndAnotherSeedOthers()
    {
        var first = Train(Plan, "a");
        Assert.Equal(first, Train(Plan, "b"));
        Assert.NotEqual(first, Train(Plan with { Seed = 43 }, "c"));
    }

    [Fact]
    public void TheGradientOfABatchIsTheSameOnOneThreadAndOnTwo()
    {
        // The top-k network has no batch norm, whose statistics would be those of each thread's share.
        var one = Train(Plan with { Model = "sparse", Epochs = 1 }, "one");
        var two = Train(Plan with { Model = "sparse", Epochs = 1, Threads = 2 }, "two");
        Assert.NotEqual(one, two);
        Assert.All(one.Zip(two), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void ADamagedCheckpointIsPassedOverForTheOneBefore()
    {
        var whole = Train(Plan, "damaged");
        var tensors = Path.Combine(_folder, "damaged", "latest", "tensors.safetensors");
        var bytes = File.ReadAllBytes(tensors);
        bytes[^1] ^= 1;
        File.WriteAllBytes(tensors, bytes);
        using var resumed = Create(Plan, "damaged", resume: true);
        Assert.True(resumed.State.Epoch < Plan.Epochs);
        resumed.Run(_ => { }, null, default);
        Assert.Equal(whole, Flatten(resumed));
    }

    [Fact]
    public void ACheckpointOfAnotherPlanIsRefused()
    {
        Train(Plan, "other");
        var error = Assert.Throws<CheckpointException>(() => Create(Plan with { LearningRate = 0.5 }, "other", resume: true));
        Assert.Contains("another plan", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutACheckpointThereIsNothingToResume() =>
        Assert.Throws<CheckpointException>(() => Create(Plan, "nothing", resume: true));

    [Fact]
    public void ALossThatIsNoNumberIsNamedWithItsPlace()
    {
        using var trainer = Create(Plan with { LearningRate = 1e30, GradientClip = 0, Schedule = ScheduleKind.Constant });
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Run(_ => { }, null, default));
        Assert.Contains("epoch 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conv")]
    [InlineData("adversarial")]
    [InlineData("ganomaly")]
    [InlineData("f-anogan")]
    public void NoTensorIsLeaked(string model)
    {
        using var trainer = Create(Plan with { Model = model, Epochs = 4 });
        var counts = new List<long>();
        trainer.Run(_ => counts.Add(torch.Tensor.TotalCount), null, default);
        Assert.Equal(4, counts.Count);
        Assert.All(counts, count => Assert.Equal(counts[0], count));
    }

    [Fact]
    public void DisposingATrainerFreesEveryTensor()
    {
        var before = torch.Tensor.TotalCount;
        using (var trainer = Create(Plan with { Epochs = 1 }))
            trainer.Run(_ => { }, null, default);
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void TrainingStopsWhenPatienceIsOut()
    {
        using var trainer = Create(Plan with { Epochs = 50, Patience = 1, LearningRate = 0.3, Schedule = ScheduleKind.Constant });
        trainer.Run(_ => { }, null, default);
        var losses = trainer.State.History.ConvertAll(epoch => epoch.ValidationLoss!.Value);
        Assert.InRange(losses.Count, 2, 49);
        Assert.Equal(losses.Min(), trainer.State.BestLoss);
        Assert.True(losses[^1] >= losses[^2]);
    }

    [Fact]
    public void HalfPrecisionCostsNoQuality()
    {
        if (!Autocast.IsSupported(torch.CPU))
            Assert.Skip("This processor has no bfloat16 arithmetic.");
        var plan = Plan with { Model = "dense", Epochs = 8 };
        using var full = Create(plan, "full");
        full.Run(_ => { }, null, default);
        using var half = Create(plan with { Precision = PrecisionKind.BFloat16 }, "half");
        half.Run(_ => { }, null, default);
        Assert.NotEqual(Flatten(full), Flatten(half));
        Assert.Equal(1, half.State.BestLoss!.Value / full.State.BestLoss!.Value, 0.1);
    }

    [Fact]
    public void VectorsAreLearntAsWellAsTheirStructureAllows()
    {
        // Points on a plane in ten dimensions: a code of two can hold them.
        var vector = SampleShape.Vector(10);
        var data = new DataSet(new Plane(vector)) { Name = "plane", Count = 320, Shape = vector, Range = (0, 1) };
        var samples = new TrainingSamples(data.Subset([.. Enumerable.Range(0, 288)]), data.Subset([.. Enumerable.Range(288, 32)]), data, new Normalization(0, 1));
        var plan = Plan with { Model = "dense", Latent = 2, Epochs = 60, WeightDecay = 0 };
        using var trainer = new Trainer(plan, Catalogue.Build("dense", vector, 2), samples, Path.Combine(_folder, "plane"), resume: false);
        trainer.Run(_ => { }, null, default);
        Assert.InRange(trainer.State.BestLoss!.Value, 0, 1e-3);
    }

    [Fact]
    public void APlanOutOfRangeIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(Plan with { BatchSize = 0 }));

    private Trainer Create(TrainingPlan plan, string name = "run", bool resume = false, IDataSource? source = null)
    {
        var data = new DataSet(source ?? new Samples(Shape, 1)) { Name = "bars", Count = 160, Shape = Shape, Range = (0, 255) };
        var validation = data.Subset([.. Enumerable.Range(128, 32)]);
        var samples = new TrainingSamples(data.Subset([.. Enumerable.Range(0, 128)]), validation, validation, Normalization.Pixels);
        return new Trainer(plan, Catalogue.Build(plan.Model, Shape, plan.Latent), samples, Path.Combine(_folder, name), resume);
    }

    private float[] Train(TrainingPlan plan, string name)
    {
        using var trainer = Create(plan, name);
        trainer.Run(_ => { }, null, default);
        return Flatten(trainer);
    }

    private static float[] Flatten(Trainer trainer) => [.. trainer.Network.Weights().SelectMany(weight => weight.Values)];

    private sealed class Plane(SampleShape shape) : IDataSource
    {
        public void Read(int index, Span<float> destination)
        {
            var rng = new Rng(5, (ulong)index);
            var (a, b) = (rng.NextSingle(), rng.NextSingle());
            for (var i = 0; i < shape.Size; i++)
                destination[i] = (a * MathF.Cos(i) * MathF.Cos(i)) / 2 + (b * MathF.Sin(i) * MathF.Sin(i)) / 2;
        }

        public void Dispose()
        {
        }
    }

    /// <summary>Cancels when so many samples have been read, so that a run stops in the middle of the same epoch every time.</summary>
    private sealed class StopAfter(IDataSource inner, int samples, CancellationTokenSource stop) : IDataSource
    {
        private int _read;

        public void Read(int index, Span<float> destination)
        {
            inner.Read(index, destination);
            if (++_read == samples)
                stop.Cancel();
        }

        public void Dispose() => inner.Dispose();
    }
}
