using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Data.Images;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Runs;

namespace Hourglass.Training.Tests;

[Collection(LibtorchFirst.OneAtATime)]
public sealed class ExportTests : IDisposable
{
    private const int Count = 5;

    private static readonly TrainingPlan Digits = new()
    {
        Data = "digits",
        Reading = new DataOptions { Limit = 120 },
        Model = "dense",
        Latent = 4,
        Epochs = 1,
        BatchSize = 32,
        Device = DeviceKind.Cpu,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("hourglass-export").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, int, int, int> ModelsAndShapes()
    {
        var data = new TheoryData<string, int, int, int>();
        foreach (var entry in Catalogue.Entries.Where(entry => !Catalogue.HasNoCode(entry.Id)))
        {
            foreach (var shape in new SampleShape[] { new(1, 28, 28), new(3, 32, 32), new(2, 17, 31) })
                data.Add(entry.Id, shape.Channels, shape.Height, shape.Width);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(ModelsAndShapes))]
    public void TheExportedModelEqualsTheTrainedOne(string id, int channels, int height, int width)
    {
        var shape = new SampleShape(channels, height, width);
        using var trainer = Trained(id, shape);
        var stored = Stored(shape);
        var (codes, outputs) = trainer.Apply([.. stored.Select(value => value / 255)]);
        using var model = Written(trainer, new GoldenVectors(stored, codes, [.. outputs.Select(value => value * 255)]));

        var (foundCodes, foundOutputs) = (new float[codes.Length], new float[outputs.Length]);
        model.Encode(stored, foundCodes);
        model.Decode(codes, foundOutputs);
        var codeTolerance = 1e-5 * Math.Max(1, codes.Max(Math.Abs));
        Assert.InRange(codes.Zip(foundCodes, (a, b) => Math.Abs(a - b)).Max(), 0, codeTolerance);
        Assert.InRange(outputs.Zip(foundOutputs, (a, b) => Math.Abs(a - b / 255)).Max(), 0, 1e-5);
        Assert.True(outputs.Zip(outputs.Skip(shape.Size), (a, b) => Math.Abs(a - b)).Max() > 1e-4, "Every sample gives the same output, which proves nothing.");
        var golden = model.CheckGolden();
        Assert.InRange(golden.Codes, 0, codeTolerance);
        Assert.InRange(golden.Outputs, 0, 1e-5);
    }

    [Theory]
    [InlineData(ResidualRestorer.Id, 1, 28, 28, 40, 16)]
    [InlineData(ResidualRestorer.Id, 3, 32, 32, 64, 48)]
    [InlineData(ResidualRestorer.Id, 2, 17, 31, 13, 5)]
    [InlineData(SceneNetwork.Id, 3, 32, 32, 16, 5)]
    public void TheExportedNetworkWithoutACodeEqualsTheTrainedOneAtEverySize(string id, int channels, int height, int width, int otherHeight, int otherWidth)
    {
        var shape = new SampleShape(channels, height, width);
        using var trainer = Trained(id, shape);
        using var stream = new MemoryStream();
        OnnxEmitter.Write(stream, trainer.Network.Architecture, trainer.Network.Weights());
        OnnxCheck.Inspect(stream.ToArray(), "network.onnx");
        using var session = new PictureSession(stream.ToArray(), "network.onnx", OnnxEmitter.Input, OnnxEmitter.Output, threads: 1);
        foreach (var (h, w) in new[] { (height, width), (otherHeight, otherWidth) })
        {
            var (input, output, rng) = (new Planes(channels, h, w), new Planes(channels, h, w), new Rng(1));
            for (var i = 0; i < input.Values.Length; i++)
                input.Values[i] = rng.NextSingle();
            session.Run(input, output);
            var expected = trainer.Apply(input.Values, new SampleShape(channels, h, w)).Outputs;
            Assert.InRange(expected.Zip(output.Values, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-5);
        }
    }

    [Fact]
    public void ARunLeavesAModelBesidePcaAndAReport()
    {
        var folder = Folder("run");
        var (opened, epochs) = (0, 0);
        var result = TrainingRun.Run(Digits, folder, opened: data => opened = data.Count, log: _ => epochs++);
        Assert.Equal((opened / Digits.BatchSize * Digits.BatchSize, 1, 1), (result.Samples, epochs, result.Epochs));
        Assert.Equal(2, result.Evaluation!.Methods.Take(2).Count(method => method.Mse > 0));
        Assert.Contains("PCA", result.Evaluation!.Methods[1].Method, StringComparison.OrdinalIgnoreCase);
        Assert.True(folder.IsFinished);
        Assert.Contains("<svg", File.ReadAllText(folder.Report), StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(folder.MetricsFile));
        Assert.False(Directory.Exists(folder.Checkpoints));
        Assert.Equal(Digits, folder.ReadPlan());

        using var model = Autoencoder.Open(folder.Path);
        Assert.Equal(result.Evaluation!.Methods[0].Mse, model.Info.Metrics["mse"]);
        Assert.Equal(result.Evaluation!.Methods[1].Mse, model.Info.Metrics["pca.mse"]);
        Assert.NotEmpty(model.Baseline);
        Assert.NotEmpty(model.HeldOut);
        Assert.Contains("finished", Assert.Throws<CheckpointException>(() => TrainingRun.Run(Digits, folder, resume: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatIsNotEmptyIsRefusedAndKept()
    {
        var folder = Folder("full");
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, "mine.txt"), "mine");
        Assert.Contains("is not empty", Assert.Throws<CheckpointException>(() => TrainingRun.Run(Digits, folder)).Message, StringComparison.Ordinal);
        Assert.Contains("holds no run", Assert.Throws<CheckpointException>(() => TrainingRun.Run(Digits, folder, resume: true)).Message, StringComparison.Ordinal);
        Assert.Equal(["mine.txt"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void ARunWithoutACheckpointStartsFromScratchWhenResumed()
    {
        var (whole, killed) = (Folder("whole"), Folder("killed"));
        TrainingRun.Run(Digits, whole);
        using (var data = TrainingSamples.Open(Digits))
            killed.Start(Digits, Catalogue.Build(Digits.Model, data.Train.Shape, Digits.Latent));
        TrainingRun.Run(killed.ReadPlan(), killed, resume: true);
        AssertSameWeights(whole, killed);
    }

    [Fact]
    public void AnInterruptedRunGoesOnToTheSameModel()
    {
        var plan = Digits with { Epochs = 2 };
        var (whole, stopped) = (Folder("whole"), Folder("stopped"));
        TrainingRun.Run(plan, whole);
        using (var stop = new CancellationTokenSource())
            Assert.Throws<OperationCanceledException>(() => TrainingRun.Run(plan, stopped, log: _ => stop.Cancel(), cancellation: stop.Token));
        Assert.True(stopped.HasCheckpoint);
        Assert.False(Directory.Exists(stopped.Model));
        Assert.Equal(2, TrainingRun.Run(stopped.ReadPlan(), stopped, resume: true).Epochs);
        AssertSameWeights(whole, stopped);
    }

    [Fact]
    public void ARunThatFailsBeforeItsFirstCheckpointLeavesNothing()
    {
        var plan = Digits with { LearningRate = 1e30, GradientClip = 0, Schedule = ScheduleKind.Constant };
        Assert.Throws<TrainingDivergedException>(() => TrainingRun.Run(plan, Folder("diverged")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void ARunThatFailsWhenItIsResumedKeepsItsCheckpoint()
    {
        using var stop = new CancellationTokenSource();
        var folder = Folder("resumed");
        Assert.Throws<OperationCanceledException>(
            () => TrainingRun.Run(Digits with { Epochs = 2 }, folder, log: _ => stop.Cancel(), cancellation: stop.Token));
        Assert.Throws<CheckpointException>(() => TrainingRun.Run(Digits with { Epochs = 3 }, folder, resume: true));
        Assert.True(folder.HasCheckpoint);
    }

    [Fact]
    public void AFolderThatCannotBeMadeIsNamed()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "mine");
        var error = Assert.ThrowsAny<IOException>(() => TrainingRun.Run(Digits, new RunFolder(file)));
        Assert.Contains($"'{file}' already exists", error.Message, StringComparison.Ordinal);
        var below = Path.Combine(file, "run");
        error = Assert.ThrowsAny<IOException>(() => TrainingRun.Run(Digits, new RunFolder(below)));
        Assert.Contains(below, error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(file));
    }

    private RunFolder Folder(string name) => new(Path.Combine(_folder, name));

    private static void AssertSameWeights(RunFolder expected, RunFolder found) => Assert.Equal(
        ModelFolder.ReadWeights(expected.Model).SelectMany(weight => weight.Values), ModelFolder.ReadWeights(found.Model).SelectMany(weight => weight.Values));

    private static float[] Stored(SampleShape shape)
    {
        using var source = new Samples(shape, 2);
        var stored = new float[Count * shape.Size];
        for (var i = 0; i < Count; i++)
            source.Read(i, stored.AsSpan(i * shape.Size, shape.Size));
        return stored;
    }

    /// <summary>A few steps are enough to move every weight and every running statistic away from where it began.</summary>
    private Trainer Trained(string id, SampleShape shape)
    {
        var plan = new TrainingPlan { Data = "bars", Model = id, Latent = 8, Epochs = 1, BatchSize = 8, Device = DeviceKind.Cpu };
        var data = new DataSet(new Samples(shape, 1)) { Name = "bars", Count = 32, Shape = shape, Range = (0, 255) };
        var trainer = new Trainer(
            plan, Catalogue.Build(id, shape, plan.Latent), new TrainingSamples(data, null, data, Normalization.Pixels), Path.Combine(_folder, "checkpoints"), resume: false);
        trainer.Run(_ => { }, null, default);
        Assert.All(
            trainer.Network.Weights().Where(weight => weight.Name.EndsWith("running_mean", StringComparison.Ordinal)),
            weight => Assert.Contains(weight.Values, value => Math.Abs(value) > 1e-6));
        return trainer;
    }

    private Autoencoder Written(Trainer trainer, GoldenVectors golden)
    {
        var info = new ModelInfo
        {
            Producer = "test",
            Architecture = trainer.Network.Architecture with { Adversary = null },
            Normalization = Normalization.Pixels,
            Data = "bars",
            Samples = 32,
            Epochs = 1,
            TrainingSeconds = 1,
            Seed = 1,
        };
        var path = Path.Combine(_folder, "model");
        ModelFolder.Write(path, info, new ModelContent { Weights = trainer.Network.ModelWeights(), Golden = golden });
        return Autoencoder.Open(path);
    }
}
