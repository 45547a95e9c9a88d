using Hourglass.Archives;
using Hourglass.Archives.Codes;
using Hourglass.Archives.Container;
using Hourglass.Archives.Packing;
using Hourglass.Archives.Pixels;

namespace Hourglass.Tests.Archives.Codes;

/// <summary>Codes beside pictures that are damaged, or whose checksums are right and whose fields lie.</summary>
public sealed class HostileCodesTests : IDisposable
{
    private static readonly short[][] s_codes = [.. Enumerable.Range(0, 4).Select(i => new[] { (short)i, (short)(2 * i), (short)7 })];
    private static readonly VectorCodec s_codec = GivenVectors.Codec(1, 6, 5);

    private readonly Box _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void CodesThatAreRightAreRead() => Assert.Equal(s_codes[3], Read(Archive(writer => Write(writer, 0, 4))).Single()[3].ToArray());

    [Fact]
    public void CodesOfOtherItemsThanThoseOfTheirStreamAreRefused()
    {
        Refused(Archive(writer => Write(writer, 0, 5)));
        Refused(Archive(writer => Write(writer, 0, 3)));
        Refused(Archive(writer => Write(writer, 0, int.MaxValue / 64)));
        Refused(Archive(writer => Write(writer, 0, 4), writer => Write(writer, 4, 1)));
        Refused(Archive(writer => Write(writer, 0, 4), writer => Write(writer, 0, 4)));
        Refused(Archive(writer => Write(writer, 0, 4, stream: 0)));
        Refused(Archive(writer => Write(writer, 0, 4, stream: 2)));
        Refused(Archive(writer => Write(writer, 0, 4, stream: 9)));
        // A picture in two bands, cut between them.
        Refused(Archive(bandRows: 3, writer => Write(writer, 0, 1), writer => Write(writer, 1, 7)));
    }

    [Fact]
    public void CodesThatOverlapAreRefusedWhenTheyAreRead()
    {
        // The index only counts items: where they begin is in the codes themselves.
        var archive = Archive(writer => Write(writer, 0, 2), writer => Write(writer, 1, 2));
        Assert.Equal("the place of codes", Assert.Throws<ArchiveFormatException>(() => Read(archive)).Field);
        Assert.Contains(Box.Verify(archive).Problems, problem => problem is { Block: SectionKind.Codes, What: "its items are not in the table of contents, or in two codes" });
        Assert.Single(_box.Unpack(archive));
        var (report, files) = _box.Salvage(archive);
        Assert.Empty(report.Missing);
        Assert.Single(files);
    }

    [Fact]
    public void AModelThatIsNotThereOrForOtherPicturesIsRefused()
    {
        Assert.Equal("the model of a chunk", RefusedReading(writer => Write(writer, 0, 4, model: 7)));
        Assert.Equal("the model of codes", RefusedReading(writer => Write(writer, 0, 4, model: 2)));
        Assert.NotEmpty(RefusedReading(writer => Write(writer, 0, 4, model: 3)));
        Assert.Equal("the model of codes", RefusedReading(writer => Write(writer, 0, 4, model: 0)));
    }

    [Fact]
    public void AWrongChecksumOfTheCodesIsFound() =>
        Assert.Equal("the checksum of codes", RefusedReading(writer => writer.WriteCodes(1, 0, 4, 1, CodesHead.ChecksumOf(s_codes) + 1, s_codec.EncodeCodes(s_codes, default))));

    [Fact]
    public void MoreNumbersThanAChunkMayHaveAreRefusedBeforeMemoryIsTaken()
    {
        _box.Add("dots", Pictures.Idx(3, 40, 1, 1));
        _box.Pack(GivenVectors.Beside);
        var archive = File.ReadAllBytes(_box.Archive);
        var error = Assert.Throws<ArchiveFormatException>(() => Read(archive, new ArchiveLimits { MaxChunkSamples = 40 * 3 - 1 }));
        Assert.Equal("the numbers of codes", error.Field);
        Assert.Equal(40, Read(archive, new ArchiveLimits { MaxChunkSamples = 40 * 3 }).Single().Count);
    }

