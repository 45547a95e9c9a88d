using Hourglass.Data;
using Hourglass.Numerics;
using SkiaSharp;

namespace Hourglass.Tests.Data;

public sealed class PictureTests
{
    [Fact]
    public void SubFoldersAreLabelsAndTheOrderIsThatOfTheirNames()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, seed) in new (string, ulong)[] { ("b/2.png", 3), ("a/9.png", 1), ("b/10.png", 2), ("a/10.PNG", 0) })
            folder.WritePicture(name, seed);
        using var data = DataSets.Open(folder.Path);
        Assert.Equal(["a/10.PNG", "a/9.png", "b/10.png", "b/2.png"], Enumerable.Range(0, 4).Select(data.NameOf));
        Assert.Equal([0, 0, 1, 1], data.Labels()!);
        Assert.Equal(["a", "b"], data.LabelNames);
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Select(i => (int)Read(data, i)[0]));
        Assert.Equal(new SampleShape(1, 8, 8), data.Shape);
        Assert.Empty(data.Notes);
    }

    [Fact]
    public void ThereAreNoLabelsWhenAPictureLiesOutsideOrThereIsOneFolderOnly()
    {
        using var folder = new TemporaryFolder();
        folder.WritePicture("only/1.png", 1);
        folder.WritePicture("only/2.png", 2);
        using (var one = DataSets.Open(folder.Path))
            Assert.False(one.HasLabels);
        folder.WritePicture("other/deep/3.png", 3);
        using (var two = DataSets.Open(folder.Path))
            Assert.Equal([0, 0, 1], two.Labels()!);
        folder.WritePicture("4.png", 4);
        using var outside = DataSets.Open(folder.Path);
        Assert.False(outside.HasLabels);
        Assert.Equal(4, outside.Count);
    }

    [Fact]
    public void TrainAndTestFoldersArePartsWhoseLabelsAgree()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, seed) in new (string, ulong)[] { ("train/a/1.png", 1), ("train/b/1.png", 2), ("train/c/1.png", 3), ("test/b/1.png", 4), ("test/c/1.png", 5) })
            folder.WritePicture("set/" + name, seed);
        Assert.True(DataSets.HasTestPart(folder.Path));
        using var train = DataSets.Open(folder.Path);
        using var test = DataSets.Open(folder.Path, DataPart.Test);
        Assert.Equal([0, 1, 2], train.Labels()!);
        Assert.Equal([1, 2], test.Labels()!);
        Assert.Equal(["a", "b", "c"], test.LabelNames);
        Assert.Equal("set/test/b/1.png", test.NameOf(0));
        Assert.False(DataSets.HasTestPart(Path.Combine(folder.Path, "set", "train")));
        Assert.Throws<DataException>(() => DataSets.Open(Path.Combine(folder.Path, "set", "train"), DataPart.Test));
    }

    [Fact]
    public void OneBrokenPictureAmongAHundredIsNamedAndLeftOut()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 100; i++)
            folder.WritePicture($"{i:D3}.png", (ulong)i);
        var broken = File.ReadAllBytes(Path.Combine(folder.Path, "042.png"));
        folder.Write("042.png", broken[..^40]);
        using var data = DataSets.Open(folder.Path);
        Assert.Equal(99, data.Count);
        Assert.Equal("042.png", Assert.Single(data.Problems).Name);
        Assert.Equal("043.png", data.NameOf(42));
        Assert.Equal(43, Read(data, 42)[0]);
        var error = Assert.Throws<DataException>(() => DataSets.Open(folder.Path, options: new DataOptions { Strict = true }));
        Assert.Contains("1 of 100 pictures cannot be read; the first: 042.png", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("<html>", "begins with 3C68746D")]
    [InlineData("GIF89a\x01\x00\x01\x00\x80\x00\x00\xFF\xFF\xFF\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;", "is Gif, which is not read")]
    public void FilesThatAreNoPicturesAreProblems(string content, string reason)
    {
        using var folder = new TemporaryFolder();
        folder.WritePicture("good.png", 1);
        folder.Write("bad.png", System.Text.Encoding.Latin1.GetBytes(content));
        using var data = DataSets.Open(folder.Path);
        Assert.Contains(reason, Assert.Single(data.Problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryChangedByteOfPixelsInAnEightBitPngIsAProblem()
    {
        using var folder = new TemporaryFolder();
        folder.WritePicture("good.png", 1);
        var file = Png.Encode(8, 8, 1, TemporaryFolder.Values(1, 64));
        file[50] ^= 1;
        folder.Write("bad.png", file);
        using var data = DataSets.Open(folder.Path);
        Assert.Single(data.Problems);
    }

    [Fact]
    public void AFolderWithoutPicturesSaysWhatItHolds()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("holds no files", Assert.Throws<DataException>(() => DataSets.Open(folder.Path)).Message, StringComparison.Ordinal);
        folder.Write("a.tif", [1]);
        folder.Write("b.tif", [1]);
        folder.Write(".hidden.png", [1]);
        Assert.Contains("2 other file(s) (2 .tif)", Assert.Throws<DataException>(() => DataSets.Open(folder.Path)).Message, StringComparison.Ordinal);
        folder.Write("c.png", [1]);
        Assert.Contains("none of its 1 picture(s) can be read; the first: c.png", Assert.Throws<DataException>(() => DataSets.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HiddenAndOtherFilesAreIgnoredAndCounted()
    {
        using var folder = new TemporaryFolder();
        folder.WritePicture("a.png", 1);
        folder.WritePicture(".git/b.png", 1);
        folder.WritePicture("__MACOSX/c.png", 1);
        folder.Write("readme.txt", [1]);
        using var data = DataSets.Open(folder.Path);
        Assert.Equal(1, data.Count);
        Assert.Equal(["1 other file(s) were ignored (1 .txt)."], data.Notes);
    }

    [Fact]
    public void JpegWebpAndBmpAreReadWhateverTheyAreCalled()
    {
        using var folder = new TemporaryFolder();
        using var bitmap = new SKBitmap(new SKImageInfo(16, 16, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Erase(new SKColor(200, 100, 50));
        folder.Write("jpeg.png", bitmap.Encode(SKEncodedImageFormat.Jpeg, 95).ToArray());
        folder.Write("webp.jpg", bitmap.Encode(SKEncodedImageFormat.Webp, 100).ToArray());
        folder.Write("picture.bmp", Bmp(16, 16, 200, 100, 50));
        using var data = DataSets.Open(folder.Path);
        Assert.Empty(data.Problems);
        Assert.Equal((3, new SampleShape(3, 16, 16)), (data.Count, data.Shape));
        for (var i = 0; i < 3; i++)
        {
            var values = Read(data, i);
            Assert.Equal(200, values[0], 3f);
            Assert.Equal(100, values[256], 3f);
            Assert.Equal(50, values[512], 3f);
        }
    }

    [Fact]
    public void ColorPicturesWithoutColorAreGreyAndOneWithColorMakesAllRgb()
    {
        using var folder = new TemporaryFolder();
        folder.Write("grey.png", Png.Encode(2, 1, 3, [9, 9, 9, 70, 70, 70]));
        folder.Write("mono.png", Png.Encode(2, 1, 1, [5, 6]));
        using (var grey = DataSets.Open(folder.Path))
            Assert.Equal(new SampleShape(1, 1, 2), grey.Shape);
        folder.Write("red.png", Png.Encode(2, 1, 3, [255, 0, 0, 1, 1, 1]));
        using (var color = DataSets.Open(folder.Path))
        {
            Assert.Equal(new SampleShape(3, 1, 2), color.Shape);
            Assert.Equal([5, 6, 5, 6, 5, 6], Read(color, 1));
            Assert.Equal([255, 1, 0, 1, 0, 1], Read(color, 2));
        }

        using var asked = DataSets.Open(folder.Path, options: new DataOptions { Channels = 1 });
        Assert.Equal(0.299f * 255, Read(asked, 2)[0], 0.01f);
    }

    [Fact]
    public void TransparentPixelsAreLaidOnWhite()
    {
        using var folder = new TemporaryFolder();
        using var bitmap = new SKBitmap(new SKImageInfo(2, 1, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.SetPixel(0, 0, new SKColor(0, 0, 0, 0));
        bitmap.SetPixel(1, 0, new SKColor(100, 100, 100, 51));
        folder.Write("a.png", bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray());
        using var data = DataSets.Open(folder.Path);
        Assert.Equal([255f, 224f], Read(data, 0));
    }

    [Theory]
    [InlineData(1, new[] { 0, 80, 160, 240 })]
    [InlineData(2, new[] { 80, 0, 240, 160 })]
    [InlineData(3, new[] { 240, 160, 80, 0 })]
    [InlineData(4, new[] { 160, 240, 0, 80 })]
    [InlineData(5, new[] { 0, 160, 80, 240 })]
    [InlineData(6, new[] { 160, 0, 240, 80 })]
    [InlineData(7, new[] { 240, 80, 160, 0 })]
    [InlineData(8, new[] { 80, 240, 0, 160 })]
    public void PicturesAreTurnedUpright(byte orientation, int[] quarters)
    {
        using var folder = new TemporaryFolder();
        using var bitmap = new SKBitmap(new SKImageInfo(32, 16, SKColorType.Gray8, SKAlphaType.Opaque));
        for (var i = 0; i < 32 * 16; i++)
        {
            var grey = (byte)((i % 32 < 16 ? 0 : 80) + (i < 32 * 8 ? 0 : 160));
            bitmap.SetPixel(i % 32, i / 32, new SKColor(grey, grey, grey));
        }

        var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 100).ToArray();
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        folder.Write("a.jpg", [.. jpeg[..2], .. exif, .. jpeg[2..]]);
        using var data = DataSets.Open(folder.Path);
        var turned = orientation > 4;
        Assert.Equal(turned ? new SampleShape(1, 32, 16) : new SampleShape(1, 16, 32), data.Shape);
        var values = Read(data, 0);
        var (width, height) = (data.Shape.Width, data.Shape.Height);
        foreach (var (x, y, i) in new[] { (0, 0, 0), (width - 1, 0, 1), (0, height - 1, 2), (width - 1, height - 1, 3) })
            Assert.Equal(quarters[i], values[y * width + x], 4f);
    }

    [Fact]
    public void EightBitPicturesAmongSixteenBitOnesAreStretched()
    {
        using var folder = new TemporaryFolder();
        folder.Write("8.png", Png.Encode(1, 1, 1, new byte[] { 255 }));
        folder.Write("16.png", Png.Encode(1, 1, 1, new ushort[] { 12345 }));
        using var data = DataSets.Open(folder.Path);
        Assert.Equal((0f, 65535f), data.Range);
        Assert.Equal((12345f, 65535f), (Read(data, 0)[0], Read(data, 1)[0]));
    }

    [Fact]
    public void ALimitTakesEvenlySpacedPicturesOfEveryLabel()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 40; i++)
            folder.WritePicture($"{i / 10}/{i % 10}.png", (ulong)i);
        using var data = DataSets.Open(folder.Path, options: new DataOptions { Limit = 8 });
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3], data.Labels()!);
        Assert.Equal([0, 5, 10, 15, 20, 25, 30, 35], Enumerable.Range(0, 8).Select(i => (int)Read(data, i)[0]));
    }

    [Fact]
    public void APictureThatVanishesIsNamedWhenItIsRead()
    {
        using var folder = new TemporaryFolder();
        var path = folder.WritePicture("a.png", 1);
        using var data = DataSets.Open(folder.Path);
        File.Delete(path);
        Assert.Contains("a.png cannot be read", Assert.Throws<DataException>(() => Read(data, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALinkThatLeadsBackIsNotFollowed()
    {
        using var folder = new TemporaryFolder();
        folder.WritePicture("a/1.png", 1);
        if (!OperatingSystem.IsWindows())
            Directory.CreateSymbolicLink(Path.Combine(folder.Path, "a", "back"), folder.Path);
        using var data = DataSets.Open(folder.Path);
        Assert.Equal(1, data.Count);
    }

    [Fact]
    public void AScanCanBeStopped()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 50; i++)
            folder.WritePicture($"{i}.png", (ulong)i);
        using var stop = new CancellationTokenSource();
        var progress = new Stopper(stop);
        Assert.ThrowsAny<OperationCanceledException>(() => DataSets.Open(folder.Path, progress: progress, cancellation: stop.Token));
    }

    [Fact]
    public void ReadingFromSeveralThreadsGivesTheSame()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 20; i++)
            folder.WritePicture($"{i:D2}.png", (ulong)i, 20, 20, 3);
        using var data = DataSets.Open(folder.Path, options: new DataOptions { Height = 9, Width = 7 });
        var expected = Enumerable.Range(0, 20).Select(i => Read(data, i)).ToArray();
        Parallel.For(0, 400, i => Assert.Equal(expected[i % 20], Read(data, i % 20)));
    }

    private static byte[] Bmp(int width, int height, byte red, byte green, byte blue)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("BM"u8);
        writer.Write(54 + width * height * 3);
        writer.Write(0);
        writer.Write(54);
        writer.Write(40);
        writer.Write(width);
        writer.Write(height);
        writer.Write((short)1);
        writer.Write((short)24);
        writer.Write(new byte[24]);
        for (var i = 0; i < width * height; i++)
            writer.Write([blue, green, red]);
        return file.ToArray();
    }

    private static float[] Read(DataSet data, int index)
    {
        var values = new float[data.Shape.Size];
        data.Read(index, values);
        return values;
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<DataProgress>
    {
        public void Report(DataProgress value)
        {
            if (value.Stage == "scanning")
                stop.Cancel();
        }
    }
}
