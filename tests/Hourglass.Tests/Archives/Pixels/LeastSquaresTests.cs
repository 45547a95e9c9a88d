using Hourglass.Archives.Pixels;
using Hourglass.Numerics;

namespace Hourglass.Tests.Archives.Pixels;

public sealed class LeastSquaresTests
{
    [Fact]
    public void WeightsThatHoldAreFound()
    {
        // The target is half the first feature and a quarter of the second.
        var random = new Rng(1);
        var squares = new LeastSquares(3, 4, 5, 2);
        squares.BeginPicture(40);
        var (error, count) = (0, 0);
        for (var y = 0; y < 40; y++)
        {
            squares.BeginRow();
            for (var x = 0; x < 40; x++)
            {
                int[] features = [random.NextInt(400) - 200, random.NextInt(400) - 200, random.NextInt(400) - 200];
                var target = (features[0] / 2) + (features[1] / 4);
                var predicted = squares.Predict(x, features, 0);
                squares.Learn(x, features, target);
                if (y < 5)
                    continue;
                error += Math.Abs(predicted - target);
                count++;
            }
        }

        Assert.InRange((double)error / count, 0, 3);
    }

    [Fact]
    public void ExtremesStayInRange()
    {
        var squares = new LeastSquares(10, 2, 3, 2);
        squares.BeginPicture(30);
        for (var y = 0; y < 30; y++)
        {
            squares.BeginRow();
            for (var x = 0; x < 30; x++)
            {
                int[] features = [.. Enumerable.Range(0, 10).Select(i => (x + y + i) % 2 == 0 ? 255 : -255)];
                Assert.InRange(squares.Predict(x, features, 4), -(1 << 24), 1 << 24);
                squares.Learn(x, features, x % 2 == 0 ? 255 : -255);
            }
        }
    }
}
