using CsCheck;
using Hourglass.Archives;
using Hourglass.Archives.Container;
using Hourglass.Archives.Files;
using Hourglass.Tests.Data;

namespace Hourglass.Tests.Archives;

public sealed class BoundTests
{
    [Fact]
    public void NoSampleOfAnyStreamIsFurtherOffThanAllowed() =>
        Gen.Select(Gen.Int[2, 65536], Gen.Int[0, 127], Gen.Double.Unit).Sample((levels, error, at) =>
        {
            var allowed = new PackOptions { MaxError = error }.ErrorOf(levels);
            var stream = new StreamLayout(1, levels, (2 * allowed) + 1);
            var sample = (int)(at * (levels - 1));
            foreach (var value in new[] { 0, 1, sample, levels - 2, levels - 1 })
            {
                Assert.InRange(stream.Code(value), 0, stream.CodedLevels - 1);
                Assert.InRange(Math.Abs(stream.Sample(stream.Code(value)) - value), 0, allowed);
                Assert.True(allowed * 255L <= error * (levels - 1L));
            }

            Assert.Equal(0, stream.Sample(stream.Code(0)));
        }, iter: 2000);

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(127)]
    public void FilesComeBackWithinTheBoundAndPalettesExactly(int error)
    {
        using var box = new Box();
        var noise = Pictures.Idx(1, 9, 16, 16);
        TemporaryFolder.Values(3, noise.Length - 16).CopyTo(noise.AsSpan(16));
        var deep = Pictures.Drawn(9, 9, 1, 65536, 4);
        var palette = Pictures.Png(Pictures.Drawn(9, 9, 1, 256, 5), PngForm.Palette);
        box.Add("noise", noise);
        box.Add("deep.pgm", Pictures.Pnm(deep));
        box.Add("palette.png", palette);
        box.Add("text", [1, 2, 3]);
        var report = box.Pack(Box.Quick with { MaxError = error });
        var files = box.Unpack();
        Assert.Equal(noise[..16], files["noise"][..16]);
        Assert.Equal(error, report.Summary.Streams.First(stream => stream.Levels == 256 && stream.WorstError > 0).WorstError);
        Assert.All(noise.Zip(files["noise"]), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, error));
        Assert.Equal(PngFile.Read(palette, 100).Pixels.Samples, PngFile.Read(files["palette.png"], 100).Pixels.Samples);
        Assert.Equal([1, 2, 3], files["text"]);
        var verified = ArchiveVerifier.Verify(box.Archive, box.Data);
        Assert.True(verified.Passed);
        Assert.Equal((0, 4), (verified.Comparison!.Violations, verified.Comparison.Equal));
        Assert.Equal(257 * error, verified.Comparison.WorstError, 257.0);
    }

    [Fact]
    public void VerifyAgainstOtherDataSaysWhatDiffers()
    {
        using var box = new Box();
        box.Add("images", Pictures.Idx(1, 3, 4, 5));
        box.Add("same.png", Pictures.Png(Pictures.Drawn(4, 4, 1, 256, 1), 0));
        box.Add("other.png", Pictures.Png(Pictures.Drawn(4, 4, 1, 256, 1), 0));
        box.Add("text", [1, 2, 3]);
        box.Add("longer", [1]);
        box.Add("gone", [1]);
        box.Pack();
        var images = Pictures.Idx(1, 3, 4, 5);
        images[20] ^= 1;
        box.Add("images", images);
        box.Add("other.png", Pictures.Png(Pictures.Drawn(4, 5, 1, 256, 1), 0));
        box.Add("text", [1, 9, 3]);
        box.Add("longer", [1, 2]);
        box.Add("new", []);
        File.Delete(Path.Combine(box.Data, "gone"));
        var comparison = ArchiveVerifier.Verify(box.Archive, box.Data).Comparison!;
        Assert.False(comparison.Agrees);
        Assert.Equal(["images", "longer", "other.png", "text"], comparison.Different.Select(different => different.Name).Order());
        Assert.Equal(["new"], comparison.Missing);
        Assert.Equal(["gone"], comparison.Extra);
        Assert.Equal((1, 1), (comparison.Equal, comparison.Violations));
    }
}
