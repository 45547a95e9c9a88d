using Hourglass.Data.Images;

namespace Hourglass.Tests.Data.Images;

public sealed class EnlargedTests
{
    [Fact]
    public void PartsAreThoseOfTheWholeAndALineStaysALine()
    {
        var small = new Planes(1, 4, 4);
        for (var i = 0; i < 16; i++)
            small.Values[i] = (i % 4) + 0.5f;
        var whole = Enlarged.Part(small, 40, 80, 0, 40, 0, 80);
        for (var x = 10; x < 70; x++)
            Assert.Equal((x + 0.5f) / 20, whole.Row(0, 7)[x], 1e-5);
        Assert.Equal(0.5f, whole.Row(0, 0)[0]);
        var part = Enlarged.Part(small, 40, 80, 13, 5, 31, 9);
        for (var y = 0; y < 5; y++)
            Assert.Equal(whole.Row(0, 13 + y).Slice(31, 9).ToArray(), part.Row(0, y).ToArray());
    }
}
