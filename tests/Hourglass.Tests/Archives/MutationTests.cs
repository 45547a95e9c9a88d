using System.Buffers.Binary;
using System.Globalization;
using Hourglass.Archives;
using Hourglass.Archives.Container;
using Hourglass.Archives.Files;
using Hourglass.Archives.Pixels;
using Hourglass.Numerics;

namespace Hourglass.Tests.Archives;

/// <summary>Archives whose payloads were changed at random and given right checksums: what a decoder sees of somebody who means harm.</summary>
public sealed class MutationTests
{
    /// <summary>Set it to try more, for example 1000000.</summary>
    private const string Rounds = "HOURGLASS_MUTATIONS";

    private const int RoundsByDefault = 2_000;
    private const int RoundsOfGoldens = 500;

    /// <summary>The contexts of a chunk alone may take 64 MiB.</summary>
    private const long MostBytes = 256 << 20;

    [Fact]
    public void NothingButAnArchiveFormatExceptionLeavesTheReader() => Mutate([.. Archives()], 20, RoundsByDefault);

    [Fact]
    public void NorAnyOfItsCodecs() => Mutate([.. GoldenArchive.All.Select(archive => archive.Read())], 21, RoundsOfGoldens);

    private static void Mutate(byte[][] archives, ulong seed, int byDefault)
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable(Rounds) ?? $"{byDefault}", CultureInfo.InvariantCulture);
        var (rng, refused) = (new Rng(seed), 0);
        for (var round = 0; round < rounds; round++)
        {
            var bytes = Mutated(archives[round % archives.Length], rng);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var report = Box.Verify(bytes);
            if (!report.Passed)
                refused++;
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < MostBytes, $"round {round} took {allocated} bytes");
        }

        // A change of what nothing depends on, such as the name of the program that packed, is no damage.
        Assert.InRange(refused, rounds / 2, rounds);
    }

    private static IEnumerable<byte[]> Archives()
    {
        IPixelCodec[][] codecs = [[new StoredPixels()], [new BrotliPixels()], [new PngPixels()], [new ContextCodec()]];
        foreach (var tried in codecs)
        {
            using var box = new Box();
            box.Add("images", Pictures.Idx(1, 5, 8, 8));
            box.Add("a.png", Pictures.Png(Pictures.Drawn(9, 7, 3, 256, 1), 2));
            box.Add("b.png", Pictures.Png(Pictures.Drawn(9, 7, 1, 16, 1), PngForm.Palette));
            box.Add("text", "Some text, some text, some text."u8.ToArray());
            box.Pack(Box.Quick with { Codecs = tried });
            yield return File.ReadAllBytes(box.Archive);
        }

        using var arrays = new Box();
        arrays.Add("a.npy", Npy.Of(">f4", [3, 20, 10], Npy.Turned(Npy.Bytes(Npy.Smooth(600)), 4), fortran: true));
        arrays.Add("b-50.f64", Npy.Bytes([.. Enumerable.Range(0, 50).Select(i => i * 0.25)]));
        arrays.Pack(Box.Quick with { AbsoluteError = 0.1 });
        yield return File.ReadAllBytes(arrays.Archive);
    }

    private static byte[] Mutated(byte[] archive, Rng rng)
    {
        var bytes = (byte[])archive.Clone();
        using var opened = Archive.Open(new MemoryStream(archive));
        var sections = new List<Section>();
        for (var section = opened.Sections.Find(ArchiveHead.Bytes); section is { } found; section = opened.Sections.Find(found.End))
            sections.Add(found);
        var changed = sections[rng.NextInt(sections.Count)];
        var payload = bytes.AsSpan((int)changed.PayloadOffset, (int)changed.Length);
        for (var n = 1 + rng.NextInt(4); n > 0; n--)
        {
            // The head of a chunk is short and its packed bytes are many: the first bytes are changed more often.
            var place = rng.NextInt(2) == 0 ? rng.NextInt(Math.Min(16, payload.Length)) : rng.NextInt(payload.Length);
            payload[place] = rng.NextInt(3) switch { 0 => (byte)rng.NextInt(256), 1 => 0xFF, _ => (byte)(payload[place] ^ (1 << rng.NextInt(8))) };
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((int)(changed.PayloadOffset + changed.Length)), Crc32C.Of(payload));
        return bytes;
    }
}
