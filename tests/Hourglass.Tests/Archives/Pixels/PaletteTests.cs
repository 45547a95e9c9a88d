using Hourglass.Archives.Coding;
using Hourglass.Archives.Pixels;

namespace Hourglass.Tests.Archives.Pixels;

public sealed class PaletteTests
{
    [Fact]
    public void RanksStandForValuesThere()
    {
        var picture = new Raster(2, 2, 1, 256);
        picture.Samples[1] = 200;
        picture.Samples[2] = 90;
        var palette = Palette.Of([picture]);
        var mapped = palette.Map([picture]);
        Assert.Equal([0, 2, 1, 0], mapped[0].Samples.Select(sample => (int)sample));
        Assert.Equal(3, mapped[0].Levels);

        var encoder = new BinaryEncoder();
        palette.Code(ref encoder);
        var decoder = new BinaryDecoder(encoder.Finish());
        var read = new Palette(256);
        read.Code(ref decoder);
        read.Unmap(mapped);
        Assert.Equal(picture.Samples, mapped[0].Samples);
    }

    [Fact]
    public void ManyValuesStandForThemselves()
    {
        var picture = new Raster(20, 10, 1, 256);
        for (var i = 0; i < picture.Samples.Length; i++)
            picture.Samples[i] = (ushort)i;
        Assert.Same(picture, Palette.Of([picture]).Map([picture])[0]);
    }
}
