using Hourglass.Data;
using Hourglass.Data.Images;

namespace Hourglass.Tests.Data.Images;

public sealed class PhotographTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void PicturesKeepTheirSizesAndPartsAreCutFromThem()
    {
        _folder.WritePicture("a.png", 7, 10, 6);
        _folder.WritePicture("b/c.png", 8, 5, 9);
        using var photographs = Photographs.Open(_folder.Path, channels: 1);
        Assert.Equal(["a.png", "b/c.png"], Enumerable.Range(0, photographs.Count).Select(photographs.NameOf));
        Assert.Equal(((6, 10), (9, 5)), (photographs.SizeOf(0), photographs.SizeOf(1)));
        var values = TemporaryFolder.Values(7, 60);
        var whole = photographs.Read(0);
        Assert.Equal(values.Select(value => value / 255f), whole.Values, (a, b) => Math.Abs(a - b) < 1e-6);
        var part = photographs.Cut(0, top: 2, left: 3, height: 3, width: 4);
        for (var y = 0; y < 3; y++)
            Assert.Equal(whole.Row(0, 2 + y).Slice(3, 4).ToArray(), part.Row(0, y).ToArray());
    }

    [Fact]
    public void GreyPicturesAreShownInThreeChannelsAndColorOnesInOne()
    {
        _folder.WritePicture("grey.png", 1);
        using (var color = Photographs.Open(_folder.Path, channels: 3))
            Assert.Equal(color.Read(0).Plane(0).ToArray(), color.Read(0).Plane(2).ToArray());
        _folder.WritePicture("grey.png", 1, channels: 3);
        using var grey = Photographs.Open(_folder.Path, channels: 1);
        Assert.Equal(64, grey.Read(0).Values.Length);
    }

    [Fact]
    public void WhatIsNoPictureIsNamedAndLeftOutOrStopsStrictReading()
    {
        _folder.WritePicture("a.png", 1);
        _folder.Write("b.png", "no picture"u8.ToArray());
        _folder.WritePicture("c.png", 3);
        using var photographs = Photographs.Open(_folder.Path, 1);
        Assert.Equal(2, photographs.Count);
        Assert.Equal("c.png", photographs.NameOf(1));
        Assert.Equal("b.png", Assert.Single(photographs.Problems).Name);
        var error = Assert.Throws<DataException>(() => Photographs.Open(_folder.Path, 1, new DataOptions { Strict = true }));
        Assert.Contains("the first: b.png", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAnyPictureThereIsNothing()
    {
        Assert.Throws<DataException>(() => Photographs.Open(_folder.Path, 1));
        _folder.Write("a.png", "no picture"u8.ToArray());
        Assert.Throws<DataException>(() => Photographs.Open(_folder.Path, 1));
        Assert.Throws<DataException>(() => Photographs.Open(Path.Combine(_folder.Path, "missing"), 1));
    }

    [Fact]
    public void PairsAreFoundByNameWhateverTheirEndings()
    {
        _folder.WritePicture("input/1.png", 1);
        _folder.Write("target/1.pgm", [.. "P5 8 8 255\n"u8, .. TemporaryFolder.Values(2, 64)]);
        _folder.WritePicture("input/deep/2.png", 3, channels: 3);
        _folder.WritePicture("target/deep/2.png", 4);
        using var pairs = PhotographPairs.Open(_folder.Path, inputChannels: 3, targetChannels: 1);
        Assert.Equal(2, pairs.Count);
        Assert.Empty(pairs.Problems);
        for (var i = 0; i < 2; i++)
            Assert.Equal(Path.ChangeExtension(pairs.Inputs.NameOf(pairs[i].Input), null), Path.ChangeExtension(pairs.Targets.NameOf(pairs[i].Target), null));
    }

    [Fact]
    public void WhatMakesNoPairIsNamedAndLeftOutOrStopsStrictReading()
    {
        WriteFaults();
        using var pairs = PhotographPairs.Open(_folder.Path, 1, 1);
        Assert.Equal("good.png", pairs.Inputs.NameOf(pairs[0].Input));
        Assert.Equal(1, pairs.Count);
        Assert.Equal(
            [
                ("input/alone.png", "has no partner in target"),
                ("input/broken.png", "is no picture"),
                ("input/size.png", "is 8x8, its partner 9x8"),
                ("target/broken.png", "has no partner in input"),
                ("target/lonely.png", "has no partner in input"),
            ],
            pairs.Problems.OrderBy(problem => problem.Name, StringComparer.Ordinal).Select(problem => (problem.Name, problem.Reason.StartsWith("is no picture", StringComparison.Ordinal) ? "is no picture" : problem.Reason)));
        Assert.Throws<DataException>(() => PhotographPairs.Open(_folder.Path, 1, 1, new DataOptions { Strict = true }));
    }

    [Fact]
    public void AMissingPartnerOrUnequalSizesAloneStopStrictReading()
    {
        _folder.WritePicture("input/good.png", 1);
        _folder.WritePicture("target/good.png", 2);
        _folder.WritePicture("input/alone.png", 3);
        var strict = new DataOptions { Strict = true };
        Assert.Contains("input/alone.png has no partner", Assert.Throws<DataException>(() => PhotographPairs.Open(_folder.Path, 1, 1, strict)).Message, StringComparison.Ordinal);
        _folder.WritePicture("target/alone.png", 3, width: 9);
        Assert.Contains("is 8x8, its partner 9x8", Assert.Throws<DataException>(() => PhotographPairs.Open(_folder.Path, 1, 1, strict)).Message, StringComparison.Ordinal);
        _folder.WritePicture("target/alone.png", 3);
        using var pairs = PhotographPairs.Open(_folder.Path, 1, 1, strict);
        Assert.Equal(2, pairs.Count);
    }

    [Fact]
    public void WithoutBothFoldersOrWithoutAPairThereIsNothing()
    {
        _folder.WritePicture("input/a.png", 1);
        Assert.Contains("has no folders input and target", Assert.Throws<DataException>(() => PhotographPairs.Open(_folder.Path, 1, 1)).Message, StringComparison.Ordinal);
        _folder.WritePicture("target/b.png", 1);
        Assert.Contains("No pair is left", Assert.Throws<DataException>(() => PhotographPairs.Open(_folder.Path, 1, 1)).Message, StringComparison.Ordinal);
    }

    private void WriteFaults()
    {
        _folder.WritePicture("input/good.png", 1);
        _folder.WritePicture("target/good.png", 2);
        _folder.WritePicture("input/alone.png", 3);
        _folder.WritePicture("target/lonely.png", 4);
        _folder.WritePicture("input/size.png", 5);
        _folder.WritePicture("target/size.png", 6, width: 9);
        _folder.Write("input/broken.png", "no picture"u8.ToArray());
        _folder.WritePicture("target/broken.png", 7);
    }
}
