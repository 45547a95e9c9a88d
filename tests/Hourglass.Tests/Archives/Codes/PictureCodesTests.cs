using Hourglass.Archives;
using Hourglass.Archives.Container;
using Hourglass.Archives.Pixels;
using Hourglass.Runs;

namespace Hourglass.Tests.Archives.Codes;

/// <summary>Codes that lie beside the pictures of an archive; they follow a rule, for nothing is learned here.</summary>
public sealed class PictureCodesTests : IDisposable
{
    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void CodesComeBackWithTheNamesOfTheirPictures()
    {
        _box.Add("images", Pictures.Idx(3, 40, 5, 6));
        _box.Add("text", [1, 2, 3]);
        var report = _box.Pack(GivenVectors.Beside);
        var kept = Assert.Single(report.CodesBeside);
        Assert.Equal((40, 3, 6, 5), (kept.Pictures, kept.Numbers, kept.Width, kept.Height));
        using var archive = Archive.Open(_box.Archive);
        Assert.True(archive.HasCodes);
        var codes = Assert.Single(archive.ReadCodes());
        Assert.Equal((0, 1, 40, 3, 6, 5), (codes.Part, codes.Stream, codes.Count, codes.CodeLength, codes.Width, codes.Height));
        Assert.Equal("images/00039.png", codes.NameOf(39));
        Assert.Equal((7, -1), (codes.IndexOf("images/00007.png"), codes.IndexOf("images")));
        var pixels = File.ReadAllBytes(Path.Combine(_box.Data, "images")).AsSpan(16).ToArray().Chunk(30).ToArray();
        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(GivenVectors.CodeOf(pixels[i].Select(value => (int)value)), codes[i].ToArray()));
        Assert.Equal(codes[2].ToArray().Select(value => (float)value), codes.ToArray()[6..9]);
    }

    [Fact]
    public void APlantedNearDuplicateIsTheNearestAndAStrangePictureTheFirstOutlier()
    {
        for (var i = 0; i < 40; i++)
            _box.Add($"{i:D2}.pgm", Pictures.Pnm(Flat((ushort)(i / 4), (ushort)(i % 4))));
        _box.Add("again.pgm", Pictures.Pnm(Flat(6, 1)));
        _box.Add("strange.pgm", Pictures.Pnm(Flat(200, 200)));
        _box.Pack(GivenVectors.Beside);
        using var archive = Archive.Open(_box.Archive);
        var codes = Assert.Single(archive.ReadCodes());
        var near = codes.Nearest(codes.IndexOf("again.pgm"), 5);
        Assert.Equal(new CodeNeighbor("25.pgm", 0), near[0]);
        Assert.Equal(5, near.Count);
        Assert.Equal(near.OrderBy(neighbor => neighbor.Distance), near);
        Assert.Equal(41, codes.Nearest(0, 100).Count);
        var ranked = CodeOutliers.Rank(codes, threads: 2);
        Assert.Equal("strange.pgm", ranked.Pictures[0].Name);
        Assert.Equal(42, ranked.Pictures.Count);
        Assert.Equal("again.pgm", ranked.Pictures.Single(picture => picture.Name == "25.pgm").Nearest);
        var strange = codes.IndexOf("strange.pgm");
        Assert.Equal(codes.Nearest(strange, CodeOutliers.Neighbors).Average(neighbor => neighbor.Distance), ranked.Pictures[0].Score, 1e-9);
    }

    [Fact]
    public void CodesTakeNothingFromThePicturesAndNothingIsWrittenWithoutThem()
    {
        _box.Add("images", Pictures.Idx(3, 40, 5, 6));
        _box.Pack(GivenVectors.Beside);
        var whole = _box.Unpack();
        _box.Pack(GivenVectors.Beside with { CodeLength = null });
        Assert.Equal(whole, _box.Unpack());
        using var archive = Archive.Open(_box.Archive);
        Assert.False(archive.HasCodes);
        Assert.Empty(archive.ReadCodes());
        Assert.DoesNotContain(archive.Describe().Parts[0].Sections, section => section.Kind is SectionKind.Codes or SectionKind.Model);
    }

    [Fact]
    public void PreviewsAreWhatTheDecoderMakesOfTheCodes()
    {
        _box.Add("images", Pictures.Idx(3, 40, 5, 6));
        for (var i = 0; i < 33; i++)
            _box.Add($"color/{i}.png", Pictures.Png(Pictures.Drawn(6, 5, 3, 256, (ulong)i), 2));
        _box.Pack(GivenVectors.Beside);
        var previews = _box.Unpack(options: new UnpackOptions { Previews = true });
        Assert.Equal(73, previews.Count);
        using var archive = Archive.Open(_box.Archive);
        var grey = archive.ReadCodes().Single(codes => codes.NameOf(0).StartsWith("images", StringComparison.Ordinal));
        var drawn = GivenVectors.Codec(1, 6, 5).Draw(grey[4].ToArray());
        Assert.Equal(drawn.Samples, Hourglass.Data.Png.Decode(previews["images/00004.png"]).Interleaved);
        Assert.Equal(["color/7.png"], _box.Unpack(options: new UnpackOptions { Previews = true, Only = ["color/7*"] }).Keys);
        Assert.Equal(40, _box.Unpack(options: new UnpackOptions { Previews = true, Only = ["images"] }).Count);
    }

    [Fact]
    public void PicturesOfSeveralSizesAreScaledAndThoseInBandsAreOne()
    {
        for (var i = 0; i < 33; i++)
            _box.Add($"{i:D2}.pgm", Pictures.Pnm(Flat((ushort)(3 * i), 9, width: 10 + i, height: 70)));
        _box.Add("banded.pgm", Pictures.Pnm(Flat(99, 9, width: 2100, height: 2100)));
        _box.Pack(GivenVectors.Beside);
        using var archive = Archive.Open(_box.Archive);
        var codes = Assert.Single(archive.ReadCodes());
        Assert.Equal((34, 32, 32, "banded.pgm"), (codes.Count, codes.Width, codes.Height, codes.NameOf(33)));
        Assert.Equal(2, archive.Parts[0].Contents.Entries[33].Pictures!.Bands);
        // The first number of a code is the first sample, which scaling to another size leaves alone where all around it is the same.
        Assert.All(Enumerable.Range(0, 33), i => Assert.Equal(3 * i, codes[i][0]));
        Assert.Equal(99, codes[33][0]);
        Assert.True(Box.Verify(File.ReadAllBytes(_box.Archive)).Passed);
        Assert.Equal(35, archive.Parts[0].Contents.LengthOf(1));
    }

    [Fact]
    public void FewPicturesAndPalettesGetNoneAndANoteSaysSo()
    {
        _box.Add("images", Pictures.Idx(3, 31, 5, 6));
        for (var i = 0; i < 40; i++)
            _box.Add($"{i}.png", Pictures.Png(Pictures.Drawn(6, 5, 1, 16, (ulong)i), 3));
        var report = _box.Pack(GivenVectors.Beside);
        Assert.Empty(report.CodesBeside);
        Assert.Equal(2, report.Notes.Count);
        Assert.Contains(report.Notes, note => note.EndsWith("of 32 or more, and these are 31", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.StartsWith("pictures with palettes get no codes", StringComparison.Ordinal));
        using var archive = Archive.Open(_box.Archive);
        Assert.False(archive.HasCodes);
    }

    [Fact]
    public void LevelsAreBroughtTo256()
    {
        for (var i = 0; i < 32; i++)
            _box.Add($"{i:D2}.pgm", Pictures.Pnm(Plain(6, 5, 65536, (ushort)(257 * i))));
        _box.Pack(GivenVectors.Beside);
        using var archive = Archive.Open(_box.Archive);
        var codes = Assert.Single(archive.ReadCodes());
        Assert.All(Enumerable.Range(0, 32), i => Assert.Equal(i, codes[i][0]));
    }

    [Fact]
    public void AnAppendedPartHasCodesOfItsOwn()
    {
        _box.Add("images", Pictures.Idx(3, 40, 5, 6));
        _box.Pack(GivenVectors.Beside);
        File.WriteAllBytes(_box.Path("more"), Pictures.Idx(8, 50, 7, 9));
        ArchivePacker.Append(_box.Path("more"), _box.Archive, GivenVectors.Beside);
        File.WriteAllBytes(_box.Path("last"), Pictures.Idx(9, 50, 7, 9));
        ArchivePacker.Append(_box.Path("last"), _box.Archive, Box.Quick);
        using var archive = Archive.Open(_box.Archive);
        Assert.Equal([(0, 40, 6), (1, 50, 9)], archive.ReadCodes().Select(codes => (codes.Part, codes.Count, codes.Width)));
        Assert.True(Box.Verify(File.ReadAllBytes(_box.Archive)).Passed);
    }

    [Fact]
    public void CodesAreWrittenAsATable()
    {
        _box.Add("images", Pictures.Idx(3, 40, 5, 6));
        _box.Pack(GivenVectors.Beside);
        using var archive = Archive.Open(_box.Archive);
        var codes = archive.ReadCodes()[0];
        CodeFile.Write(_box.Path("codes.csv"), codes);
        var lines = File.ReadAllLines(_box.Path("codes.csv"));
        Assert.Equal("name,label,c0,c1,c2", lines[0]);
        Assert.Equal($"images/00003.png,,{string.Join(',', codes[3].ToArray())}", lines[4]);
        CodeFile.Write(_box.Path("codes.npy"), codes);
        foreach (var file in new[] { "codes.csv", "codes.npy" })
        {
            using var data = CodeFile.Open(_box.Path(file));
            var row = new float[3];
            data.Read(39, row);
            Assert.Equal(codes[39].ToArray().Select(value => (float)value), row);
        }
    }

    [Fact]
    public void AModelOfCodesIsNoNetworkForAnotherArchive()
    {
        _box.Add("images", Pictures.Idx(3, 40, 5, 6));
        _box.Pack(GivenVectors.Beside);
        Assert.Equal("the number of models", Assert.Throws<ArchiveFormatException>(() => ArchiveModels.Read(_box.Archive)).Field);
    }

    private static Raster Flat(ushort first, ushort rest, int width = 6, int height = 5)
    {
        var picture = Plain(width, height, 256, rest);
        for (var i = 0; i < picture.Samples.Length; i++)
        {
            if (i % width < width / 2)
                picture.Samples[i] = first;
        }

        return picture;
    }

    private static Raster Plain(int width, int height, int levels, ushort sample)
    {
        var picture = new Raster(width, height, 1, levels);
        Array.Fill(picture.Samples, sample);
        return picture;
    }
}
