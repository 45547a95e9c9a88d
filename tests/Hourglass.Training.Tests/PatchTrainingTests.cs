using Hourglass.Runs;
using Hourglass.Tasks;

namespace Hourglass.Training.Tests;

[Collection(LibtorchFirst.OneAtATime)]
public sealed class PatchTrainingTests : IDisposable
{
    private const int Side = 16;

    private readonly string _folder = Directory.CreateTempSubdirectory("hourglass-patches").FullName;
    private readonly TrainingPlan _plan;

    public PatchTrainingTests()
    {
        DrawnPhotographs.Write(Path.Combine(_folder, "photographs"), 6);
        _plan = TrainingPlan.Restoring(Path.Combine(_folder, "photographs"), new Denoise()) with { Patch = Side, BatchSize = 16, Epochs = 3, Threads = 2 };
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AnInterruptedRunEndsWithTheWeightsOfAnUninterruptedOne()
    {
        var whole = Finish(_plan, "whole", resume: false);
        foreach (var stopAt in new[] { 1, 9, 17 })
        {
            Interrupt(_plan, $"stopped{stopAt}", progress => progress.Step >= stopAt, resume: false);
            Assert.Equal(whole, Finish(_plan, $"stopped{stopAt}", resume: true));
        }
    }

    [Fact]
    public void OnceARunOfMinutesKnowsItsStepsInterruptionsChangeNothing()
    {
        var plan = _plan with { Minutes = 0.02 };
        Interrupt(plan, "begun", progress => progress.Steps < long.MaxValue, resume: false);
        Copy("begun", "again");
        var steps = Steps(plan, "begun");
        Assert.InRange(steps, 11, 1_000_000);
        var whole = Finish(plan, "begun", resume: true, steps);
        Interrupt(plan, "again", progress => progress.Step > steps / 2, resume: true);
        Assert.Equal(steps, Steps(plan, "again"));
        Assert.Equal(whole, Finish(plan, "again", resume: true, steps));
    }

    [Fact]
    public void AnEpochSeesAsManyPixelsAsThereAre()
    {
        using var samples = PhotographSamples.Open(_plan);
        Assert.Equal(5, samples.Train.Count);
        var pairs = TrainingPairs.Of(_plan, samples, Network(_plan));
        Assert.Equal(5 * DrawnPhotographs.Width * DrawnPhotographs.Height / (Side * Side), pairs.Count);
        using var trainer = new Trainer(_plan, Network(_plan), pairs, Path.Combine(_folder, "epoch"), resume: false);
        trainer.Run(_ => { }, null, default);
        Assert.Equal(3L * (pairs.Count / 16), trainer.State.Step);
    }

    [Fact]
    public void OtherPhotographsUnderTheSameNameAreRefused()
    {
        Finish(_plan, "run", resume: false);
        DrawnPhotographs.Write(_plan.Data, 7);
        Assert.Contains("other data", Assert.Throws<CheckpointException>(() => Finish(_plan, "run", resume: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePartsShareNoPhotographAndSmallOnesAreNamed()
    {
        DrawnPhotographs.Write(_plan.Data, 30);
        using var samples = PhotographSamples.Open(_plan with { ValidationShare = 0.1 });
        int[] all = [.. samples.Train, .. samples.Validation, .. samples.Test];
        Assert.Equal(Enumerable.Range(0, 30), all.Order());
        Assert.NotEmpty(samples.Validation);
        Assert.Empty(samples.Problems);
        var error = Assert.Throws<Data.DataException>(() => PhotographSamples.Open(_plan with { Patch = 80 }));
        Assert.Contains("choose a smaller --patch", error.Message, StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(_plan.Data, "tiny.png"), Data.Png.Encode(8, 20, 1, new byte[160]));
        using var others = PhotographSamples.Open(_plan);
        Assert.Equal(("tiny.png", "is 8x20, smaller than 16x16"), (others.Problems[0].Name, others.Problems[0].Reason));
        Assert.Throws<Data.DataException>(() => PhotographSamples.Open(_plan with { Reading = new() { Strict = true } }));
    }

    private static Hourglass.Architectures.Architecture Network(TrainingPlan plan) => Hourglass.Architectures.Architecture.FromJson(DrawnPhotographs.Network(plan.Task!, Side));

    private float[] Finish(TrainingPlan plan, string name, bool resume, long? steps = null)
    {
        using var samples = PhotographSamples.Open(plan);
        using var trainer = Create(plan, samples, name, resume);
        trainer.Run(_ => { }, null, default);
        if (steps is not null)
            Assert.Equal(steps, trainer.State.Step);
        return [.. trainer.Network.Weights().SelectMany(weight => weight.Values)];
    }

    /// <summary>Trains until something is so, and is cancelled then.</summary>
    private void Interrupt(TrainingPlan plan, string name, Func<TrainingProgress, bool> when, bool resume)
    {
        using var stop = new CancellationTokenSource();
        using var samples = PhotographSamples.Open(plan);
        using var trainer = Create(plan, samples, name, resume);
        Assert.Throws<OperationCanceledException>(() => trainer.Run(_ => { }, new Watch(when, stop), stop.Token));
    }

    private long Steps(TrainingPlan plan, string name)
    {
        using var samples = PhotographSamples.Open(plan);
        using var trainer = Create(plan, samples, name, resume: true);
        return trainer.State.Steps;
    }

    private Trainer Create(TrainingPlan plan, PhotographSamples samples, string name, bool resume) =>
        new(plan, Network(plan), TrainingPairs.Of(plan, samples, Network(plan)), Path.Combine(_folder, name), resume);

    private void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_folder, from), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, to, Path.GetRelativePath(Path.Combine(_folder, from), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private sealed class Watch(Func<TrainingProgress, bool> when, CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (when(value))
                stop.Cancel();
        }
    }
}
