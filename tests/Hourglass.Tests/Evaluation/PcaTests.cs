using CsCheck;
using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Hourglass.Tests.Evaluation;

public sealed class PcaTests
{
    private static readonly Normalization Unchanged = new(0, 1);

    [Theory]
    [InlineData(8, 0.03744)]
    [InlineData(16, 0.02686)]
    [InlineData(30, 0.01769)]
    public void MnistHasTheKnownErrors(int codeLength, double expected)
    {
        var (train, _) = Given.Mnist("train");
        var (test, _) = Given.Mnist("t10k");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var pca = Pca.Fit(train, Normalization.Pixels, codeLength);
        TestContext.Current.TestOutputHelper!.WriteLine($"fit {watch.Elapsed.TotalSeconds:F2} s");
        Assert.Equal(expected, ErrorOf(pca, test, Normalization.Pixels), 0.000_006);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(1100)] // no covariance in memory
    public void ItKeepsAsMuchVarianceAsTheEigenvectorsOfTheCovariance(int size)
    {
        var rows = Given.LowRankRows(200, size, 6);
        var pca = Pca.Fit(Given.InMemory(rows, SampleShape.Vector(size)), Unchanged, 5);
        var values = Matrix<double>.Build.Dense(200, size, (i, j) => rows[i * size + j]);
        var means = values.ColumnSums() / 200;
        var small = Matrix<double>.Build.Dense(200, size, (i, j) => values[i, j] - means[j]);
        var spectrum = (small * small.Transpose()).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order().ToArray();
        var best = spectrum[..^5].Sum() / (200.0 * size);
        Assert.Equal(1, ErrorOf(pca, Given.InMemory(rows, SampleShape.Vector(size)), Unchanged) / best, 1e-3);
    }

