using Hourglass.Data;
using Hourglass.Runs;

namespace Hourglass.Tests.Runs;

public sealed class PlanFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void APlanComesBackAsItWas()
    {
        var plan = new TrainingPlan
        {
            Data = "photos/größe",
            Reading = new DataOptions { Width = 31, Height = 17, Channels = 3, Fit = FitKind.Pad, Limit = 5, Strict = true },
            LearningRate = 0.1 + 0.2,
            Objective = new ObjectiveOptions { Loss = LossKind.Bce, Beta = 1.0 / 3 },
            Schedule = ScheduleKind.Cosine,
            Precision = PrecisionKind.BFloat16,
            Seed = ulong.MaxValue,
        };
        PlanFile.Write(_path, plan);
        Assert.Equal(plan, PlanFile.Read(_path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "data": null }""")]
    [InlineData("""{ "data": "mnist", "epochs": "ten" }""")]
    [InlineData("""{ "data": "mnist", "epochs": 1e99 }""")]
    [InlineData("""{ "data": "mnist", "schedule": "linear" }""")]
    [InlineData("""{ "data": "mnist", "learning_rate": 1 }""")]
    public void ABrokenPlanIsRefusedByName(string json)
    {
        File.WriteAllText(_path, json);
        Assert.StartsWith($"{_path} is n", Assert.Throws<DataException>(() => PlanFile.Read(_path)).Message);
    }

    [Fact]
    public void AFileThatIsTooLongIsNotRead()
    {
        using (var stream = File.OpenWrite(_path))
            stream.SetLength(PlanFile.MaxBytes + 1);
        Assert.Contains("a plan has at most", Assert.Throws<DataException>(() => PlanFile.Read(_path)).Message);
    }
}
