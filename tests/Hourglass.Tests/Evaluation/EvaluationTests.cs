using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Evaluation;
using Hourglass.Numerics;

namespace Hourglass.Tests.Evaluation;

public sealed class EvaluationTests
{
    private static readonly SampleShape Picture = new(1, 12, 13);

    [Fact]
    public void BatchesAddUpToTheFiguresOfTheWhole()
    {
        var size = Picture.Size;
        float[] samples = Bytes(30 * size, 1), outputs = Bytes(30 * size, 2), codes = Given.Normals(30 * 4);
        var normalization = new Normalization(0, 255);
        var normalized = samples.Select(value => value / 255).ToArray();
        var pca = Pca.Fit(Given.InMemory(samples, Picture), normalization, 3);
        var whole = Tally(30);
        var pieces = Tally(7);
        var row = pieces.ModelRow("conv-4", null);
        Assert.Equal(Metrics.Mse(normalized, outputs.Select(value => value / 255).ToArray()), row.Mse, 1e-6);
        Assert.Equal(Metrics.Psnr(row.Mse), row.Psnr);
        Assert.Equal(whole.ModelRow("conv-4", null).Ssim!.Value, row.Ssim!.Value, 1e-6);
        Assert.Equal(row.Mse, pieces.SampleErrors.Average(error => (double)error), 1e-6);
        Assert.Equal(codes, pieces.Codes);

        var pcaCodes = new float[30 * 3];
        var back = new float[samples.Length];
        pca.Encode(normalized, pcaCodes);
        pca.Decode(pcaCodes, back);
        var pcaRow = pieces.PcaRow("PCA-3", (0.5, 0.25));
        Assert.Equal(new MethodResult("PCA-3", pcaRow.Mse, Metrics.Psnr(pcaRow.Mse), pcaRow.Ssim, 0.5, 0.25), pcaRow);
        Assert.Equal(Metrics.Mse(normalized, back), pcaRow.Mse, 1e-6);
        Assert.Equal(pcaCodes[^1], pieces.PcaCodes[^1], 1e-4);

        EvaluationTally Tally(int batch)
        {
            var tally = new EvaluationTally(30, Picture, 4, normalization, pca);
            for (var first = 0; first < 30; first += batch)
            {
                var count = Math.Min(batch, 30 - first);
                tally.Add(first, samples.AsMemory(first * size, count * size), codes.AsMemory(first * 4, count * 4), outputs.AsMemory(first * size, count * size));
            }

            return tally;
        }
    }

    [Fact]
    public void VectorsHaveNoStructuralSimilarity()
    {
        var tally = new EvaluationTally(2, SampleShape.Vector(3), 1, new Normalization(0, 1), null);
        tally.Add(0, new float[] { 0, 0, 0, 1, 1, 1 }, new float[] { 0, 1 }, new float[] { 0, 0, 0, 1, 1, 1 });
        var row = tally.ModelRow("dense-1", null);
        Assert.Null(row.Ssim);
        Assert.Equal(double.PositiveInfinity, row.Psnr);
    }

    [Fact]
    public void ADeadValueOfTheCodeIsSeen()
    {
        float[] codes = [0, 5, -1, 0.0001f, 5, 1, 0, 5.0001f, 2, 0, 5, 0];
        var use = CodeUse.Measure(codes, 3);
        Assert.Equal([true, true, false], use.Select(value => value.Dead));
        Assert.Equal([0.25, 1, 0.75], use.Select(value => value.ActiveShare));
        Assert.Equal(0.5, use[2].Mean, 1e-9);
        Assert.Equal(Math.Sqrt(1.25), use[2].StandardDeviation, 1e-9);
        Assert.All(CodeUse.Measure([1, 2, 1, 2], 2), value => Assert.True(value.Dead));
    }

    [Fact]
    public void SamplesThatTeachAreSpacedEvenly()
    {
        Assert.Equal([0, 1, 2], Spacing.Even(3, 10));
        Assert.Equal([0, 2, 5, 7], Spacing.Even(10, 4));
    }

    [Fact]
    public void JsonGivesTheResultBackInfinitiesIncluded()
    {
        var result = new EvaluationResult
        {
            Data = "mnist",
            Samples = 2,
            Shape = Picture,
            CodeLength = 1,
            Methods = [new MethodResult("conv-1", 0, double.PositiveInfinity, 1, null, 0.5)],
            SampleErrors = [0, 0.5f],
            Codes = [new CodeStatistics(0, 0.25, 1, 0.5, false)],
        };
        var json = result.ToJson();
        Assert.Contains("\"psnr\":\"Infinity\"", json, StringComparison.Ordinal);
        var read = EvaluationResult.FromJson(json);
        Assert.Equal(json, read.ToJson());
        Assert.Equal(result.Methods, read.Methods);
        Assert.Equal(result.SampleErrors, read.SampleErrors);
        Assert.Equal(result.Shape, read.Shape);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"data\":null}")]
    [InlineData("[1]")]
    public void TextThatIsNoEvaluationIsRefusedInOneLine(string json) =>
        Assert.DoesNotContain('\n', Assert.Throws<DataException>(() => EvaluationResult.FromJson(json)).Message);

    private static float[] Bytes(int count, ulong stream)
    {
        var random = new Rng(3, stream);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextInt(256))];
    }
}
