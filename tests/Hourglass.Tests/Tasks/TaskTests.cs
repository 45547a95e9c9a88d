using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Hourglass.Data.Images;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Tasks;

namespace Hourglass.Tests.Tasks;

public sealed class TaskTests
{
    public static TheoryData<int> Tasks() => [.. Enumerable.Range(0, DrawnPictures.EveryTask.Count)];

    public static TheoryData<int> DrawingTasks() => [.. Enumerable.Range(0, DrawnPictures.EveryTask.Count).Where(i => DrawnPictures.EveryTask[i] is not Pairs)];

    [Theory]
    [MemberData(nameof(DrawingTasks))]
    public void APairHasTheShapesThatTheTaskSays(int index)
    {
        var task = DrawnPictures.EveryTask[index];
        Gen.Select(Gen.Int[2, 8], Gen.Int[2, 8], Gen.ULong).Sample((height, width, seed) =>
        {
            var clean = DrawnPictures.Of(task.CleanChannels, 12 * height, 12 * width, seed);
            var pair = task.Draw(clean, new Rng(seed));
            var (small, tall) = (12 * width / task.Scale, 12 * height / task.Scale);
            Assert.Equal((task.InputChannels, tall, small), Shape(pair.Input));
            Assert.Equal((task.OutputChannels, 12 * height, 12 * width), Shape(pair.Target));
            Assert.Equal((task.PictureChannels, tall, small), Shape(pair.Picture));
            Assert.Equal(task.TakesMask, pair.Mask is not null);
            Assert.Equal(Shape(pair.Clean), Shape(task.Leave(pair.Picture, pair.Mask, pair.Target)));
            Assert.Equal((12 * height, 12 * width), (task.Plain(pair.Picture, pair.Mask).Height, task.Plain(pair.Picture, pair.Mask).Width));
        }, iter: 10);
    }

    [Theory]
    [MemberData(nameof(DrawingTasks))]
    public void TheSameGeneratorDrawsTheSamePairAndThePictureStaysAsItIs(int index)
    {
        var task = DrawnPictures.EveryTask[index];
        var clean = DrawnPictures.Of(task.CleanChannels, 24, 36);
        float[] before = [.. clean.Values];
        var (first, second, other) = (task.Draw(clean, new Rng(5)), task.Draw(clean, new Rng(5)), task.Draw(clean, new Rng(6)));
        Assert.Equal(first.Input.Values, second.Input.Values);
        Assert.Equal(first.Target.Values, second.Target.Values);
        Assert.Equal(before, clean.Values);
        if (task is not (Colorize or Upscale))
            Assert.NotEqual(first.Input.Values, other.Input.Values);
    }

    [Theory]
    [MemberData(nameof(DrawingTasks))]
    public void EnteringWhatAUserHasGivesTheInputAndAPerfectAnswerGivesTheCleanPicture(int index)
    {
        var task = DrawnPictures.EveryTask[index];
        var pair = task.Draw(DrawnPictures.Of(task.CleanChannels, 48, 36), new Rng(3));
        Assert.Equal(pair.Input.Values, task.Enter(pair.Picture, pair.Mask).Values);
        if (task is Edges)
            return; // What it should answer is itself the result.
        var restored = task.Leave(pair.Picture, pair.Mask, pair.Target);
        Assert.InRange(Largest(pair.Clean.Values, restored.Values), 0, task is Colorize ? 2e-3 : 1e-5);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void EveryResultLiesBetweenBlackAndWhite(int index)
    {
        var task = DrawnPictures.EveryTask[index];
        Gen.Select(Gen.ULong, Gen.Float[-3, 3]).Sample((seed, wild) =>
        {
            var (picture, mask) = (DrawnPictures.Of(task.PictureChannels, 12, 12, seed), task.TakesMask ? MissingPixels.Draw(Missing.Any, 12, 12, new Rng(seed)) : null);
            var output = new Planes(task.OutputChannels, 12 * task.Scale, 12 * task.Scale);
            Array.Fill(output.Values, wild);
            Assert.All(task.Leave(picture, mask, output).Values, value => Assert.InRange(value, 0, 1));
        }, iter: 20);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void ATaskComesBackFromJsonAndEveryProbeIsAllowed(int index)
    {
        var task = DrawnPictures.EveryTask[index];
        var json = JsonSerializer.Serialize(task, ModelJsonContext.Default.RestorationTask);
        Assert.Equal(task, JsonSerializer.Deserialize(json, ModelJsonContext.Default.RestorationTask));
        task.Check();
        Assert.NotEmpty(task.Probes);
        Assert.Equal(task.Probes.Count, task.Probes.Select(probe => probe.Name).Distinct().Count());
        Assert.All(task.Probes, probe => probe.Task.Check());
        Assert.StartsWith(task.Id, task.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("denoise", "channels", "2", "channels are 2")]
    [InlineData("denoise", "lowSigma", "-1", "sigma goes from -1")]
    [InlineData("denoise", "lowSigma", "60", "sigma goes from 60 to 55")]
    [InlineData("denoise", "highSigma", "256", "to 256")]
    [InlineData("denoise", "highSigma", "1e39", "sigma goes from 5 to")]
    [InlineData("denoise", "saltAndPepper", "1.5", "1.5")]
    [InlineData("denoise", "highJpeg", "50", "from 0 to 50")]
    [InlineData("denoise", "lowJpeg", "101", "from 101 to 0")]
    [InlineData("inpaint", "channels", "4", "channels are 4")]
    [InlineData("inpaint", "missing", "9", "missing is 9")]
    [InlineData("upscale", "times", "1", "scale is 1")]
    [InlineData("upscale", "times", "2000000000", "scale is 2000000000")]
    [InlineData("upscale", "channels", "0", "channels are 0")]
    [InlineData("edges", "channels", "2", "channels are 2")]
    [InlineData("pairs", "channels", "-1", "channels are -1")]
    public void AValueOutOfRangeIsRefused(string type, string field, string value, string found)
    {
        var task = DrawnPictures.EveryTask.First(task => task.Id == type);
        var json = JsonNode.Parse(JsonSerializer.Serialize(task, ModelJsonContext.Default.RestorationTask))!.AsObject();
        json[field] = JsonNode.Parse(value);
        var read = JsonSerializer.Deserialize(json.ToJsonString(), ModelJsonContext.Default.RestorationTask)!;
        Assert.Contains(found, Assert.Throws<ArgumentException>(read.Check).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"denoise","lowSigma":"NaN"}""")]
    [InlineData("""{"type":"denoise","unknown":1}""")]
    [InlineData("""{"type":"shout"}""")]
    [InlineData("""{"channels":1}""")]
    [InlineData("""{"type":"upscale","times":2.5}""")]
    [InlineData("""{"type":"inpaint","missing":"everything"}""")]
    public void WhatIsNoTaskIsRefused(string json)
    {
        var error = Record.Exception(() => JsonSerializer.Deserialize(json, ModelJsonContext.Default.RestorationTask));
        Assert.True(error is JsonException or NotSupportedException, $"{error}"); // Those that ModelJson turns into a message.
    }

    private static (int, int, int) Shape(Planes picture) => (picture.Channels, picture.Height, picture.Width);

    private static double Largest(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs((double)x - y)).Max();
}
