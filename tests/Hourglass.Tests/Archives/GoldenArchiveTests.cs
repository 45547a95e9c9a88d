using System.Security.Cryptography;
using Hourglass.Archives;
using Hourglass.Archives.Container;
using Hourglass.Archives.Pixels;

namespace Hourglass.Tests.Archives;

/// <summary>Archives that earlier versions wrote.</summary>
public sealed class GoldenArchiveTests
{
    /// <summary>
    /// Set to 1 to write the archives that are not there yet. One that is there stays as it is, however it would be packed today: unpacking it is
    /// what is tested.
    /// </summary>
    private const string Rewrite = "HOURGLASS_REWRITE_GOLDEN";

    private const string Checksums = "SHA256SUMS";

    static GoldenArchiveTests()
    {
        if (Environment.GetEnvironmentVariable(Rewrite) != "1")
            return;
        foreach (var missing in GoldenArchive.All.Where(archive => !File.Exists(Path.Combine(GoldenArchive.SourceFolder(), archive.Name + ".hga"))))
            Write(missing);
    }

    public static TheoryData<string> Names => [.. GoldenArchive.All.Select(archive => archive.Name)];

    public static TheoryData<string> NamesOfThoseThatPackAgain => [.. GoldenArchive.All.Where(archive => archive.Again).Select(archive => archive.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void AnArchiveUnpacksToWhatItAlwaysDid(string name)
    {
        using var box = new Box();
        var expected = File.ReadAllLines(Path.Combine(GoldenArchive.Folder, Checksums)).Where(line => line.Contains($"  {name}/", StringComparison.Ordinal));
        var bytes = Find(name).Read();
        Assert.InRange(bytes.Length, 1, 20_000);
        Assert.Equal(expected.Order(StringComparer.Ordinal), Sums(name, box.Unpack(bytes)));
        Assert.True(Box.Verify(bytes).Passed);
    }

    [Fact]
    public void EveryCodecOfTheFormatIsAmongThem()
    {
        string[] codecs = ["stor", "brot", "idat", "ctx1", "net1", "mix1", "lat1", "vec1", "arr1"];
        Assert.Equal(codecs.Order(), GoldenArchive.All.SelectMany(archive => Chunks(archive.Read()).Select(chunk => chunk.Codec)).Distinct().Order());
    }

    [Fact]
    public void EveryToolOfTheContextsIsAmongThem()
    {
        // Positions, smoothness, references, a background: the four flags at the head of a chunk.
        var flags = Chunks(Find("ctx1").Read()).Where(chunk => chunk.Codec == ContextCodec.Letters).Select(chunk =>
        {
            var fields = new FieldReader(chunk.Bytes, 0);
            ChunkHead.Read(fields, new ArchiveLimits());
            return (int)fields.Rest.Span[0];
        });
        Assert.Equal(0b1111, flags.Aggregate((a, b) => a | b));
    }

    [Theory]
    [MemberData(nameof(NamesOfThoseThatPackAgain))]
    public void PackingWhatCameOutGivesTheSameBytes(string name)
    {
        // Chunks and models of our own codecs. Brotli may pack differently in another version of .NET, and the summary names the program.
        using var box = new Box();
        var (golden, bytes) = (Find(name), Find(name).Read());
        foreach (var (file, content) in box.Unpack(bytes).Where(file => name != "appended" || file.Key == "digits"))
        {
            if (file.EndsWith('/'))
                Directory.CreateDirectory(Path.Combine(box.Data, file));
            else
                box.Add(file, content);
        }

        golden.Pack(box, Models(bytes).FirstOrDefault());
        var again = File.ReadAllBytes(box.Archive);
        Assert.Equal(Models(bytes).Select(model => model.ToArray()), Models(again).Select(model => model.ToArray()));
        Assert.Equal(Chunks(bytes).Select(chunk => chunk.Codec), Chunks(again).Select(chunk => chunk.Codec));
        foreach (var (before, now) in Chunks(bytes).Zip(Chunks(again)).Where(pair => pair.First.Codec is not (BrotliPixels.Letters or "idat")))
            Assert.Equal(before.Bytes, now.Bytes);
    }

    private static GoldenArchive Find(string name) => GoldenArchive.All.Single(archive => archive.Name == name);

    private static void Write(GoldenArchive golden)
    {
        using var box = new Box();
        golden.Fill(box);
        golden.Pack(box, golden.MakeModel());
        var file = golden.Name + ".hga";
        foreach (var folder in new[] { GoldenArchive.SourceFolder(), GoldenArchive.Folder })
        {
            Directory.CreateDirectory(folder);
            File.Copy(box.Archive, Path.Combine(folder, file), overwrite: true);
            var sums = Path.Combine(folder, Checksums);
            string[] others = File.Exists(sums) ? [.. File.ReadLines(sums).Where(line => !line.Contains($"  {golden.Name}/", StringComparison.Ordinal))] : [];
            File.WriteAllText(sums, string.Concat(others.Concat(Sums(golden.Name, box.Unpack())).Select(line => line + "\n")));
        }
    }

    private static IEnumerable<string> Sums(string name, SortedDictionary<string, byte[]> files) => files.Where(file => !file.Key.EndsWith('/'))
        .Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Value))}  {name}/{file.Key}").Order(StringComparer.Ordinal);

    private static List<(string Codec, byte[] Bytes)> Chunks(byte[] bytes) =>
        [.. Sections(bytes, SectionKind.Chunk).Select(payload => (ChunkHead.Read(new FieldReader(payload, 0), new ArchiveLimits()).Codec, payload.ToArray()))];

    private static List<ReadOnlyMemory<byte>> Models(byte[] bytes)
    {
        return [.. Sections(bytes, SectionKind.Model).Select(Model)];

        static ReadOnlyMemory<byte> Model(ReadOnlyMemory<byte> payload)
        {
            var fields = new FieldReader(payload, 0);
            fields.Number("part", long.MaxValue);
            fields.Number("number", long.MaxValue);
            return fields.Rest;
        }
    }

    private static List<ReadOnlyMemory<byte>> Sections(byte[] bytes, string kind)
    {
        using var archive = Archive.Open(new MemoryStream(bytes));
        var found = new List<ReadOnlyMemory<byte>>();
        for (var section = archive.Sections.Find(ArchiveHead.Bytes); section is { } next; section = archive.Sections.Find(next.End))
        {
            if (next.Kind == kind)
                found.Add(bytes.AsMemory((int)next.PayloadOffset, (int)next.Length));
        }

        return found;
    }
}
