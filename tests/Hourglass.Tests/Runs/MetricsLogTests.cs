using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Runs;

namespace Hourglass.Tests.Runs;

public sealed class MetricsLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hourglass").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void OneLinePerEpochComesBackAsItWas()
    {
        var path = Path.Combine(_folder, "metrics.jsonl");
        EpochRecord[] history = [new(1, 0.5, 0.25, 1e-3, 1234.5, 2), new(2, 0.125, null, 1e-9, double.PositiveInfinity, 4)];
        MetricsLog.Write(path, history);
        Assert.Equal(history, MetricsLog.Read(path));
        Assert.Equal(
            """{"epoch":1,"trainLoss":0.5,"validationLoss":0.25,"learningRate":0.001,"samplesPerSecond":1234.5,"seconds":2}""",
            File.ReadAllLines(path)[0]);
    }

    [Fact]
    public void AResumedRunLeavesNoEpochTwice()
    {
        var path = Path.Combine(_folder, "metrics.jsonl");
        MetricsLog.Write(path, [Epoch(1), Epoch(2), Epoch(3)]);
        MetricsLog.Write(path, [Epoch(1), Epoch(2)]);
        Assert.Equal([1, 2], MetricsLog.Read(path).Select(epoch => epoch.Epoch));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"epoch\":")]
    [InlineData("{\"epoch\":\"one\",\"trainLoss\":1}")]
    [InlineData("{\"epoch\":1,\"trainLoss\":1,\"surprise\":1}")]
    public void ABrokenLineIsNamed(string line)
    {
        var path = Path.Combine(_folder, "metrics.jsonl");
        MetricsLog.Write(path, [Epoch(1)]);
        File.AppendAllText(path, line + "\n");
        var error = Assert.Throws<DataException>(() => MetricsLog.Read(path));
        Assert.Contains("line 2 is no record of an epoch", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsTooLongIsNotRead()
    {
        var path = Path.Combine(_folder, "metrics.jsonl");
        using (var stream = File.Create(path))
            stream.SetLength(MetricsLog.MaxBytes + 1);
        Assert.Contains("at most", Assert.Throws<DataException>(() => MetricsLog.Read(path)).Message, StringComparison.Ordinal);
    }

    private static EpochRecord Epoch(int epoch) => new(epoch, 1.0 / epoch, null, 1e-3, 100, epoch);
}
