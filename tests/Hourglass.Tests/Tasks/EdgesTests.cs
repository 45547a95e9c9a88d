using Hourglass.Data.Images;
using Hourglass.Tasks;

namespace Hourglass.Tests.Tasks;

public sealed class EdgesTests
{
    [Fact]
    public void AFlatPictureHasNoEdgesAndAStepHasOneWhereItIs()
    {
        var (task, picture) = (new Edges { Channels = 1 }, new Planes(1, 24, 32));
        Assert.All(task.Plain(picture, null).Values, value => Assert.Equal(0, value));
        for (var y = 0; y < 24; y++)
            picture.Row(0, y)[16..].Fill(1);
        var edges = task.Plain(picture, null);
        for (var y = 0; y < 24; y++)
        {
            var row = edges.Row(0, y).ToArray();
            Assert.InRange(Array.IndexOf(row, row.Max()), 14, 17);
            Assert.Equal(0, row[0], 1e-4);
            Assert.Equal(0, row[^1], 1e-4);
        }
    }
}