    [Fact]
    public void TheCovarianceAndThePassesFindTheSameDirections()
    {
        const int size = PrincipalAxes.MaxCovarianceSide;
        var rows = Given.LowRankRows(600, size, 4);
        var inMemory = Pca.Fit(Given.InMemory(rows, SampleShape.Vector(size)), Unchanged, 4);
        var wider = new float[600 * (size + 1)]; // one more value, always zero
        for (var i = 0; i < 600; i++)
            rows.AsSpan(i * size, size).CopyTo(wider.AsSpan(i * (size + 1)));
        var inPasses = Pca.Fit(Given.InMemory(wider, SampleShape.Vector(size + 1)), Unchanged, 4);
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < size; j++)
                Assert.Equal(inMemory.Components[i * size + j], inPasses.Components[i * (size + 1) + j], 1e-3);
        }
    }

    [Fact]
    public void ComponentsAreOrthonormalAndMoreOfThemNeverReconstructWorse() =>
        (from count in Gen.Int[2, 60]
         from size in Gen.Int[1, 30]
         from rank in Gen.Int[1, 4]
         from stream in Gen.ULong[0, 1000]
         select (count, size, rank, stream)).Sample(given =>
         {
             using var data = Given.InMemory(Given.LowRankRows(given.count, given.size, given.rank, given.stream), SampleShape.Vector(given.size));
             var before = double.PositiveInfinity;
             for (var length = 1; length <= Math.Min(given.count, given.size); length += 3)
             {
                 var pca = Pca.Fit(data, Unchanged, length);
                 Assert.Equal(length, pca.CodeLength);
                 for (var i = 0; i < length; i++)
                 {
                     for (var j = 0; j <= i; j++)
                         Assert.Equal(i == j ? 1 : 0, Dot(pca, i, j), 1e-4);
                 }

                 var error = ErrorOf(pca, data, Unchanged);
                 Assert.True(error <= before * 1.001 + 1e-8, $"{length} components: {error} after {before}");
                 before = error;
             }
         }, iter: 40);

    [Fact]
    public void AsManyComponentsAsValuesGiveTheSamplesBack()
    {
        var rows = Given.LowRankRows(50, 12, 3);
        using var data = Given.InMemory(rows, new SampleShape(3, 2, 2));
        var pca = Pca.Fit(data, Unchanged, 99);
        Assert.Equal(12, pca.CodeLength);
        Assert.InRange(ErrorOf(pca, data, Unchanged), 0, 1e-10);
    }

    [Fact]
    public void OneSampleIsItsOwnMean()
    {
        using var data = Given.InMemory([1, 2, 3], SampleShape.Vector(3));
        var pca = Pca.Fit(data, Unchanged, 16);
        Assert.Equal(1, pca.CodeLength);
        Assert.InRange(ErrorOf(pca, data, Unchanged), 0, 1e-12);
    }

    [Fact]
    public void EqualSamplesGiveFiniteComponents()
    {
        using var data = Given.InMemory([.. Enumerable.Repeat(0.25f, 30 * 20)], SampleShape.Vector(20));
        var pca = Pca.Fit(data, Unchanged, 4);
        Assert.InRange(ErrorOf(pca, data, Unchanged), 0, 1e-12);
        Assert.Equal(1, Dot(pca, 3, 3), 1e-4);
    }

    [Fact]
    public void TensorsGiveTheSamePcaBack()
    {
        var rows = Given.LowRankRows(50, 12, 3);
        var pca = Pca.Fit(Given.InMemory(rows, SampleShape.Vector(12)), Unchanged, 3);
        var read = Pca.FromTensors(pca.ToTensors())!;
        float[] codes = new float[150], again = new float[150];
        pca.Encode(rows, codes);
        read.Encode(rows, again);
        Assert.Equal(codes, again);
        Assert.Null(Pca.FromTensors([]));
    }

    public static TheoryData<string, WeightTensor[]> BrokenTensors() => new()
    {
        { "the tensor pca.components is missing", [new("pca.mean", [2], [0, 0])] },
        { "the tensor pca.mean is missing", [new("mean", [2], [0, 0]), new("pca.components", [1, 2], [1, 0])] },
        { "the shape of pca.mean", [new("pca.mean", [2, 1], [0, 0]), new("pca.components", [1, 2], [1, 0])] },
        { "the shape of pca.mean", [new("pca.mean", [3], [0, 0]), new("pca.components", [1, 2], [1, 0])] },
        { "the shape of pca.mean", [new("pca.mean", [0], []), new("pca.components", [1, 0], [])] },
        { "the shape of pca.components", [new("pca.mean", [2], [0, 0]), new("pca.components", [1, 3], [1, 0, 0])] },
        { "the shape of pca.components", [new("pca.mean", [2], [0, 0]), new("pca.components", [0, 2], [])] },
        { "the shape of pca.components", [new("pca.mean", [2], [0, 0]), new("pca.components", [2, 2], [1, 0])] },
        { "a value of pca.components is not finite", [new("pca.mean", [2], [0, 0]), new("pca.components", [1, 2], [1, float.NaN])] },
    };

    [Theory]
    [MemberData(nameof(BrokenTensors))]
    public void TensorsThatAreNoPcaAreRefused(string message, WeightTensor[] tensors) =>
        Assert.Contains(message, Assert.Throws<ModelFormatException>(() => Pca.FromTensors(tensors)).Message, StringComparison.Ordinal);

    private static double Dot(Pca pca, int i, int j)
    {
        var sum = 0.0;
        for (var k = 0; k < pca.SampleSize; k++)
            sum += (double)pca.Components[i * pca.SampleSize + k] * pca.Components[j * pca.SampleSize + k];
        return sum;
    }

    private static double ErrorOf(Pca pca, DataSet data, Normalization normalization)
    {
        var rows = new float[data.Count * pca.SampleSize];
        data.Read([.. Enumerable.Range(0, data.Count)], rows);
        Pca.Normalize(rows, normalization, rows);
        var codes = new float[data.Count * pca.CodeLength];
        var back = new float[rows.Length];
        pca.Encode(rows, codes);
        pca.Decode(codes, back);
        return Metrics.Mse(rows, back);
    }
}
