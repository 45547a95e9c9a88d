using CsCheck;
using Hourglass.Data.Images;
using Hourglass.Numerics;
using Hourglass.Tasks;

namespace Hourglass.Tests.Tasks;

public sealed class InpaintTests
{
    [Fact]
    public void KnownPixelsComeBackUntouchedWhateverTheNetworkSays() =>
        Gen.Select(Gen.Enum<Missing>(), Gen.ULong, Gen.Float[-2, 2]).Sample((missing, seed, wild) =>
        {
            var task = new Inpaint { Channels = 3, Missing = missing };
            var clean = DrawnPictures.Of(3, 24, 40, seed);
            var pair = task.Draw(clean, new Rng(seed));
            var output = new Planes(3, 24, 40);
            Array.Fill(output.Values, wild);
            var (result, plain) = (task.Leave(pair.Picture, pair.Mask, output), task.Plain(pair.Picture, pair.Mask));
            for (var i = 0; i < clean.Values.Length; i++)
            {
                var isMissing = pair.Mask!.Values[i % (24 * 40)] > 0;
                Assert.Equal(isMissing ? Math.Clamp(plain.Values[i] + Inpaint.Unit * wild, 0, 1) : clean.Values[i], result.Values[i]);
                if (!isMissing)
                    Assert.Equal(clean.Values[i], plain.Values[i]);
            }
        }, iter: 30);

    [Fact]
    public void TheNetworkNeverSeesWhatIsMissingAndSeesTheMask() =>
        Gen.ULong.Sample(seed =>
        {
            var task = new Inpaint { Channels = 1 };
            var (picture, mask) = (DrawnPictures.Of(1, 16, 16, seed), MissingPixels.Draw(Missing.Any, 16, 16, new Rng(seed)));
            var input = task.Enter(picture, mask);
            Assert.Equal(mask.Values, input.Plane(1).ToArray());
            var changed = new Planes(1, 16, 16);
            for (var i = 0; i < 256; i++)
            {
                if (mask.Values[i] == 0)
                    Assert.Equal(picture.Values[i], input.Values[i]);
                changed.Values[i] = mask.Values[i] > 0 ? 1 - picture.Values[i] : picture.Values[i];
            }

            Assert.Equal(input.Values, task.Enter(changed, mask).Values);
        }, iter: 20);

    [Fact]
    public void TheAnswerThatIsLearntIsWhatTheFillLacks() =>
        Gen.ULong.Sample(seed =>
        {
            var task = new Inpaint { Channels = 3 };
            var clean = DrawnPictures.Of(3, 24, 40, seed);
            var pair = task.Draw(clean, new Rng(seed));
            var result = task.Leave(pair.Picture, pair.Mask, pair.Target);
            for (var i = 0; i < clean.Values.Length; i++)
                Assert.Equal(clean.Values[i], result.Values[i], 1e-5);
        }, iter: 20);

    [Fact]
    public void WhatLiesFartherThanItsReachChangesNothing()
    {
        var task = new Inpaint { Channels = 1 };
        var (picture, mask) = (DrawnPictures.Of(1, 1, 200, 1), MissingPixels.Draw(Missing.Pixels, 1, 200, new Rng(1)));
        mask.Values.AsSpan(90, 20).Fill(1);
        var before = task.Plain(picture, mask).Values[100];
        picture.Values.AsSpan(101 + task.Reach).Fill(0);
        picture.Values.AsSpan(0, 100 - task.Reach).Fill(1);
        Assert.Equal(before, task.Plain(picture, mask).Values[100]);
    }

    [Fact]
    public void MasksCoverWhatTheySay()
    {
        Assert.Equal(0.5, MissingPixels.Draw(Missing.Pixels, 200, 200, new Rng(1)).Values.Average(), 0.02);
        Gen.Select(Gen.Int[1, 100], Gen.Int[1, 100], Gen.ULong).Sample((height, width, seed) =>
        {
            foreach (var kind in Enum.GetValues<Missing>())
            {
                var mask = MissingPixels.Draw(kind, height, width, new Rng(seed));
                Assert.Equal((1, height, width), (mask.Channels, mask.Height, mask.Width));
                Assert.All(mask.Values, value => Assert.True(value is 0 or 1));
            }

            var covered = MissingPixels.Draw(Missing.Rectangles, height, width, new Rng(seed)).Values.Sum();
            Assert.InRange(covered, 1, 3 * 32 * 32);
        }, iter: 30);
        var text = MissingPixels.Draw(Missing.Text, 300, 300, new Rng(2)).Values.Average();
        Assert.InRange(text, 0.02, 0.5);
    }

    [Fact]
    public void TheFillByNeighborsKeepsAConstantPictureConstant() =>
        Gen.Select(Gen.ULong, Gen.Float[0, 1]).Sample((seed, value) =>
        {
            var task = new Inpaint { Channels = 1 };
            var flat = new Planes(1, 20, 20);
            Array.Fill(flat.Values, value);
            var pair = task.Draw(flat, new Rng(seed));
            Assert.All(task.Plain(pair.Picture, pair.Mask).Values, filled => Assert.Equal(value, filled, 1e-4));
        }, iter: 20);

    [Fact]
    public void WithoutAMaskThereIsNothingToFill()
    {
        var (task, picture) = (new Inpaint { Channels = 1 }, new Planes(1, 4, 4));
        Assert.Throws<ArgumentNullException>(() => task.Enter(picture, null));
        Assert.Throws<ArgumentNullException>(() => task.Leave(picture, null, picture));
        Assert.Throws<ArgumentNullException>(() => task.Plain(picture, null));
    }
}