    [Fact]
    public void EveryFlippedBitOfCodesIsFoundAndNamedAndStopsNoUnpacking()
    {
        _box.Add("images", Pictures.Idx(3, 40, 5, 6));
        _box.Pack(GivenVectors.Beside);
        var (whole, archive) = (_box.Unpack(), File.ReadAllBytes(_box.Archive));
        var section = SectionOf(archive);
        for (var i = section.Offset; i < section.End; i++)
        {
            var broken = (byte[])archive.Clone();
            broken[i] ^= (byte)(1 << (int)(i % 8));
            var report = Box.Verify(broken);
            Assert.False(report.Passed);
            Assert.Contains(report.Problems, problem => problem.Offset == section.Offset);
            Assert.Equal(whole, _box.Unpack(broken));
            var (salvaged, files) = _box.Salvage(broken);
            Assert.Empty(salvaged.Missing);
            Assert.Equal(whole, files);
            if (i >= section.PayloadOffset)
                Assert.Throws<ArchiveFormatException>(() => Read(broken));
        }

        archive[section.End - 1] ^= 1;
        Assert.Equal("CODE with pictures 0 to 39 of images", Assert.Single(Box.Verify(archive).Problems).Block);
    }

    [Fact]
    public void ATruncatedArchiveSalvagesItsPicturesWithoutTheCodes()
    {
        _box.Add("images", Pictures.Idx(3, 40, 5, 6));
        _box.Pack(GivenVectors.Beside);
        var archive = File.ReadAllBytes(_box.Archive);
        for (var length = 0; length < archive.Length; length += 5)
        {
            using var cut = Hourglass.Archives.Archive.Open(new MemoryStream(archive[..length]), isDamaged: true);
            Assert.InRange(cut.ReadCodes().Sum(codes => codes.Count), 0, 40);
            Assert.False(Box.Verify(archive[..length]).Passed);
        }
    }

    private static Section SectionOf(byte[] bytes)
    {
        using var archive = Hourglass.Archives.Archive.Open(new MemoryStream(bytes));
        return archive.Parts[0].Codes.Single().Section;
    }

    private static void Write(PartWriter writer, long first, int count, int stream = 1, int model = 1)
    {
        short[][] codes = [.. s_codes.Take(count)];
        writer.WriteCodes(stream, first, count, model, CodesHead.ChecksumOf(codes), s_codec.EncodeCodes(codes, default));
    }

    private static byte[] Archive(params Action<PartWriter>[] codes) => Archive(5, codes);

    /// <summary>Four pictures of 6x5 and codes; the first model is for these, the second for colors, the third none.</summary>
    private static byte[] Archive(int bandRows, params Action<PartWriter>[] codes)
    {
        var contents = new Contents(0, [new StreamLayout(1, 256, 1)], [new EntryLayout("a", EntryKind.Pixels, 0, new PictureLayout(1, 4, 6, 5, bandRows, 0, new byte[8], default))]);
        using var stream = new MemoryStream();
        var sections = new SectionWriter(stream, 0);
        sections.WriteRaw(ArchiveHead.Write());
        var writer = new PartWriter(sections, contents, 0);
        writer.WriteModel(s_codec.Model.Span, isExternal: false);
        writer.WriteModel(GivenVectors.Codec(3, 6, 5).Model.Span, isExternal: false);
        writer.WriteModel("no model"u8, isExternal: false);
        var pixels = new byte[120];
        writer.WriteChunk(1, new ChunkRange(0, (int)contents.LengthOf(1), 120), StoredPixels.Letters, 0, Crc32C.Of(pixels), pixels);
        foreach (var write in codes)
            write(writer);
        writer.Finish(new PackSummary { Producer = "test" });
        return stream.ToArray();
    }

    private static IReadOnlyList<PictureCodes> Read(byte[] bytes, ArchiveLimits? limits = null)
    {
        using var archive = Hourglass.Archives.Archive.Open(new MemoryStream(bytes), new ArchiveOptions { Limits = limits ?? new() });
        return archive.ReadCodes();
    }

    private string RefusedReading(Action<PartWriter> codes)
    {
        var archive = Archive(codes);
        Assert.Single(_box.Unpack(archive));
        Assert.False(Box.Verify(archive).Passed);
        return Assert.Throws<ArchiveFormatException>(() => Read(archive)).Field;
    }

    private static void Refused(byte[] archive)
    {
        var error = Assert.Throws<ArchiveFormatException>(() => Hourglass.Archives.Archive.Open(new MemoryStream(archive)));
        Assert.Equal("the codes in the index", error.Field);
    }
}
