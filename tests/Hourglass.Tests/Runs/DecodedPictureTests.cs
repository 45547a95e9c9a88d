using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Runs;

namespace Hourglass.Tests.Runs;

public sealed class DecodedPictureTests
{
    [Fact]
    public void StoredValuesFillTheRangeOfAPictureAndAreCutThere()
    {
        var picture = Png.Decode(DecodedFiles.Picture([-3, 0, 0.5f, 1, 2, float.NaN], new SampleShape(1, 2, 3), new Normalization(0, 1)));
        Assert.Equal((3, 2, 1), (picture.Width, picture.Height, picture.Channels));
        Assert.Equal<ushort>([0, 0, 128, 255, 255, 0], picture.Interleaved);
    }

    [Fact]
    public void ChannelsAreInterleaved()
    {
        var picture = Png.Decode(DecodedFiles.Picture([1, 2, 3, 4, 5, 6], new SampleShape(3, 1, 2), Normalization.Pixels));
        Assert.Equal<ushort>([1, 3, 5, 2, 4, 6], picture.Interleaved);
    }
}
