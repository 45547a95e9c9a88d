using Hourglass.Data;
using Hourglass.Data.Bytes;
using Hourglass.Numerics;

namespace Hourglass.Tests.Data;

public sealed class IdxTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PicturesAndTheLabelsBesideThemAreRead(bool packed)
    {
        using var folder = new TemporaryFolder();
        var path = WritePair(folder, packed);
        using var data = DataSets.Open(path);
        Assert.Equal((3, new SampleShape(1, 2, 4)), (data.Count, data.Shape));
        Assert.Equal([2, 0, 1], data.Labels()!);
        Assert.Equal(["0", "1", "2"], data.LabelNames);
        Assert.Equal((0f, 255f), data.Range);
        Assert.Equal(Enumerable.Range(8, 8).Select(i => (float)i), Read(data, 1));
    }

    [Theory]
    [InlineData(0x09, new uint[] { 2, 1 }, new byte[] { 0xFF, 5 }, -1f)]
    [InlineData(0x0B, new uint[] { 1, 1 }, new byte[] { 0x01, 0x02 }, 258f)]
    [InlineData(0x0C, new uint[] { 1, 1 }, new byte[] { 0, 1, 0, 0 }, 65536f)]
    [InlineData(0x0D, new uint[] { 1, 1 }, new byte[] { 0x3F, 0xC0, 0, 0 }, 1.5f)]
    [InlineData(0x0E, new uint[] { 1, 1 }, new byte[] { 0x40, 0x04, 0, 0, 0, 0, 0, 0 }, 2.5f)]
    public void EveryTypeIsRead(byte type, uint[] sides, byte[] values, float first)
    {
        using var folder = new TemporaryFolder();
        using var data = DataSets.Open(folder.Write("values", Bytes.Idx(type, sides, values)));
        Assert.Equal(first, Read(data, 0)[0]);
        Assert.Null(data.Range);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ATruncatedFileIsNamed(bool packed)
    {
        using var folder = new TemporaryFolder();
        var file = Bytes.Idx(8, [3, 2, 4], new byte[23]);
        Assert.Contains("truncated: its header promises 24 bytes of values, 23 are there", Refusal(folder, packed ? Bytes.Gzip(file) : file), StringComparison.Ordinal);
    }

    [Fact]
    public void ATruncatedGzipIsNamed()
    {
        using var folder = new TemporaryFolder();
        var packed = Bytes.Gzip(Bytes.Idx(8, [10, 10, 10], TemporaryFolder.Values(1, 1000)));
        for (var length = 20; length < packed.Length; length += 97)
            Assert.Contains("truncated", Refusal(folder, packed[..length]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BytesAfterTheValuesAreNamed(bool packed)
    {
        using var folder = new TemporaryFolder();
        var file = Bytes.Idx(8, [3, 2, 4], new byte[25]);
        Assert.Contains("promises 24 bytes", Refusal(folder, packed ? Bytes.Gzip(file) : file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FourBillionPicturesAreRefusedBeforeMemoryIsTaken(bool packed)
    {
        using var folder = new TemporaryFolder();
        var file = Bytes.Idx(8, [uint.MaxValue, 28, 28], new byte[784]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Refusal(folder, packed ? Bytes.Gzip(file) : file);
        Assert.Contains("promises 3367254359280 bytes", message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void SidesWhoseProductOverflowsAreRefused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no file can hold", Refusal(folder, Bytes.Idx(8, [uint.MaxValue, uint.MaxValue, uint.MaxValue], [])), StringComparison.Ordinal);
    }

    [Fact]
    public void ABombUnpacksNoFurtherThanItsHeaderPromises()
    {
        using var folder = new TemporaryFolder();
        var bomb = Bytes.Gzip(Bytes.Idx(8, [1, 4, 4], new byte[64 << 20]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("promises 16 bytes", Refusal(folder, bomb), StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
    }

    [Fact]
    public void LabelsOfAnotherNumberAreRefused()
    {
        using var folder = new TemporaryFolder();
        var path = WritePair(folder, packed: false);
        folder.Write("train-labels-idx1-ubyte", Bytes.Idx(8, [2], [0, 1]));
        Assert.Contains("labels for 3 samples are expected", Assert.Throws<DataException>(() => DataSets.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 7, 1, 0, 0, 0, 1, 5 })]
    [InlineData(new byte[] { 0, 0, 8, 5, 0, 0, 0, 1, 5 })]
    [InlineData(new byte[] { 0, 0, 8, 0 })]
    [InlineData(new byte[] { 1, 0, 8, 3, 0, 0, 0, 1 })]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 1 })]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2 })]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2 })]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 5 })]
    public void MalformedHeadersAreRefused(byte[] file)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("x-idx", Refusal(folder, file), StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderOfFourFilesHasTwoParts()
    {
        using var folder = new TemporaryFolder();
        WritePair(folder, packed: true);
        Assert.False(DataSets.HasTestPart(folder.Path));
        Assert.Contains("no test part", Assert.Throws<DataException>(() => DataSets.Open(folder.Path, DataPart.Test)).Message, StringComparison.Ordinal);
        folder.Write("t10k-images-idx3-ubyte.gz", Bytes.Gzip(Bytes.Idx(8, [1, 2, 4], new byte[8])));
        folder.Write("t10k-labels-idx1-ubyte.gz", Bytes.Gzip(Bytes.Idx(8, [1], [1])));
        Assert.True(DataSets.HasTestPart(folder.Path));
        using var train = DataSets.Open(folder.Path);
        using var test = DataSets.Open(folder.Path, DataPart.Test);
        Assert.Equal((3, 1), (train.Count, test.Count));
        Assert.Equal([1], test.Labels()!);
    }

    [Fact]
    public void WhatIsTooLargeForMemoryIsUnpackedIntoAFileThatDeletesItself()
    {
        using var folder = new TemporaryFolder();
        using (var target = new SpoolTarget("test", maxMemoryBytes: 100, folder.Path))
        {
            var bytes = TemporaryFolder.Values(3, 1000);
            for (var i = 0; i < bytes.Length; i += 50)
                target.Write(bytes.AsSpan(i, 50));
            using var store = target.ToStore();
            Assert.Single(Directory.GetFiles(folder.Path));
            var read = new byte[500];
            store.Read(250, read);
            Assert.Equal(bytes[250..750], read);
            Assert.Throws<DataException>(() => store.Read(501, read));
            using var stream = store.OpenStream();
            stream.Position = 990;
            Assert.Equal(10, stream.Read(read));
        }

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static string WritePair(TemporaryFolder folder, bool packed)
    {
        var (ending, pack) = packed ? (".gz", (Func<byte[], byte[]>)Bytes.Gzip) : ("", bytes => bytes);
        folder.Write("train-labels-idx1-ubyte" + ending, pack(Bytes.Idx(8, [3], [2, 0, 1])));
        return folder.Write("train-images-idx3-ubyte" + ending, pack(Bytes.Idx(8, [3, 2, 4], [.. Enumerable.Range(0, 24).Select(i => (byte)i)])));
    }

    private static string Refusal(TemporaryFolder folder, byte[] file) =>
        Assert.Throws<DataException>(() => DataSets.Open(folder.Write("x-idx", file))).Message;

    private static float[] Read(DataSet data, int index)
    {
        var values = new float[data.Shape.Size];
        data.Read(index, values);
        return values;
    }
}
