using Hourglass.Data;
using Hourglass.Data.Images;
using Hourglass.Evaluation;
using Hourglass.Inference;
using Hourglass.Runs;
using Hourglass.Tasks;

namespace Hourglass.Training.Tests;

[Collection(LibtorchFirst.OneAtATime)]
public sealed class RestorationRunTests : IDisposable
{
    private const int Side = 24;

    private readonly string _folder = Directory.CreateTempSubdirectory("hourglass-restoration").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Tasks() => [Denoise.Name, Documents.Name, Colorize.Name, Edges.Name, Inpaint.Name, Upscale.Name];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void EveryTaskLeavesAModelItsFiguresAndAReport(string name)
    {
        var task = Task(name);
        var (folder, result) = Run(task);
        var restoration = result.Restoration!;
        Assert.Null(result.Evaluation);
        Assert.Equal(task.Probes.Select(probe => probe.Name), restoration.Rows.Select(row => row.Strength));
        Assert.All(restoration.Rows, row => Assert.InRange(row.Psnr, 1, RestorationEvaluator.MaxPsnr));
        Assert.Equal(name switch { Denoise.Name => "best blur", Colorize.Name => "mean color", _ => null }, restoration.BaselineName);
        Assert.True(folder.IsFinished);
        Assert.Contains("restored", File.ReadAllText(folder.Report), StringComparison.Ordinal);
        var card = File.ReadAllText(Path.Combine(folder.Model, "MODEL_CARD.md"));
        Assert.Contains($"a network that restores pictures ({name})", card, StringComparison.Ordinal);
        Assert.DoesNotContain("codes", card, StringComparison.Ordinal);
        Assert.Equal(task, folder.ReadPlan().Task);

        using var restorer = Restorer.Open(folder.Path);
        Assert.InRange(restorer.CheckGolden(), 0, 1e-4);
        using var source = RestorationSource.Open(folder.ReadPlan(), anySize: true);
        var again = RestorationEvaluator.Evaluate(source.Judged, pair => restorer.Restore(pair.Picture, pair.Mask), folder.ReadPlan().Seed);
        Assert.Equal(restoration.ToJson(), again.ToJson());
    }

    [Fact]
    public void APictureOfAnySizeIsColoredByItsScene()
    {
        var (data, task) = (Path.Combine(_folder, "photographs"), new Colorize { ByScene = true });
        DrawnPhotographs.Write(data, 8, task.CleanChannels);
        var plan = TrainingPlan.Restoring(data, task) with { Epochs = 12, BatchSize = 2 };
        var folder = new RunFolder(Path.Combine(_folder, "scenes"));
        var result = TrainingRun.Run(plan, folder);
        Assert.Equal("mean color", result.Restoration!.BaselineName);
        Assert.Equal(task, folder.ReadPlan().Task);
        using var restorer = Restorer.Open(folder.Path);
        using var tiled = Restorer.Open(folder.Path, new InferenceOptions { Threads = 2, TileBytes = 64 * 40 * 40 });
        Assert.InRange(restorer.CheckGolden(), 0, 1e-4);
        foreach (var (height, width) in new[] { (1, 1), (40, 131), (DrawnPhotographs.Height, DrawnPhotographs.Width) })
        {
            var grey = new Planes(1, height, width);
            for (var i = 0; i < grey.Values.Length; i++)
                grey.Values[i] = i / (float)grey.Values.Length;
            var colored = restorer.Restore(grey);
            Assert.Equal((3, height, width), (colored.Channels, colored.Height, colored.Width));
            Assert.Equal(colored.Values, tiled.Restore(grey).Values);
        }
    }

