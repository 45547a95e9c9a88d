using Hourglass.Data;

namespace Hourglass.Tests.Data;

/// <summary>Small packed files that promise more than images pack to are refused before a byte of them is unpacked.</summary>
public sealed class BombTests
{
    private const uint Side = 1 << 10;

    /// <summary>300 samples of a megabyte are more than is unpacked into memory, and over 64 times 300 kB, but not more than deflate can pack.</summary>
    private const uint Samples = 300;

    private static readonly byte[] s_values = TemporaryFolder.Values(1, 300_000);

    [Fact]
    public void AnIdxFileThatPromisesTooMuchIsRefusedByItsHeader() => Refused("bomb.gz", Bytes.Gzip(Bytes.Idx(8, [Samples, Side, Side], s_values)));

    [Fact]
    public void AnNpyFileThatPromisesTooMuchIsRefusedByItsHeader() => Refused("bomb.npy.gz", Bytes.Gzip(PromisingNpy()));

    [Fact]
    public void AnArrayOfAnNpzFileThatPromisesTooMuchIsRefusedByItsHeader() => Refused("bomb.npz", Bytes.Zip(("x.npy", PromisingNpy())));

    private static byte[] PromisingNpy() => Bytes.Npy("|u1", $"({Samples}, {Side}, {Side})", s_values);

    private static void Refused(string name, byte[] file)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(name, file);
        var error = Assert.Throws<DataException>(() => DataSets.Open(path));
        Assert.Contains("decompression bomb", error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }
}
