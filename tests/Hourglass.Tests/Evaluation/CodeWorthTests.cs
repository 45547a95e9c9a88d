using CsCheck;
using Hourglass.Evaluation;
using Hourglass.Numerics;

namespace Hourglass.Tests.Evaluation;

public sealed class CodeWorthTests
{
    [Fact]
    public void TheNearestAreThoseOfEveryDistanceTaken() =>
        Gen.Select(Gen.Int[1, 1300], Gen.Int[1, 80], Gen.Int[1, 20], Gen.ULong[0, 1000]).Sample((count, asked, length, seed) =>
        {
            float[] codes = Given.Normals(count * length, seed), queries = Given.Normals(asked * length, seed + 1);
            for (var i = 0; i < codes.Length; i++)
                codes[i] += 30; // a mean far from zero
            for (var i = 0; i < queries.Length; i++)
                queries[i] += 30;
            var found = NearestNeighbors.Find(codes, queries, length, 5);
            var voters = Math.Min(5, count);
            Assert.Equal(asked * voters, found.Length);
            for (var q = 0; q < asked; q++)
            {
                var distances = Enumerable.Range(0, count).Select(i => Distance(codes, i, queries, q, length)).ToArray();
                var nearest = distances.Order().Take(voters).ToArray();
                Assert.Equal(voters, found.AsSpan(q * voters, voters).ToArray().Distinct().Count());
                for (var k = 0; k < voters; k++)
                    Assert.Equal(nearest[k], distances[found[q * voters + k]], 1e-3);
            }
        }, iter: 20);

    [Fact]
    public void TheMajorityWinsAndTheNearerOneWhenVotesAreEqual()
    {
        float[] codes = [0, 1, 2, 3, 4];
        Assert.Equal([7], NearestNeighbors.Classify(codes, [3, 7, 7, 7, 3], [0f], 1));
        Assert.Equal([3], NearestNeighbors.Classify(codes, [3, 7, 7, 3, 5], [0f], 1));
        Assert.Equal([7], NearestNeighbors.Classify(codes, [3, 7, 7, 3, 5], [1.2f], 1));
        Assert.Equal([3, 7], NearestNeighbors.Classify([0, 10], [3, 7], [1f, 9f], 1));
    }

    [Fact]
    public void CodesThatAreNotNumbersStillGetAnAnswer() =>
        Assert.Equal([4], NearestNeighbors.Classify([float.NaN, float.NaN], [4, 4], [float.NaN], 1));

    [Fact]
    public void LengthsThatDoNotFitAreRefused()
    {
        Assert.Throws<ArgumentException>(() => NearestNeighbors.Classify([], [], [1f], 1));
        Assert.Throws<ArgumentException>(() => NearestNeighbors.Classify([1f, 2f, 3f], [0], [1f], 2));
        Assert.Throws<ArgumentException>(() => LinearProbe.Fit([1f, 2f, 3f], [0], 2));
    }

    [Fact]
    public void ALineSeparatesWhatALineCanSeparate()
    {
        var (codes, labels) = Clusters(300, 6, 3, spread: 0.5f, stream: 1);
        var (asked, expected) = Clusters(300, 6, 3, spread: 0.5f, stream: 2);
        Assert.Equal(expected, LinearProbe.Fit(codes, labels, 6).Classify(asked));
    }

    [Fact]
    public void ScaleAndOffsetOfAValueDoNotMatterToTheProbe()
    {
        var (codes, labels) = Clusters(300, 4, 3, spread: 3, stream: 1);
        var moved = codes.Select((value, i) => i % 4 == 2 ? value * 1000 - 500 : value).ToArray();
        var same = LinearProbe.Fit(codes, labels, 4).Classify(codes).Zip(LinearProbe.Fit(moved, labels, 4).Classify(moved)).Count(pair => pair.First == pair.Second);
        Assert.InRange(same, 297, 300);
    }

