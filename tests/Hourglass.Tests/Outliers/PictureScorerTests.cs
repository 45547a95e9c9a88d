using Hourglass.Data;
using Hourglass.Numerics;
using Hourglass.Outliers.Pictures;

namespace Hourglass.Tests.Outliers;

public sealed class PictureScorerTests
{
    private const int Side = 72;

    private static readonly SampleShape Shape = new(1, Side, Side);

    [Fact]
    public void ABlobOnStripesIsFoundWhereItIs()
    {
        var random = new Rng(5);
        var scorer = PatchOutliers.Fit([.. Enumerable.Range(0, 18).SelectMany(_ => Stripes(random))], Shape, (0, 255), seed: 1, threads: 2);
        float[] normal = Stripes(random), strange = Stripes(random);
        for (var y = 30; y < 38; y++)
        {
            for (var x = 42; x < 50; x++)
                strange[y * Side + x] = (x + y) % 2 * 255;
        }

        var scores = scorer.Score([.. normal, .. strange]);
        Assert.True(scores[1].Score > scores[0].Score + 2, $"{scores[1].Score} beside {scores[0].Score}");
        Assert.InRange(scores[1].PValue, 1.0 / 19, 2.0 / 19);
        var (peakX, peakY) = scores[1].Heat!.Peak;
        Assert.InRange(peakX, 36, 56);
        Assert.InRange(peakY, 24, 44);
    }

    [Fact]
    public void OtherDigitsAreStrangerThanTheOneThatWasLearned()
    {
        using var data = DataSets.Open("digits");
        var indices = Enumerable.Range(0, 1500).ToArray();
        var normal = indices.Where(i => i < 1000 && data.LabelOf(i) == 3).ToArray();
        var asked = indices.Where(i => i >= 1000).ToArray();
        var scorer = OneClassCodes.Fit(Read(data, normal), data.Shape, (0, 255), seed: 1, threads: 2);
        var scores = scorer.Score(Read(data, asked));
        var (own, others) = (new List<double>(), new List<double>());
        for (var i = 0; i < asked.Length; i++)
            (data.LabelOf(asked[i]) == 3 ? own : others).Add(scores[i].Score);
        Assert.True(own.Average(a => others.Average(b => b > a ? 1.0 : 0)) > 0.95);
    }

    [Fact]
    public void ThePValueIsTheShareOfNormalPicturesThatAreAsStrange()
    {
        var held = new HeldOut([1, 2, 3, 4]);
        Assert.Equal(1.0, held.PValue(0));
        Assert.Equal(3 / 5.0, held.PValue(3));
        Assert.Equal(1 / 5.0, held.PValue(9));
        Assert.Equal(0, held.Standardized(2.5));
    }

    [Fact]
    public void CodesOfVectorsKeepNeighborsTogether()
    {
        float[] samples = [0, 0, 0.1f, 0, 9, 9, 9.1f, 9];
        var codes = PictureCodes.Learn(samples, SampleShape.Vector(2), (0, 10), seed: 1, threads: 1).Encode(samples, 2, threads: 1);
        Assert.Equal([1, 0, 3, 2], NearestOthers(codes, codes.Length / 4));
    }

    private static int[] NearestOthers(float[] codes, int length) =>
    [
        .. Enumerable.Range(0, codes.Length / length).Select(i => Enumerable.Range(0, codes.Length / length).Where(j => j != i)
            .MinBy(j => Enumerable.Range(0, length).Sum(k => Math.Pow(codes[i * length + k] - codes[j * length + k], 2)))),
    ];

    private static float[] Read(DataSet data, int[] indices)
    {
        var samples = new float[indices.Length * data.Shape.Size];
        data.Read(indices, samples);
        return samples;
    }

    private static float[] Stripes(Rng random)
    {
        var (picture, shift) = (new float[Side * Side], random.NextInt(12));
        for (var i = 0; i < picture.Length; i++)
            picture[i] = (i % Side + shift) / 6 % 2 * 255;
        return picture;
    }
}
