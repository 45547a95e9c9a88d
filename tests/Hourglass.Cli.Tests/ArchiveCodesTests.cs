using System.Text.Json;
using Hourglass.Cli.Terminal;
using Hourglass.Data;

namespace Hourglass.Cli.Tests;

/// <summary>Codes beside the pictures of an archive, as they are typed.</summary>
public sealed class ArchiveCodesTests(ArchiveWithCodes packed) : IClassFixture<ArchiveWithCodes>
{
    private string Archive => packed["a.hga"];

    [Fact]
    public void PackingSaysWhatTheCodesTake()
    {
        Assert.Equal("", packed.Packing.ExitCode == ExitCode.Done ? "" : packed.Packing.Error);
        Assert.Matches("codes +4 numbers for each of 64 pictures, [0-9,]+ bytes and [0-9,]+ of their model; previews of 12x12, [0-9.]+ dB\n", packed.Packing.Out);
        Assert.Matches("quality +exact\n", packed.Packing.Out);
        Assert.Equal(ExitCode.Done, Typed.Run("verify", Archive, "--against", packed["data"]).ExitCode);
        Assert.Matches("codes of stream  pictures  numbers  preview .*\n1 +64 +4 +12x12 +[0-9,]+ +[0-9,]+ +[0-9.]+\n", Typed.Run("inspect", Archive).Out);
    }

    [Fact]
    public void ListFindsThePlantedNearDuplicateAndHoldsNoLibtorch()
    {
        var (result, libraries) = Started.RunTraced(packed.Folder, "list", "a.hga", "--like", "almost.png", "--top", "3");
        var lines = result.Out.TrimEnd('\n').Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("like almost.png", lines[0]);
        Assert.StartsWith("27.png ", lines[1]);
        Assert.NotEmpty(libraries);
        Assert.DoesNotContain(libraries, library => library.Contains("torch", StringComparison.OrdinalIgnoreCase));
        using var json = JsonDocument.Parse(Typed.Run("list", Archive, "--like", "almost.png", "--json").Out);
        Assert.Equal("27.png", json.RootElement.GetProperty("pictures")[0].GetProperty("name").GetString());
        Assert.Equal(10, json.RootElement.GetProperty("pictures").GetArrayLength());
    }

    [Fact]
    public void EncodeWritesTheCodesOfTheArchive()
    {
        var encoded = Typed.Run("encode", Archive, "-o", packed["codes.csv"]);
        Assert.Equal($"64 codes of length 4 in {packed["codes.csv"]}\n", encoded.Out);
        var lines = File.ReadAllLines(packed["codes.csv"]);
        Assert.Equal("name,label,c0,c1,c2,c3", lines[0]);
        Assert.StartsWith("00.png,,", lines[1]);
        Typed.Run("encode", Archive, packed["data"], "-o", packed["more.csv"]).FailedWith(
            ExitCode.Usage, $"DATA has no meaning here, for {Archive} is an archive, whose codes are read; leave it out");
        Typed.Run("encode", packed["data"], "-o", packed["more.csv"]).FailedWith(
            ExitCode.Usage, $"{packed["data"]} is no archive with codes of its own; name the DATA to encode behind it");
    }

    [Fact]
    public void OutliersRanksThePicturesOfTheArchive()
    {
        var lines = Typed.Run("outliers", Archive, "--top", "2").Out.TrimEnd('\n').Split('\n');
        Assert.Matches("^picture +score +nearest +distance$", lines[0]);
        Assert.Equal("64 pictures; the score is the mean distance of a code to its 10 nearest others, in steps", lines[^1]);
        Assert.Equal(5, lines.Length);
        using var json = JsonDocument.Parse(Typed.Run("outliers", Archive, "--json").Out);
        Assert.Equal(64, json.RootElement.GetProperty("rankings")[0].GetProperty("pictures").GetArrayLength());
        Typed.Run("outliers", Archive, "--seed", "1").FailedWith(
            ExitCode.Usage, $"--seed has no meaning here, for {Archive} is an archive, whose codes are read; leave it out");
    }