    [Fact]
    public void WhatMakesNoPairIsToldWhenTheDataIsOpen()
    {
        var data = Path.Combine(_folder, "pairs");
        DrawnPhotographs.Write(Path.Combine(data, "input"), 5);
        DrawnPhotographs.Write(Path.Combine(data, "target"), 4);
        var task = new Pairs { Channels = 1 };
        var opened = new List<OpenedData>();
        TrainingRun.Run(Plan(data, task), new RunFolder(Path.Combine(_folder, "run")), opened: opened.Add);
        var told = Assert.Single(opened);
        Assert.Equal(4, told.Count);
        Assert.Equal(("input/04.png", "has no partner in target"), (told.Problems[0].Name, told.Problems[0].Reason));
        var strict = Plan(data, task) with { Reading = new DataOptions { Strict = true } };
        Assert.Throws<DataException>(() => TrainingRun.Run(strict, new RunFolder(Path.Combine(_folder, "strict"))));
        Assert.False(Directory.Exists(Path.Combine(_folder, "strict")));
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("restorer")]
    public void SamplesOfOneShapeAreJudgedBesideTheProjection(string model)
    {
        var task = new Denoise { LowSigma = 127.5f, HighSigma = 127.5f };
        var plan = (model == "restorer" ? TrainingPlan.Restoring("digits", task) : new TrainingPlan { Data = "digits", Task = task }) with
        {
            Model = model == "restorer" ? Network(task, 28) : model,
            Reading = new DataOptions { Limit = 200 },
            Epochs = 1,
            BatchSize = 32,
        };
        var folder = new RunFolder(Path.Combine(_folder, model));
        var result = TrainingRun.Run(plan, folder);
        Assert.Equal("PCA-32", result.Restoration!.BaselineName);
        var row = Assert.Single(result.Restoration.Rows);
        Assert.Equal("sigma 127.5", row.Strength);
        Assert.Equal(-20 * Math.Log10(0.5), row.PlainPsnr, 0.1);
        Assert.InRange(row.BaselinePsnr!.Value, row.PlainPsnr + 3, 30);
        Assert.True(File.Exists(folder.Report));
        using var restorer = Restorer.Open(folder.Path);
        Assert.Equal(task, restorer.Task);
    }

    [Fact]
    public void ATaskThatTheSamplesDoNotFitIsRefusedBeforeTraining()
    {
        var plan = TrainingPlan.Restoring("digits", new Denoise { Channels = 3 });
        Assert.Contains("--channels", Assert.Throws<DataException>(() => TrainingRun.Run(plan, new RunFolder(Path.Combine(_folder, "color")))).Message, StringComparison.Ordinal);
        plan = TrainingPlan.Restoring("digits", new Upscale { Channels = 1, Times = 3 });
        var scene = TrainingPlan.Restoring("digits", new Denoise()) with { Model = Hourglass.Architectures.SceneNetwork.Id };
        Assert.Contains("restorer", Assert.Throws<Hourglass.Architectures.ArchitectureException>(() => TrainingRun.Run(scene, new RunFolder(Path.Combine(_folder, "scene")))).Message, StringComparison.Ordinal);
        Assert.Contains("--scale", Assert.Throws<DataException>(() => TrainingRun.Run(plan, new RunFolder(Path.Combine(_folder, "third")))).Message, StringComparison.Ordinal);
    }

    private static RestorationTask Task(string name) => name switch
    {
        Denoise.Name => new Denoise(),
        Documents.Name => new Documents(),
        Colorize.Name => new Colorize(),
        Edges.Name => new Edges { Channels = 1 },
        Inpaint.Name => new Inpaint { Channels = 1 },
        _ => new Upscale { Channels = 3 },
    };

    private (RunFolder Folder, TrainingResult Result) Run(RestorationTask task)
    {
        var data = Path.Combine(_folder, "photographs");
        DrawnPhotographs.Write(data, 4, task.CleanChannels);
        var folder = new RunFolder(Path.Combine(_folder, task.Id));
        return (folder, TrainingRun.Run(Plan(data, task), folder));
    }

    private TrainingPlan Plan(string data, RestorationTask task) =>
        TrainingPlan.Restoring(data, task) with { Model = Network(task, Side), Patch = Side, BatchSize = 8, Epochs = 1 };

    private string Network(RestorationTask task, int side)
    {
        var file = Path.Combine(_folder, $"{task.Id}{side}.json");
        File.WriteAllText(file, DrawnPhotographs.Network(task, side));
        return file;
    }
}
