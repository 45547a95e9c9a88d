using CsCheck;
using Hourglass.Evaluation;

namespace Hourglass.Tests.Evaluation;

public sealed class LatentMapTests
{
    [Fact]
    public void TwoClustersFarApartStayApart()
    {
        var codes = TwoClusters(160, 8);
        var map = LatentMap.Arrange(codes, 8, [.. Enumerable.Range(0, 160)]);
        for (var i = 0; i < 160; i++)
        {
            // The five nearest on the map all come from the same cluster.
            var nearest = Enumerable.Range(0, 160).Where(j => j != i)
                .OrderBy(j => Math.Pow(map.X[i] - map.X[j], 2) + Math.Pow(map.Y[i] - map.Y[j], 2)).Take(5);
            Assert.All(nearest, j => Assert.Equal(i % 2, j % 2));
        }
    }

    [Fact]
    public void NeighborsInTheCodeAreNeighborsOnTheMap()
    {
        // A ring: every point's nearest on the map are near on the ring.
        const int count = 200;
        var codes = new float[count * 3];
        for (var i = 0; i < count; i++)
            (codes[i * 3], codes[i * 3 + 1]) = ((float)Math.Cos(2 * Math.PI * i / count), (float)Math.Sin(2 * Math.PI * i / count));
        var map = LatentMap.Arrange(codes, 3, [.. Enumerable.Range(0, count)]);
        for (var i = 0; i < count; i++)
        {
            var nearest = Enumerable.Range(0, count).Where(j => j != i)
                .OrderBy(j => Math.Pow(map.X[i] - map.X[j], 2) + Math.Pow(map.Y[i] - map.Y[j], 2)).First();
            var steps = Math.Abs(nearest - i);
            Assert.InRange(Math.Min(steps, count - steps), 1, 8);
        }
    }

    [Fact]
    public void TheSameCodesGiveTheSameMap()
    {
        var codes = TwoClusters(100, 5);
        var indices = Enumerable.Range(0, 100).ToArray();
        LatentMap first = LatentMap.Arrange(codes, 5, indices), second = LatentMap.Arrange(codes, 5, indices);
        Assert.Equal(first.X, second.X);
        Assert.Equal(first.Y, second.Y);
    }

    [Fact]
    public void EveryMapFillsTheUnitSquareInItsLongerSide() =>
        Gen.Select(Gen.Int[2, 40], Gen.Int[2, 6], Gen.Double[-12, 12], Gen.ULong[0, 100]).Sample((count, length, power, seed) =>
        {
            var codes = Given.Normals(count * length, seed).Select(value => (float)(value * Math.Pow(10, power))).ToArray();
            var map = LatentMap.Arrange(codes, length, [.. Enumerable.Range(0, count)]);
            Assert.All(map.X.Concat(map.Y), value => Assert.InRange(value, 0, 1));
            Assert.Equal(1, Math.Max(map.X.Max() - map.X.Min(), map.Y.Max() - map.Y.Min()), 1e-4);
            Assert.Equal(0.5, (map.X.Max() + map.X.Min()) / 2, 1e-4);
            Assert.Equal(0.5, (map.Y.Max() + map.Y.Min()) / 2, 1e-4);
        }, iter: 30);

    [Fact]
    public void CodesOfTwoValuesAreShownAsTheyAre()
    {
        var map = LatentMap.Arrange([-3, 10, 1, 12, 5, 11], 2, [4, 5, 6]);
        Assert.Equal([4, 5, 6], map.Indices);
        Assert.Equal([0, 0.5f, 1], map.X);
        Assert.Equal([0.375f, 0.625f, 0.5f], map.Y.Select(value => MathF.Round(value, 4)));
    }

    [Fact]
    public void CodesOfOneValueStandByValueAndRank()
    {
        var map = LatentMap.Arrange([7, -1, 1], 1, [0, 1, 2]);
        Assert.Equal([1, 0, 0.25f], map.X.Select(value => MathF.Round(value, 4)));
        Assert.Equal([1, 0, 0.5f], map.Y);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)]
    public void CodesThatAreAllTheSameLieInTheMiddle(int length)
    {
        var map = LatentMap.Arrange([.. Enumerable.Repeat(123.456f, 20 * length)], length, [.. Enumerable.Range(0, 20)]);
        Assert.All(map.X, value => Assert.Equal(0.5f, value));
        if (length > 1)
            Assert.All(map.Y, value => Assert.Equal(0.5f, value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    public void AFewCodesAreLaidOutToo(int count)
    {
        var map = LatentMap.Arrange(Given.Normals(count * 3), 3, [.. Enumerable.Range(0, count)]);
        Assert.Equal(count, map.X.Length);
        Assert.All(map.X.Concat(map.Y), value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void ManyDuplicatesAmongOthersAreNoProblem()
    {
        var codes = Given.Normals(120 * 4);
        for (var i = 0; i < 100 * 4; i++)
            codes[i] = codes[i % 4];
        var map = LatentMap.Arrange(codes, 4, [.. Enumerable.Range(0, 120)]);
        Assert.All(map.X.Concat(map.Y), value => Assert.InRange(value, 0, 1));
        Assert.Equal(map.X[0], map.X[99], 1e-3);
    }

    [Fact]
    public void LengthsThatDoNotFitAndValuesThatAreNotFiniteAreRefused()
    {
        Assert.Throws<ArgumentException>(() => LatentMap.Arrange([1, 2, 3], 2, [0]));
        Assert.Throws<ArgumentException>(() => LatentMap.Arrange([1, float.NaN], 2, [0]));
    }

    private static float[] TwoClusters(int count, int length)
    {
        var codes = Given.Normals(count * length);
        for (var i = 0; i < count; i += 2)
            codes[i * length] += 30;
        return codes;
    }
}
