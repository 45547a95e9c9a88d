using Hourglass.Cli.Terminal;
using Hourglass.Data;
using Hourglass.Onnx;

namespace Hourglass.Cli.Tests;

public sealed class DrawnSamplesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("variational")]
    [InlineData("adversarial")]
    public void AModelWithAPriorDrawsNewPicturesByTheirSeed(string model)
    {
        Done("train", "digits", "--limit", "200", "--epochs", "1", "--latent", "4", "--model", model, "--threads", "1", "--device", "cpu", "-o", _folder["run"]);
        Assert.DoesNotContain(ModelFolder.ReadWeights(_folder["run/model"]), weight => weight.Name.StartsWith("adversary", StringComparison.Ordinal));
        Done("inspect", _folder["run"], "--verify");
        Done("decode", _folder["run"], "--draw", "5", "-o", _folder["a.npy"]);
        Done("decode", _folder["run"], "--draw", "5", "-o", _folder["b.npy"]);
        Done("decode", _folder["run"], "--draw", "5", "--seed", "7", "-o", _folder["c.npy"]);
        var (first, again, other) = (Values("a.npy"), Values("b.npy"), Values("c.npy"));
        Assert.Equal(5 * 28 * 28, first.Length);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    private float[] Values(string name)
    {
        using var data = DataSets.Open(_folder[name]);
        var values = new float[data.Count * data.Shape.Size];
        data.Read([.. Enumerable.Range(0, data.Count)], values);
        return values;
    }

    private static void Done(params string[] line)
    {
        var typed = Typed.Run([.. line, "--quiet"]);
        Assert.True(typed.ExitCode == ExitCode.Done, typed.Error);
    }
}
