using CsCheck;
using Hourglass.Data;
using Hourglass.Data.Images;
using Hourglass.Numerics;

namespace Hourglass.Tests.Data;

public sealed class PictureSizeTests
{
    [Theory]
    [InlineData(new[] { 30, 20, 30, 20 }, 30, 20)]
    [InlineData(new[] { 30, 20, 30, 20, 9, 9 }, 30, 20)]
    [InlineData(new[] { 30, 20, 40, 50, 41, 70 }, 40, 40)]
    [InlineData(new[] { 30, 20, 47, 50, 49, 70 }, 40, 40)]
    [InlineData(new[] { 900, 800, 700, 600, 500, 400 }, 128, 128)]
    [InlineData(new[] { 5, 9, 6, 9, 7, 9 }, 6, 6)]
    public void TheSizeIsTheCommonOneElseASquareOfTheMedianShorterSide(int[] sides, int width, int height)
    {
        var sizes = sides.Chunk(2).Select(pair => (pair[0], pair[1])).ToArray();
        var (shape, note) = PictureSize.Choose(sizes, allGrey: true, new DataOptions());
        Assert.Equal(new SampleShape(1, height, width), shape);
        Assert.Equal(sizes.All(size => size == (width, height)), note is null);
        if (note is not null)
            Assert.Contains($"to {width}x{height}", note, StringComparison.Ordinal);
    }

    [Fact]
    public void OneSideAskedForMakesASquare()
    {
        Assert.Equal(new SampleShape(3, 64, 64), PictureSize.Choose([(9, 9)], allGrey: false, new DataOptions { Width = 64 }).Shape);
        Assert.Equal(new SampleShape(3, 32, 64), PictureSize.Choose([(9, 9)], allGrey: false, new DataOptions { Width = 64, Height = 32 }).Shape);
        Assert.Throws<DataException>(() => PictureSize.Choose([(9, 9)], allGrey: false, new DataOptions { Width = 60_000 }));
    }

    [Fact]
    public void AnEvenPictureStaysEvenAtEverySize() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Bool).Sample((width, height, w, h, crop) =>
        {
            var picture = Fit(new float[width * height].Select(_ => 77f).ToArray(), width, height, w, h, crop ? FitKind.Crop : FitKind.Stretch);
            Assert.All(picture, value => Assert.Equal(77f, value, 0.01f));
        }, iter: 300);

    [Fact]
    public void AtTheSameSizePixelsAreCopied() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12]).Sample((width, height) =>
        {
            var values = Enumerable.Range(0, width * height).Select(i => (float)(i * 37 % 256)).ToArray();
            foreach (var fit in Enum.GetValues<FitKind>())
                Assert.Equal(values, Fit(values, width, height, width, height, fit));
        }, iter: 50);

    [Fact]
    public void ShrinkingKeepsTheMeanWhereEveryOtherPixelIsWhite()
    {
        var stripes = Enumerable.Range(0, 64 * 64).Select(i => i % 2 * 255f).ToArray();
        Assert.All(Fit(stripes, 64, 64, 16, 16, FitKind.Stretch), value => Assert.Equal(127.5f, value, 12f));
    }

    [Fact]
    public void CropCutsTheLongerSideAndPadFillsTheShorterWithBlack()
    {
        float[] wide = [.. Enumerable.Range(0, 4 * 12).Select(i => i % 12 is >= 4 and < 8 ? 200f : 50f)];
        Assert.All(Fit(wide, 12, 4, 4, 4, FitKind.Crop), value => Assert.Equal(200, value));
        var padded = Fit([.. Enumerable.Repeat(90f, 48)], 12, 4, 12, 12, FitKind.Pad);
        Assert.All(padded[..48], value => Assert.Equal(0, value));
        Assert.All(padded[48..96], value => Assert.Equal(90, value, 0.01f));
        Assert.All(padded[96..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void ArraysOfPicturesAreBroughtToAnotherSizeToo()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("x-idx", Bytes.Idx(8, [2, 4, 4], [.. Enumerable.Repeat((byte)60, 32)]));
        using var data = DataSets.Open(path, options: new DataOptions { Height = 2, Channels = 3 });
        Assert.Equal(new SampleShape(3, 2, 2), data.Shape);
        var values = new float[12];
        data.Read(1, values);
        Assert.All(values, value => Assert.Equal(60f, value, 0.01f));
        var vectors = folder.Write("v.npy", Bytes.Npy("|u1", "(2, 2)", [1, 2, 3, 4]));
        Assert.Contains("holds vectors", Assert.Throws<DataException>(() => DataSets.Open(vectors, options: new DataOptions { Height = 2 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsOutOfRangeAreRefused()
    {
        foreach (var options in new[] { new DataOptions { Height = 0 }, new DataOptions { Width = -1 }, new DataOptions { Limit = 0 }, new DataOptions { Channels = 2 } })
            Assert.Throws<ArgumentOutOfRangeException>(() => DataSets.Open("digits", options: options));
    }

    private static float[] Fit(float[] picture, int width, int height, int newWidth, int newHeight, FitKind fit)
    {
        var result = new float[newWidth * newHeight];
        Resampler.Fit((y, row) => picture.AsSpan(y * width, width).CopyTo(row), width, height, new SampleShape(1, newHeight, newWidth), fit, 255, result);
        return result;
    }
}
