using System.Text.Json;
using Hourglass.Cli.Terminal;
using Hourglass.Data;

namespace Hourglass.Cli.Tests;

/// <summary>From data to a model and through every use of it, with the program as users start it.</summary>
public sealed class JourneyEndToEndTests(TrainedModel model) : IClassFixture<TrainedModel>
{
    private const string Torch = "torch";

    [Fact]
    public void TrainingLeavesARunAndSaysSo()
    {
        Assert.Equal(ExitCode.Done, model.Training.ExitCode);
        Assert.Contains("PCA-8", model.Training.Out);
        Assert.Contains("epoch 2/2  loss ", model.Training.Error);
        Assert.All(
            ["run/plan.json", "run/metrics.jsonl", "run/report.html", "run/model/model.json", "run/model/encoder.onnx", "run/model/decoder.onnx", "run/model/weights.safetensors"],
            file => Assert.True(File.Exists(model[file]), $"{file} is missing"));
    }

    [Fact]
    public void TrainingHoldsLibtorch() => Assert.Contains(model.Libraries, library => library.Contains(Torch, StringComparison.OrdinalIgnoreCase));

    [Theory]
    [InlineData("inspect run --verify")]
    [InlineData("evaluate run --limit 50 --report a.html")]
    [InlineData("encode run digits --limit 50 -o a.npy")]
    [InlineData("map run digits --limit 50 -o a.csv")]
    [InlineData("drift run digits --part test --limit 50")]
    [InlineData("data show digits --limit 50")]
    public void UsingAModelNeverHoldsLibtorch(string commandLine)
    {
        var (result, libraries) = Started.RunTraced(model.Folder, commandLine.Split(' '));
        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.NotEmpty(libraries);
        Assert.DoesNotContain(libraries, library => library.Contains(Torch, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void DriftOfPicturesIsPrintedAndGivenAsJson()
    {
        var (same, _) = Started.RunTraced(model.Folder, "drift", "run", "digits", "--limit", "200");
        Assert.Contains("no drift: none of 9 tests on 200 samples", same.Out);
        Assert.Contains("worst reconstructions", same.Out);
        var (json, _) = Started.RunTraced(model.Folder, "drift", "run", "digits", "--limit", "200", "--json");
        Assert.Equal(10, JsonDocument.Parse(json.Out).RootElement.GetProperty("report").GetProperty("strangest").GetArrayLength());
    }

    [Fact]
    public void CodesGoThroughBothFormatsAndComeBackAsTheSamePictures()
    {
        Done("encode", "run", "digits", "--limit", "30", "-o", "codes.npy");
        Done("encode", "run", "digits", "--limit", "30", "-o", "codes.csv");
        Done("decode", "run", "codes.npy", "-o", "from-npy");
        Done("decode", "run", "codes.csv", "-o", "from-csv");
        var pictures = Directory.GetFiles(model["from-npy"]).Order().ToList();
        Assert.Equal(30, pictures.Count);
        Assert.All(pictures, picture => Assert.Equal(
            File.ReadAllBytes(picture), File.ReadAllBytes(Path.Combine(model["from-csv"], Path.GetFileName(picture)))));
        Assert.Equal(28, Png.Decode(File.ReadAllBytes(pictures[0])).Width);
    }

    [Fact]
    public void DecodedValuesAreAnArrayThatIsReadAsData()
    {
        Done("encode", "run", "digits", "--limit", "20", "-o", "some.npy");
        Done("decode", "run", "some.npy", "-o", "values.npy");
        using var values = DataSets.Open(model["values.npy"]);
        Assert.Equal(20, values.Count);
        Assert.Equal(784, values.Shape.Size);
    }

    [Fact]
    public void TheMapIsAPageWithoutNetworkOrATable()
    {
        Done("map", "run", "digits", "--limit", "60", "-o", "map.html");
        Done("map", "run", "digits", "--limit", "60", "-o", "map.csv");
        var page = File.ReadAllText(model["map.html"]);
        Assert.Equal(60, page.Split("<circle").Length - 1);
        Assert.DoesNotContain("http://", page);
        Assert.DoesNotContain("https://", page);
        Assert.Equal(61, File.ReadAllLines(model["map.csv"]).Length);
    }

    [Fact]
    public void EvaluationForProgramsIsOneObjectWithPcaBeside()
    {
        var evaluated = Done("evaluate", "run", "--limit", "60", "--json");
        using var json = JsonDocument.Parse(evaluated.Out);
        Assert.Equal("PCA-8", json.RootElement.GetProperty("methods")[1].GetProperty("method").GetString());
        Assert.Empty(evaluated.Error);
    }

    [Fact]
    public void AChangedByteIsBadData()
    {
        var copy = CopyOfModel("changed");
        var file = Path.Combine(copy, "weights.safetensors");
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        var inspected = Started.Run(model.Folder, "inspect", "changed", "--verify");
        Assert.Equal(ExitCode.BadData, inspected.ExitCode);
        Assert.Empty(inspected.Out);
        Assert.Contains("weights.safetensors", OneLine(inspected));
    }

    [Theory]
    [InlineData("train no-such-place")]
    [InlineData("evaluate no-such-place")]
    [InlineData("encode run no-such-place -o x.npy")]
    [InlineData("encode run empty -o x.npy")]
    [InlineData("data show empty")]
    [InlineData("train one.npy")]
    [InlineData("train nan.npy")]
    [InlineData("train pickled.npy")]
    [InlineData("train billions-idx3-ubyte")]
    [InlineData("train truncated-idx3-ubyte")]
    [InlineData("decode run nan.npy -o x")]
    [InlineData("decode run one.npy -o x")]
    [InlineData("decode run --draw 3 -o x")]
    [InlineData("encode run digits --limit 5 -o no-such-folder/x.npy")]
    public void BadInputIsOneLineAndExitCode3AndLeavesNothing(string commandLine)
    {
        BadFiles.Write(model.Folder);
        var before = Directory.GetFileSystemEntries(model.Folder, "x*").Length;
        var result = Started.Run(model.Folder, commandLine.Split(' '));
        OneLine(result);
        Assert.Equal(ExitCode.BadData, result.ExitCode);
        Assert.Empty(result.Out);
        Assert.Equal(before, Directory.GetFileSystemEntries(model.Folder, "x*").Length);
    }

    [Fact]
    public void ATraceOfAnErrorIsShownWhenAskedFor()
    {
        using var started = new Started(model.Folder, "1", "data", "show", "no-such-place");
        Assert.Contains("DataException", started.Finish().Error);
    }

    private Typed Done(params string[] args)
    {
        var result = Started.Run(model.Folder, args);
        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        return result;
    }

    private static string OneLine(Typed result)
    {
        var line = Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("hourglass: ", line);
        return line;
    }

    private string CopyOfModel(string name)
    {
        Directory.CreateDirectory(model[name]);
        foreach (var file in Directory.GetFiles(model["run/model"]))
            File.Copy(file, Path.Combine(model[name], Path.GetFileName(file)), overwrite: true);
        return model[name];
    }
}
