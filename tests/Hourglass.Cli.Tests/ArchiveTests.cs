using System.Text.Json;
using Hourglass.Archives;
using Hourglass.Cli.Commands;
using Hourglass.Cli.Terminal;
using Hourglass.Data;

namespace Hourglass.Cli.Tests;

/// <summary>pack, unpack, list, verify and inspect, as they are typed.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ArchiveTests()
    {
        Directory.CreateDirectory(_folder["data/pictures"]);
        File.WriteAllText(_folder["data/text.txt"], "Some text.");
        for (var i = 0; i < 3; i++)
            File.WriteAllBytes(_folder[$"data/pictures/{i}.png"], Png.Encode(8, 6, 1, [.. Enumerable.Range(0, 48).Select(v => (byte)(v + i))]));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void DataGoesInAndComesOut()
    {
        var packed = Pack();
        Assert.Equal(ExitCode.Done, packed.ExitCode);
        Assert.Contains("files            4, 3 pictures\n", packed.Out);
        Assert.Contains("zip", packed.Out);
        var unpacked = Typed.Run("unpack", _folder["a.hga"], "-o", _folder["out"]);
        Assert.Equal((ExitCode.Done, $"4 files with 3 pictures in {_folder["out"]}\n"), (unpacked.ExitCode, unpacked.Out));
        Assert.Equal("Some text.", File.ReadAllText(_folder["out/text.txt"]));
        Assert.Equal(
            Png.Decode(File.ReadAllBytes(_folder["data/pictures/2.png"])).Interleaved, Png.Decode(File.ReadAllBytes(_folder["out/pictures/2.png"])).Interleaved);
    }

    [Fact]
    public void ListShowsNamesInOrderAndAsJson()
    {
        Pack();
        var lines = Typed.Run("list", _folder["a.hga"]).Out.Split('\n');
        Assert.StartsWith("name", lines[0]);
        Assert.StartsWith("pictures/0.png  8x6x1", lines[1]);
        Assert.StartsWith("text.txt", lines[4]);
        using var json = JsonDocument.Parse(Typed.Run("list", _folder["a.hga"], "--json").Out);
        Assert.Equal(new FileInfo(_folder["a.hga"]).Length, json.RootElement.GetProperty("archiveBytes").GetInt64());
        Assert.Equal("png", json.RootElement.GetProperty("entries")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public void VerifyFindsDamageAndSalvageGoesOnBehindIt()
    {
        Pack();
        Assert.EndsWith("144 samples, 0 out of bounds, largest error 0 levels\n", Typed.Run("verify", _folder["a.hga"], "--against", _folder["data"]).Out);
        var bytes = File.ReadAllBytes(_folder["a.hga"]);
        using (var archive = Archive.Open(_folder["a.hga"]))
            bytes[archive.Describe().Parts[0].Chunks.Single(chunk => chunk.Stream == 1).Offset + 30] ^= 4;
        File.WriteAllBytes(_folder["a.hga"], bytes);

        var verified = Typed.Run("verify", _folder["a.hga"]);
        Assert.Equal(ExitCode.CheckFailed, verified.ExitCode);
        Assert.Contains("CHNK with pictures/0.png to pictures/2.png: the checksum of the section CHNK is wrong", verified.Out);
        var unpacked = Typed.Run("unpack", _folder["a.hga"], "-o", _folder["out"]);
        Assert.Equal(ExitCode.BadData, unpacked.ExitCode);
        Assert.False(Directory.Exists(_folder["out"]));
        var salvaged = Typed.Run("unpack", _folder["a.hga"], "-o", _folder["out"], "--salvage");
        Assert.Equal(ExitCode.CheckFailed, salvaged.ExitCode);
        Assert.Contains("missing: the picture of pictures/1.png; not written\n", salvaged.Out);
        Assert.Equal("Some text.", File.ReadAllText(_folder["out/text.txt"]));
    }

    [Fact]
    public void AppendedFilesAreListedWithTheOthersAndNamesStayUnique()
    {
        Pack();
        Directory.CreateDirectory(_folder["more"]);
        File.WriteAllText(_folder["more/new.txt"], "More.");
        Assert.Equal(ExitCode.Done, Typed.Run("pack", _folder["more"], "-o", _folder["a.hga"], "--append").ExitCode);
        Assert.Equal(5 + 2, Typed.Run("list", _folder["a.hga"]).Out.TrimEnd('\n').Split('\n').Length);
        var again = Typed.Run("pack", _folder["more"], "-o", _folder["a.hga"], "--append");
        Assert.Equal(ExitCode.BadData, again.ExitCode);
        Assert.StartsWith("hourglass: new.txt cannot be appended to ", again.Error);
        Assert.Contains("parts    2", Typed.Run("inspect", _folder["a.hga"]).Out);
    }

    [Fact]
    public void WhatIsThereAlreadyStaysUnlessForced()
    {
        Pack();
        Directory.CreateDirectory(_folder["out"]);
        File.WriteAllText(_folder["out/text.txt"], "Mine.");
        var refused = Typed.Run("unpack", _folder["a.hga"], "-o", _folder["out"]);
        Assert.Equal(ExitCode.BadData, refused.ExitCode);
        Assert.Equal("Mine.", File.ReadAllText(_folder["out/text.txt"]));
        Assert.Equal(ExitCode.Done, Typed.Run("unpack", _folder["a.hga"], "-o", _folder["out"], "--force").ExitCode);
        Assert.Equal("Some text.", File.ReadAllText(_folder["out/text.txt"]));
    }

    [Fact]
    public void AnArchiveThatIsThereStaysUnlessForced()
    {
        Pack();
        var before = File.ReadAllBytes(_folder["a.hga"]);
        File.WriteAllText(_folder["data/text.txt"], "Another text.");
        Pack().FailedWith(ExitCode.BadData, $"{_folder["a.hga"]} is there already; name another archive, add to it (--append) or replace it (--force).");
        Assert.Equal(before, File.ReadAllBytes(_folder["a.hga"]));
        Pack("--force", "--append").FailedWith(ExitCode.Usage, "--append adds to the archive and --force replaces it; give one of them");
        Assert.Equal(ExitCode.Done, Pack("--force").ExitCode);
        Assert.NotEqual(before, File.ReadAllBytes(_folder["a.hga"]));
    }

    [Fact]
    public void EveryCodecIsCalledOnTheScreenWhatTheFormatCallsIt()
    {
        var page = File.ReadAllLines(Path.Combine(HelpTests.SourceFolder(), "..", "..", "docs", "archive-format.md"));
        var rows = page.SkipWhile(line => !line.StartsWith("| letters | called", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('|')).ToList();
        Assert.True(rows.Count >= 10);
        Assert.All(rows, cells => Assert.Equal(cells[2].Trim(), CodecWords.Of(cells[1].Trim(' ', '`'))));
    }

    [Fact]
    public void WhatIsNotThereIsSaidInOneLine()
    {
        Pack();
        Typed.Run("unpack", _folder["a.hga"], "-o", _folder["out"], "--only", "nothing*").FailedWith(
            ExitCode.CheckFailed, $"nothing in {_folder["a.hga"]} is called nothing*; hourglass list shows the names");
        Assert.False(Directory.Exists(_folder["out"]));
        Typed.Run("pack", _folder["none"], "-o", _folder["b.hga"]).FailedWith(ExitCode.BadData, $"There is no file, folder or data set called {_folder["none"]}.");
        Assert.StartsWith("hourglass: byte 0: the signature is ", Typed.Run("list", _folder["data/text.txt"]).Error);
        Assert.False(File.Exists(_folder["b.hga"]));
    }

    [Fact]
    public void AnErrorThatIsAllowedIsKept()
    {
        var packed = Pack("--max-error", "3");
        Assert.Contains("quality          no sample more than 3/255 off\n", packed.Out);
        var verified = Typed.Run("verify", _folder["a.hga"], "--against", _folder["data"]);
        Assert.Equal(ExitCode.Done, verified.ExitCode);
        Assert.Contains("144 samples, 0 out of bounds, largest error 3 levels", verified.Out);
        Assert.Contains("measured while packing: 3/255", Typed.Run("inspect", _folder["a.hga"]).Out);
    }

    [Fact]
    public void ABoundForArraysIsKeptAndShown()
    {
        File.WriteAllBytes(_folder["data/wind-40x50.f32"], Field());
        var packed = Pack("--relative-error", "1e-2");
        Assert.Contains("files            5, 3 pictures, 1 arrays\n", packed.Out);
        Assert.Matches("bits per value +[0-4]\\.[0-9]{3}\n", packed.Out);
        Assert.Matches("arrays +no number more than 0.01 of its array's range off; measured while packing: at most (0.[0-9]{4}|1.0000) of that\n", packed.Out);
        Assert.Matches("wind-40x50.f32 +float32 40x50 within 0.02, [0-4]\\.[0-9]{2} bits a value +8,000 ", Typed.Run("list", _folder["a.hga"]).Out);
        Assert.Contains("no number more than 0.01 of its array's range off", Typed.Run("inspect", _folder["a.hga"]).Out);
        var verified = Typed.Run("verify", _folder["a.hga"], "--against", _folder["data"]);
        Assert.Equal(ExitCode.Done, verified.ExitCode);
        Assert.Contains("2,000 numbers of arrays, 0 out of bounds", verified.Out);
        using var json = JsonDocument.Parse(Typed.Run("list", _folder["a.hga"], "--json").Out);
        Assert.Equal(0.02, json.RootElement.GetProperty("entries")[4].GetProperty("array").GetProperty("bound").GetDouble(), 1e-4);
        Assert.Equal(ExitCode.Done, Typed.Run("unpack", _folder["a.hga"], "-o", _folder["out"], "--only", "wind*").ExitCode);
        Assert.Equal(8000, new FileInfo(Assert.Single(Directory.EnumerateFiles(_folder["out"]))).Length);
    }

    [Fact]
    public void AnArrayComesBackByteByByteUnlessABoundIsGiven()
    {
        File.WriteAllBytes(_folder["data/wind-40x50.f32"], Field());
        Assert.Matches("arrays +exact\n", Pack().Out);
        Typed.Run("unpack", _folder["a.hga"], "-o", _folder["out"]);
        Assert.Equal(Field(), File.ReadAllBytes(_folder["out/wind-40x50.f32"]));
    }

    [Theory]
    [InlineData("--relative-error 0", "--relative-error is '0'; expected a number above 0, at most 1; see hourglass pack --help")]
    [InlineData("--relative-error 1.5", "--relative-error is '1.5'; expected a number above 0, at most 1; see hourglass pack --help")]
    [InlineData("--relative-error=-1e-3", "--relative-error is '-1e-3'; expected a number above 0, at most 1; see hourglass pack --help")]
    [InlineData("--absolute-error 0", "--absolute-error is '0'; expected a number above 0; see hourglass pack --help")]
    [InlineData("--absolute-error -2", "--absolute-error is '-2'; expected a number above 0; see hourglass pack --help")]
    [InlineData("--absolute-error nan", "--absolute-error is 'nan'; expected a number above 0; see hourglass pack --help")]
    [InlineData("--relative-error 0.1 --absolute-error 1", "--relative-error and --absolute-error are two ways to state one bound; give one of them")]
    public void ABoundThatMeansNothingIsRefused(string options, string line)
    {
        Pack(options.Split(' ')).FailedWith(ExitCode.Usage, line);
        Assert.False(File.Exists(_folder["a.hga"]));
    }

    [Fact]
    public void ABoundWithoutAnArrayIsRefused()
    {
        Pack("--absolute-error", "1").FailedWith(
            ExitCode.Usage,
            $"{_folder["data"]}: there is no array that the bound could be for: arrays are npy files with numbers, and bare floats with a name such as wind-2x3x241x480.f32");
        Assert.False(File.Exists(_folder["a.hga"]));
    }

    private static byte[] Field() => [.. Enumerable.Range(0, 2000).SelectMany(i => BitConverter.GetBytes(MathF.Sin(i / 70f)))];

    private Typed Pack(params string[] options) => Typed.Run(["pack", _folder["data"], "-o", _folder["a.hga"], "--effort", "1", .. options]);
}
