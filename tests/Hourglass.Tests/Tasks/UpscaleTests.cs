using CsCheck;
using Hourglass.Data.Images;
using Hourglass.Numerics;
using Hourglass.Tasks;

namespace Hourglass.Tests.Tasks;

public sealed class UpscaleTests
{
    [Fact]
    public void ANetworkThatAnswersZeroGivesBicubicInterpolation() =>
        Gen.Select(Gen.Int[2, 4], Gen.Int[1, 20], Gen.Int[1, 20], Gen.ULong).Sample((times, height, width, seed) =>
        {
            var (task, picture) = (new Upscale { Channels = 3, Times = times }, DrawnPictures.Of(3, height, width, seed));
            var expected = Bicubic.Resize(picture, times * height, times * width).Values.Select(value => Math.Clamp(value, 0, 1));
            Assert.Equal(expected, task.Leave(picture, null, new Planes(3, times * height, times * width)).Values);
            Assert.Equal(expected, task.Plain(picture, null).Values);
        }, iter: 30);

    [Fact]
    public void APictureThatCannotBeMadeSmallerEvenlyIsRefused() =>
        Assert.Contains("cut it to multiples", Assert.Throws<ArgumentException>(() => new Upscale { Times = 3 }.Draw(new Planes(3, 9, 10), new Rng(1))).Message, StringComparison.Ordinal);
}
