using System.Formats.Tar;
using Hourglass.Data;
using Hourglass.Data.Images;
using Hourglass.Inference;
using Hourglass.Numerics;
using Hourglass.Runs;
using Hourglass.Tests.Data;
using Hourglass.Tests.Inference;

namespace Hourglass.Tests.Runs;

public sealed class RestoreJobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFolderBecomesAFolderOfTheSameNames()
    {
        _folder.WritePicture("in/a.png", 1, 9, 7);
        _folder.WritePicture("in/deep/er/b.PNG", 2, 5, 6, channels: 3);
        _folder.Write("in/deep/c.ppm", [.. "P6 1 1 255\n"u8, 1, 2, 3]);
        var report = Run(["in"], "out");
        Assert.Equal(3, report.Pictures);
        Assert.Equal((9 * 7 + 5 * 6 + 1) / 1e6, report.Megapixels, 1e-12);
        Assert.Equal(["a.png", "deep/c.png", "deep/er/b.PNG"], Written("out"));
        Assert.Equal(7, Read("out/a.png").Colors.Height);
        Assert.Equal(3, Read("out/deep/er/b.PNG").Colors.Channels);
    }

    [Fact]
    public void OnePictureBecomesOneFileOrOneInAFolder()
    {
        _folder.WritePicture("a.png", 1);
        Run(["a.png"], "x/b.png");
        Run(["a.png"], "y");
        Run(["a.png"], "b.jpg");
        Assert.Equal(["b.png"], Written("x"));
        Assert.Equal(["a.png"], Written("y"));
        Assert.Equal(0xFF, File.ReadAllBytes(At("b.jpg"))[0]);
    }

    [Fact]
    public void EndingsFollowTheFormat()
    {
        _folder.WritePicture("in/a.png", 1);
        _folder.WritePicture("in/b.jpeg", 1); // a PNG by its content
        Run(["in"], "out", plan => plan with { Format = RestoredFormat.Jpeg });
        Assert.Equal(["a.jpg", "b.jpeg"], Written("out"));
    }

    [Fact]
    public void SixteenBitsAndAlphaAreKept()
    {
        var (colors, alpha) = (Noise(3, 10, 12), Noise(1, 10, 12));
        Write("a.png", colors, alpha, 16);
        Run(["a.png"], "out", model: GivenRestorers.Blur(3));
        var result = Read("out/a.png");
        Assert.Equal(16, result.BitDepth);
        for (var i = 0; i < alpha.Values.Length; i++)
            Assert.Equal(alpha.Values[i], result.Alpha!.Values[i], 0.51 / ushort.MaxValue);
        using var model = GivenRestorers.Blur(3);
        var expected = model.Restore(Read("a.png").Colors);
        for (var i = 0; i < expected.Values.Length; i++)
            Assert.Equal(expected.Values[i], result.Colors.Values[i], 0.51 / ushort.MaxValue);
    }

    [Fact]
    public void AlphaGrowsWithTheResult()
    {
        var alpha = new Planes(1, 6, 6);
        alpha.Values.AsSpan(0, 18).Fill(1);
        Write("a.png", Noise(1, 6, 6), alpha, 8);
        Run(["a.png"], "out", model: GivenRestorers.Enlarge());
        var result = Read("out/a.png");
        Assert.Equal((12, 12), (result.Alpha!.Height, result.Alpha.Width));
        Assert.Equal(1, result.Alpha.Row(0, 0)[0], 0.01);
        Assert.Equal(0, result.Alpha.Row(0, 11)[0], 0.01);
    }

    [Fact]
    public void TwoPicturesOfOneNameAreRefusedBeforeAnythingIsWritten()
    {
        _folder.WritePicture("in/a.png", 1);
        _folder.Write("in/a.pgm", [.. "P5 1 1 255\n"u8, 7]);
        Refused("a.pgm, a.png would all become", ["in"], "out");
        _folder.WritePicture("other/a.png", 1);
        Refused("a.png, a.png would all become", ["in/a.png", "other/a.png"], "out");
        Assert.False(Directory.Exists(At("out")));
    }

    [Fact]
    public void WhatIsThereStaysUnlessForced()
    {
        _folder.WritePicture("in/a.png", 1);
        _folder.WritePicture("in/b.png", 1);
        var kept = _folder.Write("out/b.png", [1, 2, 3]);
        Refused("b.png exist already; name another output, or replace with --force", ["in"], "out");
        Assert.Equal(["b.png"], Written("out"));
        Run(["in"], "out", plan => plan with { Force = true });
        Assert.NotEqual(3, new FileInfo(kept).Length);
    }

    [Fact]
    public void ABrokenPictureIsNamedAndTheRestGoesOn()
    {
        _folder.WritePicture("in/a.png", 1);
        _folder.Write("in/b.png", [1, 2, 3]);
        _folder.WritePicture("in/c.png", 1);
        var report = Run(["in"], "out");
        Assert.Equal(2, report.Pictures);
        Assert.Equal("b.png", Assert.Single(report.Problems).Name);
        Assert.Equal(["a.png", "c.png"], Written("out"));
        Refused("b.png is no picture that is read", ["in"], "strict", plan => plan with { Strict = true });
        Assert.Equal(["a.png"], Written("strict"));
    }

    [Fact]
    public void ATarIsReadAndNamesThatLeadOutOfItAreRefused()
    {
        _folder.WritePicture("a.png", 1);
        Tar("good.tar", "x/a.png");
        Tar("bad.tar", "x/../../a.png");
        Run(["good.tar"], "out");
        Assert.Equal(["x/a.png"], Written("out"));
        Refused("leads out of the folder", ["bad.tar"], "bad");

        void Tar(string name, string entry)
        {
            using var writer = new TarWriter(File.Create(At(name)));
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(File.ReadAllBytes(At("a.png"))) });
        }
    }

    [Fact]
    public void MasksComeFromAPictureAFolderOrTransparency()
    {
        var alpha = new Planes(1, 4, 4);
        alpha.Values.AsSpan().Fill(1);
        alpha.Values[5] = 0;
        var (colors, mask) = (Noise(1, 4, 4), new Planes(1, 4, 4));
        mask.Values[5] = 1;
        Write("in/a.png", colors, alpha, 8);
        Write("masks/a.bmp", mask, null, 8);
        Run(["in"], "clear", model: GivenRestorers.Blur(1, takesMask: true));
        Run(["in"], "folder", plan => plan with { Mask = At("masks") }, GivenRestorers.Blur(1, takesMask: true));
        Run(["in"], "file", plan => plan with { Mask = At("masks/a.bmp") }, GivenRestorers.Blur(1, takesMask: true));
        var clear = Read("clear/a.png");
        Assert.Null(clear.Alpha);
        Assert.NotEqual(Read("in/a.png").Colors.Values[5], clear.Colors.Values[5]);
        Assert.Equal(Read("in/a.png").Colors.Values[6], clear.Colors.Values[6]);
        Assert.Equal(clear.Colors.Values, Read("folder/a.png").Colors.Values);
        Assert.Equal(clear.Colors.Values, Read("file/a.png").Colors.Values);
        Assert.NotNull(Read("folder/a.png").Alpha);
    }

    [Fact]
    public void MasksThatAreMissingOrDoNotFitAreProblemsOfTheirPictures()
    {
        _folder.WritePicture("in/a.png", 1);
        _folder.WritePicture("in/b.png", 1, 5, 5);
        _folder.WritePicture("masks/b.png", 1);
        var report = Run(["in"], "out", plan => plan with { Mask = At("masks") }, GivenRestorers.Blur(1, takesMask: true));
        Assert.StartsWith("has no mask", report.Problems[0].Reason, StringComparison.Ordinal);
        Assert.Equal("has a mask of 8x8; 5x5 is needed", report.Problems[1].Reason);
        Assert.StartsWith("has no transparent pixels", Run(["in"], "out", model: GivenRestorers.Blur(1, takesMask: true)).Problems[0].Reason, StringComparison.Ordinal);
        Assert.Throws<ModelMismatchException>(() => Run(["in"], "out", plan => plan with { Mask = At("masks") }));
    }

    [Fact]
    public void FiguresStandBesideThoseOfWhatWasGiven()
    {
        _folder.WritePicture("in/a.png", 1, 20, 20);
        _folder.WritePicture("in/b.png", 2, 20, 20);
        Run(["in"], "blurred");
        var same = Run(["in"], "again", plan => plan with { Against = At("blurred") }).Quality!;
        Assert.Equal((double.PositiveInfinity, 1.0), (same.PsnrAfter, Math.Round(same.SsimAfter, 5)));
        Assert.InRange(same.PsnrBefore, 5, 20);
        Assert.InRange(same.SsimBefore, 0, 0.9);
        var report = Run(["in/a.png"], "third", plan => plan with { Against = At("in") });
        Assert.Equal((double.PositiveInfinity, 1.0), (report.Quality!.PsnrBefore, Math.Round(report.Quality.SsimBefore, 5)));
    }

    [Fact]
    public void AContradictionIsRefused()
    {
        _folder.WritePicture("in/a.png", 1);
        _folder.WritePicture("in/b.png", 1);
        _folder.Write("file", [1]);
        Refused("nowhere does not exist", ["nowhere"], "out");
        Refused("is a file", ["in"], "file");
        Refused("results are written as .png", ["in/a.png"], "out.tif");
        Refused("is no JPEG by its ending", ["in/a.png"], "out.png", plan => plan with { Format = RestoredFormat.Jpeg });
    }

    [Fact]
    public void AStoppedJobLeavesWholeFilesOnly()
    {
        for (var i = 0; i < 40; i++)
            _folder.WritePicture($"in/{i:D2}.png", (ulong)i, 60, 60);
        using var source = new CancellationTokenSource();
        using var model = GivenRestorers.Blur(1, new InferenceOptions { Threads = 3 });
        var stopAfterTwo = new Told(progress => { if (progress.Done == 2) source.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => RestoreJob.Run(model, Plan(["in"], "out"), stopAfterTwo, source.Token));
        var written = Written("out");
        Assert.InRange(written.Length, 2, 39);
        Assert.All(written, name => Assert.Equal(60, Read($"out/{name}").Colors.Height));
    }

    [Fact]
    public void SmallPicturesOnTheirOwnThreadsAndLargeOnesOnAllGiveWhatOneThreadGives()
    {
        for (var i = 0; i < 12; i++)
            _folder.WritePicture($"in/{i:D2}.png", (ulong)i, i % 4 == 3 ? 90 : 20, 30);
        _folder.Write("in/05.png", "no picture"u8.ToArray());
        // 64 bytes a pixel: of 3 threads, each may have 20 x 30 pixels in its own memory, but not 90 x 30.
        using var several = GivenRestorers.Deep(1, new InferenceOptions { Threads = 3, TileBytes = 3 * 64 * 1000 });
        using var single = GivenRestorers.Deep(1, new InferenceOptions { Threads = 1 });
        var (left, right) = (RestoreJob.Run(several, Plan(["in"], "several")), RestoreJob.Run(single, Plan(["in"], "single")));
        Assert.Equal((11, "05.png"), (left.Pictures, Assert.Single(left.Problems).Name));
        Assert.Equal(left.Megapixels, right.Megapixels);
        Assert.Equal(Written("single"), Written("several"));
        Assert.All(Written("single"), name => Assert.All(
            Read($"single/{name}").Colors.Values.Zip(Read($"several/{name}").Colors.Values), pair => Assert.Equal(pair.First, pair.Second, 1 / 255f + 1e-6f)));
    }

    private RestoreReport Run(string[] inputs, string output, Func<RestorePlan, RestorePlan>? change = null, Restorer? model = null)
    {
        using var used = model ?? GivenRestorers.Blur(1);
        var plan = Plan(inputs, output);
        return RestoreJob.Run(used, change?.Invoke(plan) ?? plan);
    }

    private RestorePlan Plan(string[] inputs, string output) => new() { Inputs = [.. inputs.Select(At)], Output = At(output) };

    private void Refused(string problem, string[] inputs, string output, Func<RestorePlan, RestorePlan>? change = null) =>
        Assert.Contains(problem, Assert.Throws<DataException>(() => Run(inputs, output, change)).Message, StringComparison.Ordinal);

    private string At(string name) => Path.Combine(_folder.Path, name);

    private LoadedPicture Read(string name) => LoadedPicture.Read(At(name));

    private string[] Written(string folder) =>
        [.. Directory.EnumerateFiles(At(folder), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(At(folder), path)).Order(StringComparer.Ordinal)];

    private void Write(string name, Planes colors, Planes? alpha, int depth)
    {
        using var stream = new MemoryStream();
        using (var writer = new PngPictureWriter(stream, colors.Width, colors.Height, colors.Channels, alpha is not null, depth))
            writer.Write(colors, alpha);
        _folder.Write(name, stream.ToArray());
    }

    private static Planes Noise(int channels, int height, int width)
    {
        var (planes, rng) = (new Planes(channels, height, width), new Rng(5));
        for (var i = 0; i < planes.Values.Length; i++)
            planes.Values[i] = rng.NextSingle(0, 1);
        return planes;
    }

    private sealed class Told(Action<DataProgress> tell) : IProgress<DataProgress>
    {
        public void Report(DataProgress value) => tell(value);
    }
}
