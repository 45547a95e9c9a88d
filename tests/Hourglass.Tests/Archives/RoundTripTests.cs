using System.Formats.Tar;
using System.IO.Compression;
using CsCheck;
using Hourglass.Archives;
using Hourglass.Archives.Files;
using Hourglass.Data;
using Hourglass.Tests.Data;

namespace Hourglass.Tests.Archives;

public sealed class RoundTripTests
{
    private static readonly Gen<string> s_names = Pick("a", "b.txt", "Ünï cödé", "x.y.z", "-o", "%41", "a'b", "日本")
        .Array[1, 3].Select(parts => string.Join('/', parts.Select((part, i) => i < parts.Length - 1 ? "folder " + part : part)));

    private static readonly Gen<byte[]> s_contents = Gen.OneOf(
        Gen.Byte.Array[0, 300],
        Gen.Const(new byte[5000]),
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 9], Gen.Int[1, 9]).Select((n, h, w) => Pictures.Idx(1, n, h, w)),
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Pick(1, 3), Pick(2, 100, 256, 1000, 65536)).Select((w, h, c, levels) => Pictures.Pnm(Pictures.Drawn(w, h, c, levels, 2))),
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Pick(1, 3, 4), Gen.Bool).Select((w, h, c, down) => Pictures.Bmp(Pictures.Drawn(w, h, c, 256, 3), down)));

    [Fact]
    public void AnyFolderComesBackByteByByte() => Gen.Dictionary(s_names, s_contents)[0, 8].Sample(files =>
    {
        using var box = new Box();
        foreach (var (name, bytes) in files)
            box.Add(name, bytes);
        box.Pack();
        Assert.Equal(new SortedDictionary<string, byte[]>(files, StringComparer.Ordinal), box.Unpack());
    }, iter: 60, threads: 1);

    public static TheoryData<byte, int> Forms() => new(
        from colorType in new byte[] { 0, 2, 3, 4, 6 }
        from depth in new[] { 1, 2, 4, 8, 16 }
        where PngForm.Fits(colorType, depth)
        select (colorType, depth));

    [Theory]
    [MemberData(nameof(Forms))]
    public void APngOfEveryFormKeepsItsPixelsAndMetadata(byte colorType, int bitDepth)
    {
        using var box = new Box();
        var picture = Pictures.Drawn(13, 7, PngForm.Channels(colorType), 1 << bitDepth, 5);
        box.Add("a.png", Pictures.Png(picture, colorType));
        Assert.Equal(1, box.Pack().Pictures);
        var read = PngFile.Read(box.Unpack()["a.png"], 1000);
        var given = PngFile.Read(File.ReadAllBytes(Path.Combine(box.Data, "a.png")), 1000);
        Assert.Equal(picture.Samples, read.Pixels.Samples);
        Assert.Equal((given.ColorType, given.Pixels.Levels), (read.ColorType, read.Pixels.Levels));
        Assert.Equal(given.Before.ToArray(), read.Before.ToArray());
        Assert.Equal(given.After.ToArray(), read.After.ToArray());
    }

    [Theory]
    [InlineData(new[] { 3, 5, 4 }, 3)]
    [InlineData(new[] { 3, 5, 4, 3 }, 3)]
    [InlineData(new[] { 3, 2, 5, 6 }, 3)]
    [InlineData(new[] { 3, 7, 5, 6 }, 21)]
    public void IdxOfEveryLayoutComesBack(int[] shape, int pictures)
    {
        using var box = new Box();
        var bytes = Pictures.Idx(9, shape);
        box.Add("images", bytes);
        Assert.Equal(pictures, box.Pack().Pictures);
        Assert.Equal(bytes, box.Unpack()["images"]);
    }

    [Fact]
    public void WhatIsNoPictureComesBackAsBytes()
    {
        using var box = new Box();
        var png = Pictures.Png(Pictures.Drawn(9, 9, 1, 256, 1), 0);
        var bmp = Pictures.Bmp(Pictures.Drawn(9, 9, 3, 256, 1), padding: 7);
        box.Add("cut.png", png[..^20]);
        box.Add("more.png", [.. png, 1]);
        box.Add("padded.bmp", bmp);
        box.Add("short.idx", Pictures.Idx(1, 3, 4, 5)[..^1]);
        box.Add("empty", []);
        box.Add("above.pgm", [.. "P5 2 1 100\n"u8, 50, 101]);
        var report = box.Pack();
        Assert.Equal(0, report.Pictures);
        Assert.Equal(2, report.KeptWhole.Values.Sum());
        Assert.Equal(Box.FilesIn(box.Data), box.Unpack());
    }

    [Fact]
    public void EmptyFoldersComeBack()
    {
        using var box = new Box();
        Directory.CreateDirectory(Path.Combine(box.Data, "a/b"));
        Directory.CreateDirectory(Path.Combine(box.Data, "c"));
        box.Pack();
        Assert.Equal(["a/b/", "c/"], box.Unpack().Keys);
    }

    [Fact]
    public void LargePicturesAreCutIntoBandsAndComeBack()
    {
        using var box = new Box();
        var picture = Pictures.Drawn(3001, 1500, 1, 256, 3);
        Array.Clear(picture.Samples, 0, 4_000_000);
        box.Add("large.pgm", Pictures.Pnm(picture));
        box.Add("large.png", Pictures.Png(picture, 0));
        box.Add("large.bmp", Pictures.Bmp(picture));
        box.Pack(Box.Quick with { Verify = false });
        var files = box.Unpack();
        Assert.Equal(File.ReadAllBytes(Path.Combine(box.Data, "large.pgm")), files["large.pgm"]);
        Assert.Equal(File.ReadAllBytes(Path.Combine(box.Data, "large.bmp")), files["large.bmp"]);
        Assert.Equal(picture.Samples, PngFile.Read(files["large.png"], 1 << 24).Pixels.Samples);
    }

    [Fact]
    public void OnePictureOfManyIsTakenOutAsPng()
    {
        using var box = new Box();
        var bytes = Pictures.Idx(4, 200, 6, 5);
        box.Add("set/images", bytes);
        box.Pack(Box.Quick with { Preset = PackPreset.Fast });
        var files = box.Unpack(options: new UnpackOptions { Only = ["set/images/00130.png", "set/images/0000?.png"] });
        Assert.Equal(11, files.Count);
        Assert.Equal(bytes.AsSpan(16 + (130 * 30), 30).ToArray(), Png.Decode(files["set/images/00130.png"]).Interleaved.Select(value => (byte)value));
    }

    [Fact]
    public void PatternsNameFilesAcrossFolders()
    {
        using var box = new Box();
        foreach (var name in new[] { "a/1.txt", "a/2.bin", "b/c/3.txt", "4.txt" })
            box.Add(name, [1]);
        box.Pack();
        Assert.Equal(["4.txt", "a/1.txt", "b/c/3.txt"], box.Unpack(options: new UnpackOptions { Only = ["*.txt"] }).Keys);
        Assert.Equal(["a/2.bin"], box.Unpack(options: new UnpackOptions { Only = ["?/2*"] }).Keys);
    }

    [Fact]
    public void ATarIsItsMembersAndAGzipWhatIsInside()
    {
        using var box = new Box();
        box.Add("tree/one.txt", [1, 2]);
        Directory.CreateDirectory(Path.Combine(box.Data, "tree/empty"));
        using (var stream = File.Create(box.Path("data.tar.gz")))
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            TarFile.CreateFromDirectory(box.Data, gzip, includeBaseDirectory: false);
        ArchivePacker.Pack(box.Path("data.tar.gz"), box.Archive, Box.Quick);
        Assert.Equal(["tree/empty/", "tree/one.txt"], box.Unpack().Keys);

        using (var stream = File.Create(box.Path("images.gz")))
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(Pictures.Idx(1, 2, 3, 4));
        var report = ArchivePacker.Pack(box.Path("images.gz"), box.Archive, Box.Quick);
        Assert.Equal(Pictures.Idx(1, 2, 3, 4), box.Unpack()["images"]);
        Assert.Equal(["images.gz was opened: the archive holds images."], report.Notes);
    }

    [Fact]
    public void NoiseGrowsByLessThanAThousandth()
    {
        using var box = new Box();
        var noise = Pictures.Idx(1, 1000, 28, 28);
        var text = TemporaryFolder.Values(2, 300_000);
        TemporaryFolder.Values(1, noise.Length - 16).CopyTo(noise.AsSpan(16));
        box.Add("images", noise);
        box.Add("random", text);
        var report = box.Pack();
        Assert.True(report.ArchiveBytes <= 1.001 * report.InputBytes, $"{report.ArchiveBytes} of {report.InputBytes}");
    }

    [Fact]
    public void AWellPackedPngDoesNotGrow()
    {
        // Rows that repeat: packing by PNG's own filters and deflate is hard to beat for what looks at few neighbors.
        using var box = new Box();
        for (var i = 0; i < 20; i++)
        {
            var picture = Pictures.Drawn(64, 64, 1, 256, (ulong)i);
            for (var y = 1; y < 64; y++)
                picture.Samples.AsSpan(0, 64).CopyTo(picture.Samples.AsSpan(64 * y));
            box.Add($"{i}.png", Pictures.Png(picture, 0, withMetadata: false));
        }

        var report = box.Pack();
        Assert.True(report.ArchiveBytes <= 1.01 * report.InputBytes, $"{report.ArchiveBytes} of {report.InputBytes}");
    }

    [Fact]
    public void ManySmallPicturesWithMuchBesideTheirPixelsDoNotGrow()
    {
        using var box = new Box();
        for (var i = 0; i < 200; i++)
        {
            using var text = new MemoryStream();
            Png.WriteChunk(text, "tEXt"u8, TemporaryFolder.Values((ulong)i, 600));
            using var file = new MemoryStream();
            var picture = Pictures.Drawn(4, 4, 1, 256, (ulong)i);
            PngFile.Write(file, picture, 0, text.ToArray(), [], PngFile.Pack(picture));
            box.Add($"{i}.png", file.ToArray());
        }

        var report = box.Pack();
        Assert.True(report.ArchiveBytes <= 1.01 * report.InputBytes, $"{report.ArchiveBytes} of {report.InputBytes}");
    }

    [Fact]
    public void AnArchiveInTheFolderThatItIsMadeOfLeavesItselfOut()
    {
        using var box = new Box();
        box.Add("text", [1, 2, 3]);
        var archive = Path.Combine(box.Data, "all.hga");
        for (var i = 0; i < 2; i++)
            ArchivePacker.Pack(box.Data, archive, Box.Quick);
        using var opened = Archive.Open(archive);
        Assert.Equal(["text"], opened.Entries.Select(entry => entry.Name));
        Assert.Equal(["all.hga", "text"], Directory.EnumerateFileSystemEntries(box.Data).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void TheArchiveIsTheSameOnAnyNumberOfThreads()
    {
        using var box = new Box();
        box.Add("images", Pictures.Idx(1, 200, 8, 8));
        box.Add("text", new byte[9_000_000]);
        for (var i = 0; i < 10; i++)
            box.Add($"{i}.png", Pictures.Png(Pictures.Drawn(40, 30, 3, 256, (ulong)i), 2));
        var archives = new[] { 1, 2, 7 }.Select(threads =>
        {
            box.Pack(Box.Quick with { Codecs = null, Threads = threads, Preset = PackPreset.Fast });
            return File.ReadAllBytes(box.Archive);
        }).ToArray();
        Assert.Equal(archives[0], archives[1]);
        Assert.Equal(archives[0], archives[2]);
        Assert.Equal(box.Unpack(reading: new ArchiveOptions { Threads = 1 }), box.Unpack(reading: new ArchiveOptions { Threads = 5 }));
    }

    [Fact]
    public void KnownDigitsComeBackWithTheirLabels()
    {
        using var box = new Box();
        File.WriteAllText(box.Path("note"), "");
        using (var data = DataSets.Open("digits", DataPart.Test))
            Assert.True(data.Count > 0);
        var names = Hourglass.Archives.Packing.SourceTree.Open("digits").Files.Select(file => file.Name);
        Assert.Equal(["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", "train-images-idx3-ubyte", "train-labels-idx1-ubyte"], names);
    }

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