    [Fact]
    public void AConstantValueAndASingleLabelAreNoProblemToTheProbe()
    {
        Assert.Equal([0, 1], LinearProbe.Fit([5, 0, 5, 1, 5, 0, 5, 1], [0, 1, 0, 1], 2).Classify([5, 0, 5, 1]));
        Assert.Equal([2, 2], LinearProbe.Fit([5, 6], [2, 2], 1).Classify([5, 6]));
    }

    [Fact]
    public void TheMinimumOfABadlyScaledConvexFunctionIsFound()
    {
        var minimum = QuasiNewton.Minimize(Quartic, 3);
        Assert.Equal(1, minimum[0], 1e-2);
        Assert.Equal(-2, minimum[1], 1e-2);
        Assert.Equal(0.5, minimum[2], 1e-2);

        static double Quartic(ReadOnlySpan<double> point, Span<double> gradient)
        {
            double[] at = [1, -2, 0.5], weight = [1, 100, 10];
            var value = 0.0;
            for (var i = 0; i < 3; i++)
            {
                var difference = point[i] - at[i];
                value += weight[i] * (difference * difference + difference * difference * difference * difference);
                gradient[i] = weight[i] * (2 * difference + 4 * difference * difference * difference);
            }

            return value;
        }
    }

    [Fact]
    public void HalvesAreDisjointCoverEverythingAndRepeat()
    {
        var labels = Enumerable.Range(0, 101).Select(i => i % 3).ToArray();
        using var data = Given.InMemory(new float[101], SampleShape.Vector(1), labels);
        var halves = CodeWorth.Halves(data, 1000, 5)!;
        Assert.Equal(Enumerable.Range(0, 101), halves.Taught!.Concat(halves.Asked!).Order());
        Assert.Equal(halves.Asked!.Select(i => labels[i]), halves.AskedLabels);
        Assert.Equal(halves.Taught, CodeWorth.Halves(data, 1000, 5)!.Taught);
        Assert.Equal(10, CodeWorth.Halves(data, 10, 5)!.Taught!.Length);
        Assert.Null(CodeWorth.Halves(data.Subset([0]), 10, 5));
    }

    [Fact]
    public void LabelsAreMatchedByName()
    {
        using var cats = Named(["cat", "dog"], [0, 1, 1, 0]);
        using var dogs = Named(["dog", "cow", "cat"], [0, 2, 1, 0]);
        var worth = CodeWorth.Between(cats, dogs);
        Assert.Equal([0, 1, 1, 0], worth.TaughtLabels);
        Assert.Equal([1, 0, 2, 1], worth.AskedLabels);
        var (knn, probe) = worth.Of([0, 10, 11, 1], [10, 0, 5, 11], 1, CancellationToken.None);
        Assert.Equal(0.75, probe);
        Assert.InRange(knn, 0, 0.75); // nobody taught what a cow is

        static Hourglass.Data.DataSet Named(string[] names, int[] labels)
        {
            using var plain = Given.InMemory(new float[4], SampleShape.Vector(1), labels);
            return new(new Nothing(), labels) { Name = "x", Count = 4, Shape = plain.Shape, LabelNames = names };
        }
    }

    private static (float[] Codes, int[] Labels) Clusters(int count, int length, int clusters, float spread, ulong stream)
    {
        float[] centers = Given.Normals(clusters * length, 99), noise = Given.Normals(count * length, stream);
        var labels = Enumerable.Range(0, count).Select(i => i % clusters).ToArray();
        return ([.. noise.Select((value, i) => 4 * centers[labels[i / length] * length + i % length] + spread * value)], labels);
    }

    private static double Distance(float[] codes, int i, float[] queries, int q, int length) =>
        Enumerable.Range(0, length).Sum(k => Math.Pow((double)codes[i * length + k] - queries[q * length + k], 2));

    private sealed class Nothing : Hourglass.Data.IDataSource
    {
        public void Read(int index, Span<float> destination) => destination.Clear();

        public void Dispose()
        {
        }
    }
}
