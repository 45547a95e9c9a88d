using Hourglass.Archives;
using Hourglass.Data;

namespace Hourglass.Tests.Archives;

public sealed class AppendTests : IDisposable
{
    private readonly Box _box = new();

    public AppendTests()
    {
        _box.Add("one/images", Pictures.Idx(1, 5, 6, 7));
        _box.Add("one/text", [1, 2, 3]);
        Write("more/two/images", Pictures.Idx(2, 4, 6, 7));
        Write("more/two/b.png", Pictures.Png(Pictures.Drawn(5, 5, 1, 256, 1), 0));
    }

    public void Dispose() => _box.Dispose();

    [Fact]
    public void WhatIsAppendedComesBackWithWhatWasThere()
    {
        _box.Pack();
        var before = _box.Unpack();
        ArchivePacker.Append(_box.Path("more"), _box.Archive, Box.Quick);
        var after = _box.Unpack();
        Assert.Equal(["one/images", "one/text", "two/b.png", "two/images"], after.Keys);
        Assert.All(before, file => Assert.Equal(file.Value, after[file.Key]));
        Assert.Equal(Pictures.Idx(2, 4, 6, 7), after["two/images"]);
        Assert.Empty(ArchiveVerifier.Verify(_box.Archive).Problems);
    }

    [Fact]
    public void AppendingStoppedAtAnyByteLeavesTheOldArchive()
    {
        _box.Pack();
        var (old, before) = (File.ReadAllBytes(_box.Archive), _box.Unpack());
        ArchivePacker.Append(_box.Path("more"), _box.Archive, Box.Quick);
        var (all, after) = (File.ReadAllBytes(_box.Archive), _box.Unpack());
        Assert.Equal(old, all[..old.Length]);
        for (var length = old.Length + 1; length < all.Length; length++)
        {
            Assert.Equal(before, _box.Unpack(all[..length]));
            Assert.False(Box.Verify(all[..length]).Passed);
        }

        // Appending again removes what was left and ends with the same bytes.
        File.WriteAllBytes(_box.Archive, all[..(old.Length + ((all.Length - old.Length) / 2))]);
        ArchivePacker.Append(_box.Path("more"), _box.Archive, Box.Quick);
        Assert.Equal(all, File.ReadAllBytes(_box.Archive));
        Assert.Equal(after, _box.Unpack());
    }

    [Fact]
    public void EveryFlippedBitOfAnAppendedArchiveIsFound()
    {
        _box.Pack();
        ArchivePacker.Append(_box.Path("more"), _box.Archive, Box.Quick);
        var all = File.ReadAllBytes(_box.Archive);
        for (var i = 0; i < all.Length; i += 3)
        {
            var broken = (byte[])all.Clone();
            broken[i] ^= 0x10;
            Assert.False(Box.Verify(broken).Passed, $"byte {i}");
        }
    }

    [Fact]
    public void ANameThatIsThereAlreadyIsNotAppended()
    {
        _box.Pack();
        var old = File.ReadAllBytes(_box.Archive);
        var error = Assert.Throws<DataException>(() => ArchivePacker.Append(_box.Data, _box.Archive, Box.Quick));
        Assert.Contains("one/images cannot be appended", error.Message, StringComparison.Ordinal);
        Assert.Equal(old, File.ReadAllBytes(_box.Archive));
    }

    [Fact]
    public void AnAppendingThatFailsLeavesTheOldBytes()
    {
        _box.Pack();
        var old = File.ReadAllBytes(_box.Archive);
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            ArchivePacker.Append(_box.Path("more"), _box.Archive, Box.Quick, new CancelAt("packing", source), source.Token));
        Assert.Equal(old, File.ReadAllBytes(_box.Archive));
    }

    [Fact]
    public void APackingThatFailsLeavesNothing()
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => ArchivePacker.Pack(_box.Data, _box.Archive, Box.Quick, new CancelAt("measuring", source), source.Token));
        Assert.Equal(["data", "more"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(_box.Archive)!).Select(Path.GetFileName).Order());
    }

    private void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_box.Path(name))!);
        File.WriteAllBytes(_box.Path(name), bytes);
    }

    private sealed class CancelAt(string stage, CancellationTokenSource source) : IProgress<DataProgress>
    {
        public void Report(DataProgress value)
        {
            if (value.Stage == stage)
                source.Cancel();
        }
    }
}
