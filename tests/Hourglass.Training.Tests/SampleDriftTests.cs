using Hourglass.Data;
using Hourglass.Data.Arrays;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Outliers;
using Hourglass.Runs;

namespace Hourglass.Training.Tests;

[Collection(LibtorchFirst.OneAtATime)]
public sealed class SampleDriftTests : IClassFixture<SampleDriftTests.Run>
{
    private const int Drawn = 400;

    private readonly Autoencoder _model;
    private readonly DataSet _digits;

    public SampleDriftTests(Run run) => (_model, _digits) = (run.Model, run.Digits);

    [Fact]
    public void TheSameDistributionDrawnTwentyTimesRaisesAtMostTwoAlarms() => Assert.InRange(
        Enumerable.Range(1, 20).Count(seed => SampleDriftTest.Run(_model, _digits.Subset(new Rng((ulong)seed).Permutation(_digits.Count)[..Drawn])).HasDrifted), 0, 2);

    [Fact]
    public void BrighterPicturesAreFound()
    {
        var report = SampleDriftTest.Run(_model, Changed(value => Math.Min(255, value + 20)));
        Assert.True(report.HasDrifted);
        Assert.Equal((Drawn, Drawn), (report.Rows, report.TestedRows));
        Assert.Equal(report.Strangest.Select(sample => sample.Error).OrderDescending(), report.Strangest.Select(sample => sample.Error));
        Assert.All(report.Strangest, sample => Assert.InRange(sample.PValue, 1e-9, 1));
    }

    [Fact]
    public void OneDigitInThePlaceOfAllIsFound()
    {
        var ones = Enumerable.Range(0, _digits.Count).Where(i => _digits.LabelOf(i) == 1).ToArray();
        Assert.True(SampleDriftTest.Run(_model, _digits.Subset(ones)).HasDrifted);
    }

    [Fact]
    public void FewSamplesAreNoTest() =>
        Assert.Contains("at least 20", Assert.Throws<DataException>(() => SampleDriftTest.Run(_model, _digits.Subset([1, 2, 3]))).Message, StringComparison.Ordinal);

    [Fact]
    public void ValuesThatOverflowAreSaidInOneLine() =>
        Assert.Contains("no number of 0", Assert.Throws<DataException>(() => SampleDriftTest.Run(_model, Changed(_ => 3e38f, isPicture: false))).Message, StringComparison.Ordinal);

    private DataSet Changed(Func<float, float> change, bool isPicture = true)
    {
        var samples = new float[Drawn * _digits.Shape.Size];
        _digits.Read([.. Enumerable.Range(0, Drawn)], samples);
        return new DataSet(new MemorySource(Array.ConvertAll(samples, value => change(value)))) { Name = "changed", Count = Drawn, Shape = _digits.Shape, Range = isPicture ? (0, 255) : null };
    }

    /// <summary>A short run on drawn digits, and digits that it never saw.</summary>
    public sealed class Run : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("hourglass-drift").FullName;

        public Run()
        {
            var folder = new RunFolder(Path.Combine(_folder, "run"));
            TrainingRun.Run(
                new TrainingPlan { Data = "digits", Reading = new DataOptions { Limit = 4000 }, Model = "dense", Latent = 8, Epochs = 2, ValidationShare = 0.2, Device = DeviceKind.Cpu }, folder);
            (Model, Digits) = (Autoencoder.Open(folder.Path), DataSets.Open("digits", DataPart.Test));
        }

        public Autoencoder Model { get; }

        public DataSet Digits { get; }

        public void Dispose()
        {
            Model.Dispose();
            Digits.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
