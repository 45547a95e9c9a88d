using CsCheck;
using Hourglass.Numerics;

namespace Hourglass.Tests.Numerics;

public sealed class MatrixProductTests
{
    private static readonly Gen<(int Rows, int Inner, int Columns, ulong Seed)> Sizes =
        Gen.Select(Gen.Int[1, 21], Gen.Int[1, 600], Gen.Int[1, 50], Gen.ULong[0, 1000]);

    [Fact]
    public void AddAddsTheProductOfRowsAndColumns() => Sizes.Sample(size =>
    {
        var random = new Rng(size.Seed);
        float[] a = Values(random, size.Rows * size.Inner), b = Values(random, size.Inner * size.Columns);
        var c = Values(random, size.Rows * size.Columns);
        var expected = new double[c.Length];
        for (var i = 0; i < c.Length; i++)
        {
            expected[i] = c[i];
            for (var k = 0; k < size.Inner; k++)
                expected[i] += (double)a[i / size.Columns * size.Inner + k] * b[k * size.Columns + i % size.Columns];
        }

        MatrixProduct.Add(a, b, c, size.Rows, size.Inner, size.Columns);
        for (var i = 0; i < c.Length; i++)
            Assert.Equal(expected[i], c[i], 1e-3);
    });

    [Fact]
    public void AddGramFillsTheUpperTriangleOfTheProductWithItself() => Sizes.Sample(size =>
    {
        var (rows, columns) = (size.Inner, size.Columns);
        var x = Values(new Rng(size.Seed), rows * columns);
        var (gram, room) = (new float[columns * columns], new float[x.Length]);
        MatrixProduct.AddGram(x, room, gram, rows, columns);
        for (var i = 0; i < columns; i++)
        {
            for (var j = i; j < columns; j++)
                Assert.Equal(Enumerable.Range(0, rows).Sum(k => (double)x[k * columns + i] * x[k * columns + j]), gram[i * columns + j], 1e-3);
        }
    });

    [Fact]
    public void TransposingTwiceGivesTheMatrixBack() => Sizes.Sample(size =>
    {
        var x = Values(new Rng(size.Seed), size.Inner * size.Columns);
        var (turned, back) = (new float[x.Length], new float[x.Length]);
        MatrixProduct.Transpose(x, turned, size.Inner, size.Columns);
        MatrixProduct.Transpose(turned, back, size.Columns, size.Inner);
        Assert.Equal(x, back);
        Assert.Equal(x[size.Columns - 1], turned[(size.Columns - 1) * size.Inner]);
    });

    [Fact]
    public void SizesThatDoNotFitAreRefused() =>
        Assert.Throws<ArgumentException>(() => MatrixProduct.Add(new float[6], new float[6], new float[5], 2, 3, 2));

    private static float[] Values(Rng random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
}
