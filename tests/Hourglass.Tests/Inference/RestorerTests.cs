using CsCheck;
using Hourglass.Data.Images;
using Hourglass.Inference;
using Hourglass.Numerics;

namespace Hourglass.Tests.Inference;

public sealed class RestorerTests
{
    private static readonly InferenceOptions s_small = new() { TileBytes = 64 * 56 * 56 };

    [Fact]
    public void TilesGiveWhatTheWholePictureGives() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 200], Gen.Int[1, 3], Gen.ULong).Sample(
            (width, height, threads, seed) =>
            {
                using var whole = GivenRestorers.Deep(1);
                using var tiled = GivenRestorers.Deep(1, s_small with { Threads = threads });
                var picture = Noise(1, height, width, seed);
                var (expected, found) = (whole.Restore(picture), tiled.Restore(picture));
                for (var i = 0; i < expected.Values.Length; i++)
                    Assert.Equal(expected.Values[i], found.Values[i], 2e-6);
            },
            iter: 60);

    [Fact]
    public void TilesAreEnlargedWhereTheyLie()
    {
        using var whole = GivenRestorers.Enlarge();
        using var tiled = GivenRestorers.Enlarge(s_small with { Threads = 2 });
        var picture = Noise(1, 131, 97, 5);
        var (expected, found) = (whole.Restore(picture), tiled.Restore(picture));
        Assert.Equal((1, 262, 194), (found.Channels, found.Height, found.Width));
        for (var i = 0; i < expected.Values.Length; i++)
            Assert.Equal(expected.Values[i], found.Values[i], 1e-6);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 1000)]
    [InlineData(1000, 1)]
    [InlineData(3, 5)]
    public void AnySizeIsRestored(int width, int height)
    {
        using var model = GivenRestorers.Deep(1, s_small with { Threads = 2 });
        var result = model.Restore(Noise(1, height, width, 1));
        Assert.Equal((1, height, width), (result.Channels, result.Height, result.Width));
        Assert.All(result.Values, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void AGreyNetworkRestoresEachChannelOfAColorPicture()
    {
        using var model = GivenRestorers.Blur(1, s_small with { Threads = 2 });
        var picture = Noise(3, 40, 150, 9);
        var result = model.Restore(picture);
        Assert.Equal(3, result.Channels);
        for (var channel = 0; channel < 3; channel++)
        {
            var grey = new Planes(1, 40, 150);
            picture.Plane(channel).CopyTo(grey.Values);
            Assert.Equal(model.Restore(grey).Values, result.Plane(channel).ToArray());
        }
    }

    [Fact]
    public void AColorNetworkRestoresAGreyPictureAsItsMean()
    {
        using var model = GivenRestorers.Deep(3);
        var picture = Noise(1, 20, 30, 2);
        var color = new Planes(3, 20, 30);
        for (var channel = 0; channel < 3; channel++)
            picture.Values.CopyTo(color.Plane(channel));
        var expected = model.Restore(color);
        var result = model.Restore(picture);
        Assert.Equal(1, result.Channels);
        for (var i = 0; i < result.Values.Length; i++)
            Assert.Equal((expected.Plane(0)[i] + expected.Plane(1)[i] + expected.Plane(2)[i]) / 3, result.Values[i], 1e-5);
    }

    [Fact]
    public void ColoringTakesTheGreyOfAColorPicture()
    {
        using var model = GivenRestorers.Color();
        var picture = Noise(3, 9, 11, 4);
        var result = model.Restore(picture);
        Assert.Equal(3, result.Channels);
        for (var i = 0; i < 99; i++)
        {
            var grey = 0.299f * picture.Plane(0)[i] + 0.587f * picture.Plane(1)[i] + 0.114f * picture.Plane(2)[i];
            Assert.Equal(grey / 3, result.Plane(0)[i], 1e-5);
            Assert.Equal(grey, result.Plane(1)[i], 1e-5);
            Assert.Equal(0, result.Plane(2)[i]);
        }
    }

    [Fact]
    public void KnownPixelsOfAMaskedPictureComeBackUntouchedInEveryTile()
    {
        using var model = GivenRestorers.Blur(1, s_small with { Threads = 2 }, takesMask: true);
        var picture = Noise(1, 150, 150, 6);
        var mask = new Planes(1, 150, 150);
        for (var i = 0; i < mask.Values.Length; i += 3)
            mask.Values[i] = 1;
        var result = model.Restore(picture, mask);
        for (var i = 0; i < mask.Values.Length; i++)
            Assert.Equal(mask.Values[i] == 0, picture.Values[i] == result.Values[i]);
    }

    [Fact]
    public void RowsComeInOrderAndOnce()
    {
        using var model = GivenRestorers.Blur(1, s_small with { Threads = 3, TileBytes = 3 * 8 * 16 * 16 });
        var next = 0;
        model.Restore(Noise(1, 200, 33, 1), null, (first, rows) =>
        {
            Assert.Equal(next, first);
            next += rows.Height;
        });
        Assert.Equal(200, next);
    }

    [Fact]
    public void WhatDoesNotFitIsSaid()
    {
        using var plain = GivenRestorers.Blur(1);
        using var masked = GivenRestorers.Blur(1, takesMask: true);
        var picture = new Planes(1, 4, 4);
        Assert.Contains("takes no mask", Assert.Throws<ModelMismatchException>(() => plain.Restore(picture, picture)).Message, StringComparison.Ordinal);
        Assert.Contains("give a mask", Assert.Throws<ModelMismatchException>(() => masked.Restore(picture)).Message, StringComparison.Ordinal);
        Assert.Contains("4x5", Assert.Throws<ModelMismatchException>(() => masked.Restore(picture, new Planes(1, 5, 4))).Message, StringComparison.Ordinal);
        Assert.Contains("2 channels", Assert.Throws<ModelMismatchException>(() => plain.Restore(new Planes(2, 4, 4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStopAndAFailureEndAllThreads()
    {
        using var model = GivenRestorers.Blur(1, s_small with { Threads = 3 });
        using var source = new CancellationTokenSource();
        var picture = Noise(1, 300, 300, 1);
        Assert.Throws<OperationCanceledException>(() => model.Restore(picture, null, (_, _) => source.Cancel(), cancellation: source.Token));
        Assert.Throws<IOException>(() => model.Restore(picture, null, (_, _) => throw new IOException("full")));
    }

    private static Planes Noise(int channels, int height, int width, ulong seed)
    {
        var (picture, rng) = (new Planes(channels, height, width), new Rng(seed));
        for (var i = 0; i < picture.Values.Length; i++)
            picture.Values[i] = rng.NextSingle(0, 1);
        return picture;
    }
}
