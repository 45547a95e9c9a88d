using Hourglass.Archives;
using Hourglass.Archives.Container;

namespace Hourglass.Tests.Archives;

public sealed class DamageTests : IDisposable
{
    private readonly Box _box = new();
    private readonly byte[] _archive;

    public DamageTests()
    {
        _box.Add("images", Pictures.Idx(1, 6, 5, 4));
        _box.Add("a.png", Pictures.Png(Pictures.Drawn(6, 5, 3, 256, 1), 2));
        _box.Add("text", "Some text, some text, some text."u8.ToArray());
        _box.Pack(Box.Quick with { PicturesPerChunk = 2 });
        _archive = File.ReadAllBytes(_box.Archive);
    }

    public void Dispose() => _box.Dispose();

    [Fact]
    public void AWholeArchiveVerifies()
    {
        var report = Box.Verify(_archive);
        Assert.Empty(report.Problems);
        Assert.Equal(5, report.Chunks);
        Assert.True(report.Passed);
    }

    [Fact]
    public void EveryFlippedBitIsFoundAndItsBlockNamed()
    {
        var sections = Sections();
        for (var i = 0; i < _archive.Length; i++)
        {
            var broken = Flipped(i, i % 8);
            var report = Box.Verify(broken);
            Assert.False(report.Passed, $"bit {i % 8} of byte {i}");
            var place = i < ArchiveHead.Bytes ? 0 : sections.Last(section => section.Offset <= i).Offset;
            Assert.Contains(report.Problems, problem => problem.Offset == place);
        }
    }

    [Fact]
    public void NoFlippedBitComesOutAsOtherFiles()
    {
        var whole = _box.Unpack();
        for (var i = 0; i < _archive.Length; i++)
        {
            try
            {
                Assert.Equal(whole, _box.Unpack(Flipped(i, i % 8)));
            }
            catch (ArchiveFormatException)
            {
                // Refused: as good.
            }
        }
    }

    [Fact]
    public void SalvageTakesOutAllThatIsNotInTheDamagedBlock()
    {
        var whole = _box.Unpack();
        foreach (var section in Sections())
        {
            var (report, files) = _box.Salvage(Flipped((int)section.PayloadOffset, 3));
            if (section.Kind != SectionKind.Chunk)
            {
                Assert.Equal(whole, files);
                Assert.Empty(report.Missing);
                continue;
            }

            var missing = Assert.Single(report.Missing);
            Assert.Equal(whole.Count, files.Count + (missing.Written ? 0 : 1));
            foreach (var (name, bytes) in files.Where(file => file.Key != missing.Name))
                Assert.Equal(whole[name], bytes);
        }
    }

    [Fact]
    public void ATruncatedArchiveGivesItsWholeChunks()
    {
        var whole = _box.Unpack();
        var chunks = Sections().Where(section => section.Kind == SectionKind.Chunk).ToList();
        for (var length = 0; length < _archive.Length; length++)
        {
            var cut = _archive[..length];
            Assert.ThrowsAny<ArchiveFormatException>(() => _box.Unpack(cut));
            Assert.False(Box.Verify(cut).Passed);
            var (report, files) = _box.Salvage(cut);
            if (length >= chunks[0].Offset)
            {
                var left = 6 - (2 * chunks[^3..].Count(chunk => chunk.End <= length));
                Assert.Equal(left == 0 ? null : $"{left} of 6 pictures", report.Missing.SingleOrDefault(part => part.Name == "images")?.What);
            }

            foreach (var (name, bytes) in files.Where(file => report.Missing.All(missing => missing.Name != file.Key)))
                Assert.Equal(whole[name], bytes);
        }
    }

    [Fact]
    public void MissingPicturesAreZerosAndTheOthersStandWhereTheyStood()
    {
        var chunk = Sections().Where(section => section.Kind == SectionKind.Chunk).ToList();
        var images = File.ReadAllBytes(Path.Combine(_box.Data, "images"));
        var damaged = chunk.Single(section => Box.Verify(Flipped((int)section.End - 1, 0)).Problems.Any(problem => problem.Block.Contains("pictures 2 to 3 of images", StringComparison.Ordinal)));
        var (report, files) = _box.Salvage(Flipped((int)damaged.End - 1, 0));
        Assert.Equal(new MissingPart("images", "2 of 6 pictures", true), Assert.Single(report.Missing));
        images.AsSpan(16 + 40, 40).Clear();
        Assert.Equal(images, files["images"]);
    }

    [Fact]
    public void RandomBytesAndRandomDamageNeverLeadToOtherExceptions()
    {
        var rng = new Hourglass.Numerics.Rng(5);
        for (var round = 0; round < 300; round++)
        {
            var bytes = (byte[])_archive.Clone();
            for (var n = 1 + rng.NextInt(12); n > 0; n--)
                bytes[rng.NextInt(bytes.Length)] = (byte)rng.NextInt(256);
            if (round % 3 == 0)
                bytes = [.. bytes[..rng.NextInt(bytes.Length)], .. bytes[rng.NextInt(bytes.Length)..]];
            Assert.False(Box.Verify(bytes).Passed);
            try
            {
                _box.Salvage(bytes);
                _box.Unpack(bytes);
            }
            catch (ArchiveFormatException)
            {
                // The only one that may come.
            }
        }
    }

    private byte[] Flipped(int place, int bit)
    {
        var bytes = (byte[])_archive.Clone();
        bytes[place] ^= (byte)(1 << bit);
        return bytes;
    }

    private List<Section> Sections()
    {
        using var archive = Archive.Open(new MemoryStream(_archive));
        var sections = new List<Section>();
        for (var section = archive.Sections.Find(ArchiveHead.Bytes); section is { } found; section = archive.Sections.Find(found.End))
            sections.Add(found);
        return sections;
    }
}
