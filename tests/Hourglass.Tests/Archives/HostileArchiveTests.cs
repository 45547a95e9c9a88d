using Hourglass.Archives;
using Hourglass.Archives.Container;
using Hourglass.Archives.Packing;
using Hourglass.Archives.Pixels;

namespace Hourglass.Tests.Archives;

/// <summary>Archives whose checksums are right and whose fields lie.</summary>
public sealed class HostileArchiveTests
{
    private static readonly StreamLayout s_grey = new(1, 256, 1);

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/x")]
    [InlineData("c:x")]
    [InlineData("a\\b")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("a/.")]
    [InlineData("a/")]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    [InlineData("...")]
    [InlineData("a/ /b")]
    public void NamesThatLeadElsewhereAreRefused(string name)
    {
        Refused(Archive(new Contents(0, [], [new EntryLayout(name, EntryKind.Bytes)])), "a name");
        Refused(Archive(new Contents(0, [], [new EntryLayout(name, EntryKind.Folder)])), "a name");
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "A")]
    [InlineData("x/ä", "X/Ä")]
    [InlineData("a", "a.")]
    [InlineData("a/b", "a ./b")]
    [InlineData("a", "a/b")]
    [InlineData("a/b", "A")]
    public void NamesThatSomeSystemTakesForTheSameAreRefused(string one, string other) =>
        Refused(Archive(new Contents(0, [], [new EntryLayout(one, EntryKind.Bytes), new EntryLayout(other, EntryKind.Bytes)])), "a name");

    [Fact]
    public void AHeaderThatClaimsTooManyPicturesIsRefusedWithoutTakingMemory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(Archive(Table(table => Images(table, count: 1L << 60, width: 28, height: 28))), "the pictures of an entry");
        Refused(Archive(Table(table => Images(table, count: 9_000_000, width: 1, height: 1), times: 2)), "the number of pictures and slabs");
        Refused(Archive(Table(table => Images(table, count: 1, width: 1L << 40, height: 1))), "the width of a picture");
        Refused(Archive(Table(table => Images(table, count: 1, width: 1 << 20, height: 1 << 20))), "the height of a picture");
        Refused(Archive(Table(table => Images(table, count: 1, width: 1 << 14, height: 1 << 14))), "a band of a picture");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void FilesOfMoreThanTheArchiveCanHoldAreRefusedUnlessThatIsAllowed()
    {
        var archive = Archive(new Contents(0, [], [new EntryLayout("a", EntryKind.Bytes, 1L << 40)]), chunks: writer =>
        {
            for (var first = 0L; first < 1L << 40; first += 1 << 28)
                writer.WriteChunk(0, new ChunkRange(first, 1 << 28, 1 << 28), StoredPixels.Letters, 0, 0, []);
        });
        Refused(archive, "the number of items of a chunk");
        Refused(archive, "the size of all files", new ArchiveLimits { MaxChunkSamples = 1 << 28 });
        using var large = Hourglass.Archives.Archive.Open(new MemoryStream(archive), new ArchiveOptions { Limits = ArchiveLimits.Large });
        Assert.Equal(1L << 40, Assert.Single(large.Entries).Bytes);
    }

    [Fact]
    public void ATableOfContentsThatCannotBeSoLongIsRefused()
    {
        var fields = new FieldWriter();
        fields.Number(0);
        fields.Number(200 << 20);
        fields.Raw(BrotliBytes.Pack([1, 2, 3], 5));
        Refused(Sections(fields.Written.ToArray()), "the length of the table of contents");
    }

    [Theory]
    [InlineData(0, 0, "the channels of a stream")]
    [InlineData(0, 5, "the channels of a stream")]
    [InlineData(1, 1, "the levels of a stream")]
    [InlineData(1, 70_000, "the levels of a stream")]
    [InlineData(2, 300, "the error of a stream")]
    [InlineData(3, 9, "the kind of an entry")]
    [InlineData(4, 0, "the stream of an entry")]
    [InlineData(4, 2, "the stream of an entry")]
    [InlineData(6, 0, "the width of a picture")]
    [InlineData(7, 0, "the height of a picture")]
    [InlineData(8, 0, "the rows of a band")]
    [InlineData(8, 5, "the rows of a band")]
    [InlineData(9, 16, "the form of a picture")]
    [InlineData(10, 1000, "the bytes before the samples")]
    public void EveryFieldOfThePicturesIsChecked(int field, long value, string name)
    {
        long[] values = [1, 256, 0, (long)EntryKind.Pixels, 1, 0, 3, 4, 4, 0, 0, 0];
        values[field] = value;
        var table = new FieldWriter();
        table.Number(1);
        foreach (var number in values[..3])
            table.Number(number);
        table.Number(1);
        table.Number(0);
        table.Bytes("a"u8);
        foreach (var number in values[3..])
            table.Number(number);
        Refused(Sections(Payload(table)), name);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 1)]
    [InlineData(4, 1)]
    [InlineData(3, 2)]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    public void AColorTypeThatDoesNotFitTheStreamIsRefused(byte colorType, int channels)
    {
        var pictures = new PictureLayout(1, 1, 2, 2, 2, colorType, default, default);
        Refused(Archive(new Contents(0, [new StreamLayout(channels, 256, 1)], [new EntryLayout("a", EntryKind.Png, 0, pictures)])), "the form of a picture");
    }

    [Fact]
    public void AStreamWithoutItsChunksIsRefused()
    {
        var contents = Images(4);
        Refused(Archive(contents), "the chunks in the index");
        Refused(Archive(contents, chunks: writer => Stored(writer, 0, 3)), "the chunks in the index");
        Refused(Archive(contents, chunks: writer => Stored(writer, 0, 5)), "the chunks in the index");
        Refused(Archive(contents, chunks: writer => writer.WriteChunk(7, new ChunkRange(0, 4, 16), StoredPixels.Letters, 0, 0, [])), "the chunks in the index");
    }

    [Fact]
    public void AChunkThatLiesIsRefusedWhenItIsRead()
    {
        var contents = Images(4);
        var pixels = new byte[16];
        var right = Crc32C.Of(pixels);
        Assert.Equal(24, Unpacked(contents, StoredPixels.Letters, 0, right, pixels).Length);
        Refused(contents, StoredPixels.Letters, 0, right + 1, pixels, "the checksum of what was unpacked");
        Refused(contents, StoredPixels.Letters, 0, right, new byte[15], "the length of a stored chunk");
        Refused(contents, StoredPixels.Letters, 0, right, new byte[17], "the length of a stored chunk");
        Refused(contents, "what", 0, right, pixels, "the codec of a chunk");
        Refused(contents, StoredPixels.Letters, 3, right, pixels, "the model of a chunk");
        Refused(contents, BrotliPixels.Letters, 0, right, [1, 2, 3], "a chunk packed by Brotli");
        Refused(contents, BrotliPixels.Letters, 0, right, BrotliBytes.Pack(new byte[17], 5), "a chunk packed by Brotli");
        Refused(contents, "idat", 0, right, [2, 0, 0], "a picture packed as PNG");
        Refused(contents, "idat", 0, right, [200, 0, 0], "a picture packed as PNG");
        Refused(contents, "idat", 0, right, [6, 0x78, 0x20, 1, 2, 3, 4], "a picture packed as PNG");
        Refused(contents, "ctx1", 0, right, [], "the length of a chunk");
    }

    [Fact]
    public void SamplesAboveTheLevelsOfTheirStreamAreRefused()
    {
        var contents = new Contents(0, [new StreamLayout(1, 100, 1)], [new EntryLayout("a", EntryKind.Pixels, 0, new PictureLayout(1, 4, 2, 2, 2, 0, default, default))]);
        byte[] pixels = [.. Enumerable.Repeat((byte)100, 16)];
        Refused(contents, StoredPixels.Letters, 0, Crc32C.Of(pixels), pixels, "a sample of a chunk");
    }

    [Fact]
    public void AModelThatIsElsewhereMustBeGiven()
    {
        var model = "any bytes"u8.ToArray();
        var contents = Images(4);
        var pixels = new byte[16];
        var archive = Archive(contents, chunks: writer =>
        {
            Assert.Equal(1, writer.WriteModel(model, isExternal: true));
            writer.WriteChunk(1, new ChunkRange(0, 4, 16), StoredPixels.Letters, 1, Crc32C.Of(pixels), pixels);
        });
        using var box = new Box();
        var error = Assert.Throws<ArchiveFormatException>(() => box.Unpack(archive));
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(model)), error.Message, StringComparison.Ordinal);
        Assert.Single(box.Unpack(archive, reading: new ArchiveOptions { Models = [model] }));
    }

    [Fact]
    public void AnotherMajorVersionIsRefusedByName()
    {
        var archive = Archive(new Contents(0, [], []));
        archive[8] = 2;
        BitConverter.TryWriteBytes(archive.AsSpan(12), Crc32C.Of(archive.AsSpan(0, 12)));
        Refused(archive, "the format version");
        Refused("PK\x03\x04 and so on, no archive of this program"u8.ToArray(), "the signature");
        Refused([], "the signature");
    }

    [Fact]
    public void NothingIsWrittenThroughLinks()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Links need rights there.");
        using var box = new Box();
        box.Add("folder/file", [1]);
        box.Pack();
        Directory.CreateDirectory(box.Path("elsewhere"));
        Directory.CreateDirectory(box.Path("out"));
        Directory.CreateSymbolicLink(box.Path("out/folder"), box.Path("elsewhere"));
        using var archive = Hourglass.Archives.Archive.Open(box.Archive);
        Assert.Throws<IOException>(() => archive.Unpack(box.Path("out"), new UnpackOptions { Overwrite = true }));
        Assert.Empty(Directory.EnumerateFileSystemEntries(box.Path("elsewhere")));
        Assert.Equal(["folder"], Directory.EnumerateFileSystemEntries(box.Path("out")).Select(Path.GetFileName));
    }

    [Fact]
    public void FilesThatAreThereStayUnlessTheyMayBeReplaced()
    {
        using var box = new Box();
        box.Add("a", [1]);
        box.Add("b", [2]);
        box.Pack();
        Directory.CreateDirectory(box.Path("out"));
        File.WriteAllBytes(box.Path("out/b"), [9]);
        using var archive = Hourglass.Archives.Archive.Open(box.Archive);
        Assert.Throws<IOException>(() => archive.Unpack(box.Path("out")));
        Assert.Equal(["b"], Box.FilesIn(box.Path("out")).Keys);
        archive.Unpack(box.Path("out"), new UnpackOptions { Overwrite = true });
        Assert.Equal(Box.FilesIn(box.Data), Box.FilesIn(box.Path("out")));
    }

    private static Contents Images(int count) =>
        new(0, [s_grey], [new EntryLayout("a", EntryKind.Pixels, 0, new PictureLayout(1, count, 2, 2, 2, 0, new byte[8], default))]);

    private static void Images(FieldWriter table, long count, long width, long height)
    {
        table.Byte((byte)EntryKind.Pixels);
        foreach (var number in new[] { 1, count - 1, width, height, height, 0, 0, 0 })
            table.Number(number);
    }

    private static byte[] Table(Action<FieldWriter> entry, int times = 1)
    {
        var table = new FieldWriter();
        foreach (var number in new[] { 1, 1, 256, 0, times })
            table.Number(number);
        for (var i = 0; i < times; i++)
        {
            table.Number(0);
            table.Bytes([(byte)('a' + i)]);
        }

        for (var i = 0; i < times; i++)
            entry(table);
        return Payload(table);
    }

    private static byte[] Payload(FieldWriter table)
    {
        var payload = new FieldWriter();
        payload.Number(0);
        payload.Number(table.Written.Length);
        payload.Raw(BrotliBytes.Pack(table.Written, 5));
        return payload.Written.ToArray();
    }

    private static void Stored(PartWriter writer, long first, int count) =>
        writer.WriteChunk(1, new ChunkRange(first, count, 4 * count), StoredPixels.Letters, 0, Crc32C.Of(new byte[4 * count]), new byte[4 * count]);

    private static byte[] Archive(Contents contents, Action<PartWriter>? chunks = null)
    {
        using var stream = new MemoryStream();
        var sections = new SectionWriter(stream, 0);
        sections.WriteRaw(ArchiveHead.Write());
        var writer = new PartWriter(sections, contents, 0);
        chunks?.Invoke(writer);
        writer.Finish(new PackSummary { Producer = "test" });
        return stream.ToArray();
    }

    private static byte[] Archive(byte[] contents) => Sections(contents);

    private static byte[] Sections(byte[] contents)
    {
        using var stream = new MemoryStream();
        var sections = new SectionWriter(stream, 0);
        sections.WriteRaw(ArchiveHead.Write());
        var table = sections.Write(SectionKind.Contents, contents);
        var index = sections.Write(SectionKind.Index, new PartIndex([table], [], new Dictionary<int, Section>()).Write());
        sections.Write(SectionKind.Tail, new ArchiveTail(table.Offset, index.Offset, 0, 0).Write());
        return stream.ToArray();
    }

    private static byte[] Unpacked(Contents contents, string codec, int model, uint checksum, byte[] payload)
    {
        using var box = new Box();
        return box.Unpack(Archive(contents, writer => writer.WriteChunk(1, new ChunkRange(0, 4, 16), codec, model, checksum, payload))).Single().Value;
    }

    private static void Refused(Contents contents, string codec, int model, uint checksum, byte[] payload, string field) =>
        Assert.Equal(field, Assert.Throws<ArchiveFormatException>(() => Unpacked(contents, codec, model, checksum, payload)).Field);

    private static void Refused(byte[] archive, string field, ArchiveLimits? limits = null)
    {
        var error = Assert.Throws<ArchiveFormatException>(() => Hourglass.Archives.Archive.Open(new MemoryStream(archive), new ArchiveOptions { Limits = limits ?? new() }));
        Assert.Equal(field, error.Field);
    }
}
