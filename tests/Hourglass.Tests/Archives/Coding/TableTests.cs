using System.IO.Hashing;
using System.Runtime.InteropServices;
using Hourglass.Archives.Coding;

namespace Hourglass.Tests.Archives.Coding;

/// <summary>The tables are part of the format: were one entry another, archives would no longer unpack.</summary>
public sealed class TableTests
{
    private const uint ProbabilityChecksum = 2670100308;
    private const uint LogitChecksum = 570431472;
    private const uint CurveChecksum = 529709015;
    private const uint LogarithmChecksum = 3864420993;

    [Fact]
    public void ProbabilitiesAreThoseOfTheFormat() =>
        Assert.Equal(ProbabilityChecksum, Checksum(Enumerable.Range(-Logistic.MaxLogit, (2 * Logistic.MaxLogit) + 1).Select(Logistic.Probability)));

    [Fact]
    public void LogitsAreThoseOfTheFormat() =>
        Assert.Equal(LogitChecksum, Checksum(Enumerable.Range(0, 65536).Select(Logistic.Logit)));

    [Fact]
    public void CurvesAreThoseOfTheFormat() =>
        Assert.Equal(CurveChecksum, Checksum(Enumerable.Range(-1300, 2601).Select(Curve.Below)));

    [Fact]
    public void LogarithmsAreThoseOfTheFormat() =>
        Assert.Equal(LogarithmChecksum, Checksum(Enumerable.Range(1, 20_000).Select(value => Curve.Logit(value * 50_000, 1 << 20))));

    [Fact]
    public void ProbabilitiesAreTheLogisticFunction()
    {
        for (var logit = -Logistic.MaxLogit; logit <= Logistic.MaxLogit; logit++)
            Assert.Equal(Math.Clamp(65536 / (1 + Math.Exp(-logit / 256.0)), 1, 65535), Logistic.Probability(logit), 0.51);
    }

    [Fact]
    public void LogitsUndoProbabilities()
    {
        for (var logit = -1500; logit <= 1500; logit++)
            Assert.InRange(Logistic.Logit(Logistic.Probability(logit)), logit - 48, logit + 48);
    }

    [Fact]
    public void CurvesAreTheLogisticDistribution()
    {
        for (var distance = -1280; distance <= 1280; distance++)
            Assert.Equal(Curve.Certain / (1 + Math.Exp(-distance / 64.0)), Curve.Below(distance), 2.0);
    }

    [Fact]
    public void LogitsOfPartsAreTheirLogarithms()
    {
        foreach (var (one, zero) in new[] { (1000, 3), (5, 700_000), (1 << 30, 12_345_678), (77, 77) })
            Assert.Equal(Math.Clamp(256 * Math.Log((double)one / zero), -2047, 2047), Curve.Logit(one, zero), 2.0);
    }

    private static uint Checksum(IEnumerable<int> values) => Crc32.HashToUInt32(MemoryMarshal.AsBytes(values.ToArray().AsSpan()));
}
