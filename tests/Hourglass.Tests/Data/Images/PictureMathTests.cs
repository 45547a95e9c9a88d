using CsCheck;
using Hourglass.Data.Images;

namespace Hourglass.Tests.Data.Images;

public sealed class PictureMathTests
{
    [Fact]
    public void BicubicKeepsConstants() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Float[0, 1]).Sample((height, width, toHeight, toWidth, value) =>
        {
            var flat = Filled(1, height, width, value);
            Assert.All(Bicubic.Resize(flat, toHeight, toWidth).Values, got => Assert.Equal(value, got, 1e-5));
        }, iter: 50);

    [Fact]
    public void BicubicAtTheSameSizeChangesNothing() =>
        Gen.Float[0, 1].Array[5 * 7].Sample(values =>
        {
            var picture = Of(1, 5, 7, values);
            var same = Bicubic.Resize(picture, 5, 7);
            for (var i = 0; i < values.Length; i++)
                Assert.Equal(values[i], same.Values[i], 1e-6);
        }, iter: 20);

    /// <summary>Between 0 and 1 at a quarter of the way, Keys' cubic (a = -1/2) has the weights -9/128, 111/128, 29/128, -3/128.</summary>
    [Fact]
    public void BicubicHasTheWeightsOfKeys()
    {
        var impulse = new Planes(1, 1, 8);
        impulse.Values[4] = 1;
        var large = Bicubic.Resize(impulse, 1, 16).Values;
        Assert.Equal(-3 / 128f, large[5], 1e-6); // Place 2.25: the impulse is 1.75 to the right.
        Assert.Equal(-9 / 128f, large[6], 1e-6); // 2.75: 1.25.
        Assert.Equal(29 / 128f, large[7], 1e-6); // 3.25: 0.75.
        Assert.Equal(111 / 128f, large[8], 1e-6); // 3.75: 0.25.
        Assert.Equal(111 / 128f, large[9], 1e-6);
        Assert.Equal(0, large[0], 1e-6);
    }

    [Fact]
    public void BicubicShrinkingDoesNotAlias()
    {
        var stripes = new Planes(1, 4, 64);
        for (var i = 0; i < stripes.Values.Length; i++)
            stripes.Values[i] = i % 2;
        Assert.All(Bicubic.Resize(stripes, 2, 16).Row(0, 0)[2..^2].ToArray(), value => Assert.Equal(0.5f, value, 0.03)); // Borders are mirrored, which doubles a stripe.
    }

    [Fact]
    public void BlurKeepsConstantsAndTheMeanOfWhatIsFarFromTheBorder()
    {
        Assert.All(GaussianBlur.Of(Filled(2, 9, 11, 0.3f), 2).Values, value => Assert.Equal(0.3f, value, 1e-5));
        var impulse = new Planes(1, 41, 41);
        impulse.Values[20 * 41 + 20] = 1;
        var smooth = GaussianBlur.Of(impulse, 2);
        Assert.Equal(1, smooth.Values.Sum(), 1e-4);
        Assert.Equal(1 / (2 * MathF.PI * 4), smooth.Values[20 * 41 + 20], 1e-3);
        Assert.Equal(smooth.Values[18 * 41 + 23], smooth.Values[23 * 41 + 18], 1e-7);
    }

    [Fact]
    public void LabOfKnownColors()
    {
        AssertLab((1, 1, 1), (100, 0, 0));
        AssertLab((0, 0, 0), (0, 0, 0));
        AssertLab((1, 0, 0), (53.24f, 80.09f, 67.20f));
        AssertLab((0, 1, 0), (87.74f, -86.18f, 83.18f));
        AssertLab((0, 0, 1), (32.30f, 79.19f, -107.86f));
    }

    [Fact]
    public void EveryColorComesBackFromLab() =>
        Gen.Float[0, 1].Array[3 * 16].Sample(values =>
        {
            var back = Lab.ToRgb(Lab.Of(Of(3, 4, 4, values)));
            for (var i = 0; i < values.Length; i++)
                Assert.Equal(values[i], back.Values[i], 2e-3);
        }, iter: 100);

    [Fact]
    public void GreyComesBackFromItsLightness() =>
        Gen.Float[0, 1].Sample(grey => Assert.Equal(grey, Lab.GreyOf(Lab.LightnessOf(grey)), 1e-5));

    [Fact]
    public void TheEightWaysToLayDownASquareAreDifferentAndWayZeroIsItself()
    {
        var square = Of(2, 3, 3, [.. Enumerable.Range(0, 18).Select(i => (float)i)]);
        var ways = Enumerable.Range(0, SquareTurns.Count).Select(way => SquareTurns.Of(square, way)).ToArray();
        Assert.Same(square, ways[0]);
        Assert.Equal(8, ways.Select(way => string.Join(' ', way.Values)).Distinct().Count());
        Assert.All(ways, way => Assert.Equal(Enumerable.Range(0, 9).Select(i => (float)i), way.Plane(0).ToArray().Order()));
        Assert.All(ways, way => Assert.Equal(4, way.Values[4])); // The middle stays where it is.
        Assert.Throws<ArgumentException>(() => SquareTurns.Of(new Planes(1, 2, 3), 1));
        Assert.Equal((2, 3), (SquareTurns.Of(new Planes(1, 2, 3), 0).Height, SquareTurns.Of(new Planes(1, 2, 3), 0).Width));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void JpegAtTheBestQualityIsNearThePicture(int channels)
    {
        var picture = new Planes(channels, 19, 13);
        for (var i = 0; i < picture.Values.Length; i++)
            picture.Values[i] = i % (19 * 13) / (19f * 13);
        var coded = JpegArtifacts.Of(picture, 100);
        Assert.Equal((channels, 19, 13), (coded.Channels, coded.Height, coded.Width));
        for (var i = 0; i < picture.Values.Length; i++)
            Assert.Equal(picture.Values[i], coded.Values[i], 0.02);
    }

    private static void AssertLab((float R, float G, float B) rgb, (float L, float A, float B) expected)
    {
        var lab = Lab.Of(Of(3, 1, 1, [rgb.R, rgb.G, rgb.B])).Values;
        Assert.Equal(expected.L, lab[0], 0.05);
        Assert.Equal(expected.A, lab[1], 0.05);
        Assert.Equal(expected.B, lab[2], 0.05);
    }

    private static Planes Filled(int channels, int height, int width, float value)
    {
        var planes = new Planes(channels, height, width);
        Array.Fill(planes.Values, value);
        return planes;
    }

    private static Planes Of(int channels, int height, int width, float[] values)
    {
        var planes = new Planes(channels, height, width);
        values.CopyTo(planes.Values, 0);
        return planes;
    }
}
