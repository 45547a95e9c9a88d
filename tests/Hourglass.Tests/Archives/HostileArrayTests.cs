using Hourglass.Archives;
using Hourglass.Archives.Arrays;
using Hourglass.Archives.Container;
using Hourglass.Archives.Packing;
using Hourglass.Archives.Pixels;
using Hourglass.Data.Arrays;

namespace Hourglass.Tests.Archives;

/// <summary>Archives of arrays whose checksums are right and whose fields lie.</summary>
public sealed class HostileArrayTests
{
    private static readonly NumberLayout s_six = new(new ElementType(ElementKind.Float32), false, [2, 3], 0, 1, 0, new byte[5]);

    public static TheoryData<string, byte[]> Lies() => new()
    {
        { "the kind of an array", [10, 0, 1, 6, 0, 6] },
        { "the order of an array", [8, 4, 1, 6, 0, 6] },
        { "the order of an array", [1, 1, 1, 6, 0, 6] },
        { "the number of sides of an array", [8, 0, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1] },
        { "a side of an array", [8, 0, 1, 0, 0, 1] },
        { "a side of an array", [8, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0, 1] },
        { "a side of an array", [8, 0, 2, 0xFF, 0xFF, 0xFF, 0xFF, 7, 0xFF, 0xFF, 0xFF, 0xFF, 7, 0, 1] },
        { "the axis of an array", [8, 0, 1, 6, 1, 1] },
        { "the axis of an array", [8, 0, 0, 1, 1] },
        { "the steps of a slab", [8, 0, 1, 6, 0, 0] },
        { "the steps of a slab", [8, 0, 1, 6, 0, 7] },
        { "the steps of a slab", [8, 0, 0, 0, 2] },
        { "a slab of an array", [8, 0, 2, 2, 0xFF, 0xFF, 0xFF, 0x7F, 0, 1] },
        { "the number of pictures and slabs", [1, 0, 2, 0xFF, 0xFF, 0xFF, 0x7F, 2, 0, 1] },
        { "the bound of an array", [8, 0, 0, 0, 1, 0, 0] },
        { "the bound of an array", [8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xF0, 0x7F] },
        { "the bound of an array", [8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xF0, 0xBF] },
        { "the bytes before an array", [8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 9] },
        { "the length of the bytes before an array", [8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0x7F] },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void EveryFieldOfAnArrayIsChecked(string field, byte[] fields)
    {
        var table = new FieldWriter();
        foreach (var number in new[] { 0, 1, 0 })
            table.Number(number);
        table.Bytes("a"u8);
        table.Byte((byte)EntryKind.Array);
        table.Raw(fields);
        if (!field.Contains("bound", StringComparison.Ordinal) && !field.Contains("before", StringComparison.Ordinal))
            table.Raw(new byte[9]);
        var payload = new FieldWriter();
        payload.Number(0);
        payload.Number(table.Written.Length);
        payload.Raw(BrotliBytes.Pack(table.Written, 5));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ArchiveFormatException>(() => ContentsFormat.Read(payload.Written.ToArray(), 0, new ArchiveLimits()));
        Assert.Equal(field, error.Field);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void AChunkThatLiesIsRefusedWhenItIsRead()
    {
        var raw = Npy.Bytes(1f, 2f, 3f, 4f, 5f, 6f);
        var right = Crc32C.Of(raw);
        Slab[] slabs = [.. Contents().SlabsOf(0, 2)];
        var coded = ArrayChunk.Encode(slabs, raw, default);
        Assert.Equal([0, 0, 0, 0, 0, .. raw], Unpacked(ArrayChunk.Letters, right, coded));
        Assert.Equal([0, 0, 0, 0, 0, .. raw], Unpacked(StoredPixels.Letters, right, raw));
        Assert.Equal([0, 0, 0, 0, 0, .. raw], Unpacked(BrotliPixels.Letters, right, BrotliBytes.Pack(raw, 5)));
        Refused(ArrayChunk.Letters, right + 1, coded, "the checksum of what was unpacked");
        Refused(ArrayChunk.Letters, right, [.. coded, 0], "the slabs of a chunk");
        Refused(ArrayChunk.Letters, right, coded[..^1], "a slab of an array");
        Refused(ArrayChunk.Letters, right, [2, 1, 9, .. coded], "a piece of an array");
        Refused(StoredPixels.Letters, right, raw[..^1], "the checksum of what was unpacked");
        Refused(BrotliPixels.Letters, right, [1, 2, 3], "a chunk packed by Brotli");
        Refused("ctx1", right, coded, "the codec of a chunk");
    }

    [Fact]
    public void SlabsWithoutTheirChunksAreRefused()
    {
        var raw = Npy.Bytes(1f, 2f, 3f);
        var error = Assert.Throws<ArchiveFormatException>(() => Open(writer => writer.WriteChunk(1, new ChunkRange(0, 1, 3), StoredPixels.Letters, 0, Crc32C.Of(raw), raw)));
        Assert.Equal("the chunks in the index", error.Field);
        Assert.Equal("the chunks in the index", Assert.Throws<ArchiveFormatException>(() => Open(_ => { })).Field);
    }

    [Fact]
    public void AChunkOfMoreBytesThanAllowedIsRefusedBeforeTheyAreTaken()
    {
        var numbers = new NumberLayout(new ElementType(ElementKind.Float64), false, [8, 1 << 22], 0, 1, 0, default);
        var contents = new Contents(0, [], [new EntryLayout("a", EntryKind.Array, Numbers: numbers)]);
        var archive = Archive(contents, writer => writer.WriteChunk(1, new ChunkRange(0, 8, 8 << 22), BrotliPixels.Letters, 0, 0, []));
        using var box = new Box();
        Assert.Equal("the bytes of a chunk", Assert.Throws<ArchiveFormatException>(() => box.Unpack(archive)).Field);
    }

    private static Contents Contents() => new(0, [], [new EntryLayout("a", EntryKind.Array, Numbers: s_six)]);

    private static byte[] Archive(Contents contents, Action<PartWriter> chunks)
    {
        using var stream = new MemoryStream();
        var sections = new SectionWriter(stream, 0);
        sections.WriteRaw(ArchiveHead.Write());
        var writer = new PartWriter(sections, contents, 0);
        chunks(writer);
        writer.Finish(new PackSummary { Producer = "test" });
        return stream.ToArray();
    }

    private static void Open(Action<PartWriter> chunks) => Hourglass.Archives.Archive.Open(new MemoryStream(Archive(Contents(), chunks))).Dispose();

    private static byte[] Unpacked(string codec, uint checksum, byte[] payload)
    {
        using var box = new Box();
        return box.Unpack(Archive(Contents(), writer => writer.WriteChunk(1, new ChunkRange(0, 2, 6), codec, 0, checksum, payload))).Single().Value;
    }

    private static void Refused(string codec, uint checksum, byte[] payload, string field) =>
        Assert.Equal(field, Assert.Throws<ArchiveFormatException>(() => Unpacked(codec, checksum, payload)).Field);
}
