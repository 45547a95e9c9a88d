using System.Formats.Tar;
using Hourglass.Data;

namespace Hourglass.Tests.Data;

public sealed class TarTests
{
    [Theory]
    [InlineData(".tar", false)]
    [InlineData(".tar.gz", false)]
    [InlineData(".tgz", true)]
    public void AnArchiveIsItsFolder(string ending, bool links)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, seed) in new (string, ulong)[] { ("in/a/1.png", 1), ("in/b/2.png", 2), ("in/b/a long name that no header of 1988 can hold, because it has more than a hundred characters in all.png", 3) })
            folder.WritePicture(name, seed, 8 + (int)seed, 9);
        folder.Write("in/b/broken.png", [1, 2, 3]);
        folder.Write("in/b/notes.txt", [1]);
        var archive = Path.Combine(folder.Path, "in" + ending);
        using (var packed = new MemoryStream())
        {
            TarFile.CreateFromDirectory(Path.Combine(folder.Path, "in"), packed, includeBaseDirectory: false);
            var bytes = packed.ToArray();
            if (links)
                bytes = WithLinks(packed);
            File.WriteAllBytes(archive, ending == ".tar" ? bytes : Bytes.Gzip(bytes));
        }

        using var files = DataSets.Open(Path.Combine(folder.Path, "in"));
        using var entries = DataSets.Open(archive);
        Assert.Equal((3, "in"), (entries.Count, entries.Name));
        Assert.Equal((files.Name, files.Count, files.Shape), (entries.Name, entries.Count, entries.Shape));
        Assert.Equal(files.Problems, entries.Problems);
        Assert.Equal(files.Notes, entries.Notes);
        Assert.Equal(files.LabelNames, entries.LabelNames);
        Assert.Equal(files.Labels(), entries.Labels());
        Assert.False(DataSets.HasTestPart(archive));
        for (var i = 0; i < files.Count; i++)
        {
            Assert.Equal(files.NameOf(i), entries.NameOf(i));
            Assert.Equal(Read(files, i), Read(entries, i));
        }
    }

    [Fact]
    public void BrokenArchivesAreNamed()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 5; i++)
            folder.WritePicture($"in/{i}.png", (ulong)i);
        using var packed = new MemoryStream();
        TarFile.CreateFromDirectory(Path.Combine(folder.Path, "in"), packed, includeBaseDirectory: false);
        var tar = packed.ToArray();
        Assert.Contains("truncated", Refusal(tar[..1600]), StringComparison.Ordinal);
        var claims = (byte[])tar.Clone();
        claims[124] = (byte)'7';
        Assert.Contains("x.tar", Refusal(claims), StringComparison.Ordinal);
        Assert.Contains("x.tar", Refusal(new byte[1024]), StringComparison.Ordinal);
        Assert.Contains("x.tar", Refusal(Bytes.Gzip(tar)[..^40]), StringComparison.Ordinal);

        string Refusal(byte[] content) => Assert.Throws<DataException>(() => DataSets.Open(folder.Write("x.tar", content))).Message;
    }

    private static byte[] WithLinks(MemoryStream tar)
    {
        using var more = new MemoryStream();
        tar.Position = 0;
        using (var writer = new TarWriter(more, TarEntryFormat.Pax, leaveOpen: true))
        {
            using var reader = new TarReader(tar, leaveOpen: true);
            while (reader.GetNextEntry(copyData: true) is { } entry)
                writer.WriteEntry(entry);
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "a/link.png") { LinkName = "/etc/passwd" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "a/hard.png") { LinkName = "a/1.png" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Fifo, "a/pipe.png"));
        }

        return more.ToArray();
    }

    private static float[] Read(DataSet data, int index)
    {
        var values = new float[data.Shape.Size];
        data.Read(index, values);
        return values;
    }
}
