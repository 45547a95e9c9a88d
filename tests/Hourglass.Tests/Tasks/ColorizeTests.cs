using CsCheck;
using Hourglass.Data.Images;
using Hourglass.Numerics;
using Hourglass.Tasks;

namespace Hourglass.Tests.Tasks;

public sealed class ColorizeTests
{
    private static readonly Gen<Planes> Chroma = Gen.Float[-1, 1].Array[2 * 8 * 8].Select(values => Filled(2, values));

    /// <summary>Within a tenth of a unit of 100: a color counts as one of the screen when it is off by less than 0.0001 of its light.</summary>
    [Fact]
    public void TheLightnessComesBackBeforeRounding() =>
        Gen.Select(Gen.Float[0, 1].Array[64], Chroma).Sample((grey, chroma) =>
        {
            var picture = Filled(1, grey);
            var result = Lab.Of(new Colorize().Leave(picture, null, chroma));
            for (var i = 0; i < 64; i++)
                Assert.Equal(Lab.LightnessOf(grey[i]), result.Values[i], 0.1);
        }, iter: 50);

    /// <summary>
    /// A step of 8 bits in all of red, green and blue moves the lightness by at most 0.45 of its 100 units, so rounding, which is off by half a step at
    /// most, keeps it within 0.35 together with what it is off before.
    /// </summary>
    [Fact]
    public void AfterRoundingToEightBitsTheLightnessIsOffByLessThanAThirdOfAUnit() =>
        Gen.Select(Gen.Int[0, 255].Array[64], Chroma).Sample((grey, chroma) =>
        {
            var picture = Filled(1, [.. grey.Select(value => value / 255f)]);
            var colored = new Colorize().Leave(picture, null, chroma);
            var rounded = Filled(3, [.. colored.Values.Select(value => MathF.Round(255 * value) / 255)]);
            var result = Lab.Of(rounded);
            for (var i = 0; i < 64; i++)
                Assert.InRange(Math.Abs(Lab.LightnessOf(picture.Values[i]) - result.Values[i]), 0, 0.35);
        }, iter: 50);

    [Fact]
    public void WithoutChromaTheResultIsThePictureItself() =>
        Gen.Float[0, 1].Array[64].Sample(grey =>
        {
            var result = new Colorize().Leave(Filled(1, grey), null, new Planes(2, 8, 8));
            for (var i = 0; i < result.Values.Length; i++)
                Assert.Equal(grey[i % 64], result.Values[i], 1e-3);
        }, iter: 50);

    [Fact]
    public void FiguresAreOfTheChromaAlone()
    {
        var task = new Colorize();
        var color = DrawnPictures.Of(3, 8, 8);
        var pair = task.Draw(color, new Rng(1));
        Assert.Equal(pair.Target.Values, task.Compared(color).Values);
        Assert.All(task.Compared(pair.Picture).Values, value => Assert.Equal(0, value));
        Assert.All(task.Compared(task.Leave(pair.Picture, null, new Planes(2, 8, 8))).Values, value => Assert.Equal(0, value, 1e-3));
    }

    [Fact]
    public void ASceneIsToldAlikeOfAPictureAndOfItsMirrorAndOfALargerOne()
    {
        var (light, mirrored, large) = (DrawnPictures.Of(1, 256, 256), new Planes(1, 256, 256), new Planes(1, 512, 512));
        for (var y = 0; y < 256; y++)
        {
            for (var x = 0; x < 256; x++)
                mirrored.Row(0, y)[255 - x] = light.Row(0, y)[x];
        }

        for (var i = 0; i < large.Values.Length; i++)
            large.Values[i] = light.Row(0, i / 512 / 2)[i % 512 / 2];
        var (scene, other, same) = (Scene.Of(light), Scene.Of(mirrored), Scene.Of(large));
        Assert.Equal((Scene.Channels, Scene.Cells, Scene.Cells), (scene.Channels, scene.Height, scene.Width));
        Assert.All(scene.Values, value => Assert.InRange(value, -4, 4));
        for (var channel = 0; channel < scene.Channels; channel++)
        {
            for (var y = 0; y < Scene.Cells; y++)
            {
                for (var x = 0; x < Scene.Cells; x++)
                    Assert.Equal(scene.Row(channel, y)[x], other.Row(channel, y)[Scene.Cells - 1 - x], 1e-2);
            }
        }

        // The rest, roughness that the larger one cannot show, is told of no less than coarsely.
        Assert.InRange(scene.Values.Zip(same.Values, (a, b) => Math.Abs(a - b)).Average(), 0, 0.25);
    }

    [Fact]
    public void ByScenesTheNetworkAnswersForCells()
    {
        var task = new Colorize { ByScene = true };
        var color = DrawnPictures.Of(3, 96, 64);
        var pair = task.Draw(color, new Rng(1));
        Assert.Equal((task.InputChannels, task.GridSide, task.GridSide), (pair.Input.Channels, pair.Input.Height, pair.Input.Width));
        Assert.Equal((2, task.GridSide, task.GridSide), (pair.Target.Channels, pair.Target.Height, pair.Target.Width));
        var chroma = task.Compared(color);
        Assert.Equal(chroma.Plane(0).ToArray().Average(), pair.Target.Plane(0).ToArray().Average(), 1e-3);
        Assert.Equal(pair.Input.Values, task.Enter(pair.Picture, null).Values);
    }

    private static Planes Filled(int channels, float[] values)
    {
        var planes = new Planes(channels, 8, 8);
        values.CopyTo(planes.Values, 0);
        return planes;
    }
}