    [Fact]
    public void PreviewsAreDrawnOfTheCodes()
    {
        Assert.Equal($"64 files with 64 pictures in {packed["previews"]}\n", Typed.Run("unpack", Archive, "--previews", "-o", packed["previews"]).Out);
        var (picture, preview) = (Png.Decode(File.ReadAllBytes(packed["data/27.png"])), Png.Decode(File.ReadAllBytes(packed["previews/27.png"])));
        Assert.Equal((12, 12), (preview.Width, preview.Height));
        Assert.InRange(picture.Interleaved.Zip(preview.Interleaved).Average(pair => Math.Abs(pair.First - pair.Second)), 0, 30);
    }

    [Fact]
    public void WhatIsNotThereIsSaidInOneLine()
    {
        Typed.Run("list", Archive, "--like", "28.pgn").FailedWith(ExitCode.CheckFailed, $"no picture with a code in {Archive} is called 28.pgn, did you mean '28.png'?");
        Typed.Run("list", Archive, "--like", "nothing").FailedWith(ExitCode.CheckFailed, $"no picture with a code in {Archive} is called nothing; hourglass list shows the names");
        Typed.Run("list", Archive, "--top", "3").FailedWith(ExitCode.Usage, "--top is how many pictures look like one; give --like too");
        Typed.Run("pack", packed["data"], "-o", packed["b.hga"], "--with-codes", "--psnr", "20").FailedWith(
            ExitCode.Usage, "--with-codes keeps codes beside the pictures, and --psnr, --ratio and --latent nothing but codes; give one of them");
        Typed.Run("pack", packed["data"], "-o", packed["b.hga"], "--with-codes", "300").FailedWith(
            ExitCode.Usage, "--with-codes is '300'; expected a number from 1 to 256; see hourglass pack --help");
        Assert.False(File.Exists(packed["b.hga"]));
    }

    [Theory]
    [InlineData("list", "--like", "00.png")]
    [InlineData("outliers")]
    [InlineData("encode", "-o", "codes.npy")]
    [InlineData("unpack", "--previews", "-o", "out")]
    public void AnArchiveWithoutCodesIsRefused(params string[] line)
    {
        Assert.Equal(ExitCode.Done, Typed.Run("pack", packed["data"], "-o", packed["bare.hga"], "--effort", "1", "--no-baselines", "--force").ExitCode);
        Typed.Run([line[0], packed["bare.hga"], .. line[1..]]).FailedWith(
            ExitCode.Usage, $"{packed["bare.hga"]} holds no codes of its pictures; pack it with --with-codes");
    }

    [Fact]
    public void FewPicturesAreNoted()
    {
        Directory.CreateDirectory(packed["few"]);
        File.Copy(packed["data/00.png"], packed["few/00.png"]);
        var few = Typed.Run("pack", packed["few"], "-o", packed["few.hga"], "--no-baselines", "--with-codes");
        Assert.Equal((ExitCode.Done, "pictures with 1 of 256 levels a pixel get no codes: an autoencoder is learned of 32 or more, and these are 1\n"), (few.ExitCode, few.Error));
    }
}

/// <summary>An archive with codes of 64 pictures, two of which are almost the same, packed once by the program itself.</summary>
public sealed class ArchiveWithCodes : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ArchiveWithCodes()
    {
        Directory.CreateDirectory(_folder["data"]);
        for (var i = 0; i < 63; i++)
            Write($"{i:D2}", 2 + (i % 8), 2 + (i / 8), 0);
        Write("almost", 2 + (27 % 8), 2 + (27 / 8), 6);
        Packing = Started.Run(Folder, "pack", "data", "-o", "a.hga", "--effort", "1", "--no-baselines", "--with-codes", "4", "--threads", "1");
    }

    public string Folder => _folder.Path;

    internal Typed Packing { get; }

    public string this[string name] => _folder[name];

    public void Dispose() => _folder.Dispose();

    /// <summary>A disc.</summary>
    private void Write(string name, int x, int y, int noise) => File.WriteAllBytes(_folder[$"data/{name}.png"], Png.Encode(12, 12, 1, [.. Enumerable.Range(0, 144).Select(i =>
        (byte)Math.Clamp((255 * (4 - Math.Sqrt(Math.Pow((i % 12) - x, 2) + Math.Pow((i / 12) - y, 2)))) + (i % 3 * noise), 0, 255))]));
}
