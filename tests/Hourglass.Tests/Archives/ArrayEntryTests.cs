using System.IO.Compression;
using CsCheck;
using Hourglass.Archives;
using Hourglass.Archives.Arrays;
using Hourglass.Archives.Container;
using Hourglass.Data.Arrays;
using Hourglass.Numerics;
using Hourglass.Tests.Data;

namespace Hourglass.Tests.Archives;

/// <summary>Arrays through pack, unpack and verify.</summary>
public sealed class ArrayEntryTests
{
    private static readonly (string Type, ElementKind Kind)[] s_types =
    [
        ("|b1", ElementKind.Boolean), ("|u1", ElementKind.UInt8), ("|i1", ElementKind.Int8), ("<u2", ElementKind.UInt16), (">i2", ElementKind.Int16),
        ("<i4", ElementKind.Int32), (">i8", ElementKind.Int64), ("<f2", ElementKind.Float16), ("<f4", ElementKind.Float32), (">f4", ElementKind.Float32),
        ("<f8", ElementKind.Float64), (">f8", ElementKind.Float64),
    ];

    private static readonly Gen<(byte[] File, ElementKind Kind, bool BigEndian, int Header)> s_arrays =
        Gen.Select(Gen.Int[0, s_types.Length - 1], Gen.Int[1, 9].Array[0, 4], Gen.ULong, Gen.Bool, Gen.Bool).Select((which, shape, seed, fortran, noise) =>
        {
            var ((type, kind), random) = (s_types[which], new Rng(seed, 0));
            var (size, count) = (new ElementType(kind).Size, shape.Aggregate(1, (product, side) => product * side));
            var values = new byte[count * size];
            for (var i = 0; i < values.Length; i++)
                values[i] = (byte)(noise ? random.NextInt(256) : i / size % 5);
            var file = Npy.Of(type, shape, values, fortran);
            return (file, kind, type[0] == '>', file.Length - values.Length);
        });

    [Fact]
    public void AnyArrayComesBackByteByByte() => s_arrays.Array[1, 4].Sample(files =>
    {
        using var box = new Box();
        for (var i = 0; i < files.Length; i++)
            box.Add($"{i}.npy", files[i].File);
        var report = box.Pack();
        Assert.Equal(files.Length, report.Summary.Arrays!.Arrays);
        Assert.All(box.Unpack().Values.Zip(files), pair => Assert.Equal(pair.Second.File, pair.First));
    }, iter: 150, threads: 1);

    [Fact]
    public void NoNumberIsFurtherOffThanTheBoundAndHeadersStay() => Gen.Select(s_arrays, Gen.Double[-6, 0], Gen.Bool).Sample((array, log, isRelative) =>
    {
        using var box = new Box();
        var bound = Math.Pow(10, log);
        box.Add("a.npy", array.File);
        box.Pack(Box.Quick with { RelativeError = isRelative ? bound : null, AbsoluteError = isRelative ? null : 100 * bound });
        var back = box.Unpack()["a.npy"];
        Assert.Equal(array.File[..array.Header], back[..array.Header]);
        var size = new ElementType(array.Kind).Size;
        var (exact, coded) = (array.File[array.Header..], back[array.Header..]);
        if (array.BigEndian)
            (exact, coded) = (Npy.Turned(exact, size), Npy.Turned(coded, size));
        var (low, high) = Elements.Range(exact, array.Kind);
        var allowed = !isRelative ? 100 * bound : double.IsFinite(bound * (high - low)) ? bound * (high - low) : 0;
        for (var i = 0; i < exact.Length / size; i++)
        {
            var (a, b) = (Elements.Bits(exact, size, i), Elements.Bits(coded, size, i));
            var error = Elements.IsFloat(array.Kind)
                ? Math.Abs(Elements.Value(array.Kind, a) - Elements.Value(array.Kind, b))
                : (double)Int128.Abs((Int128)Elements.Whole(array.Kind, a) - Elements.Whole(array.Kind, b));
            Assert.True(a == b || error <= allowed, $"{array.Kind} {a:X} came back as {b:X}, bound {allowed}");
        }

        var verified = ArchiveVerifier.Verify(box.Archive, box.Data);
        Assert.True(verified.Passed);
        Assert.Equal((0, exact.Length / size), (verified.Comparison!.Arrays!.Violations, verified.Comparison.Arrays.Values));
    }, iter: 150, threads: 1);

    [Theory]
    [InlineData("<f4", false)]
    [InlineData(">f4", false)]
    [InlineData("<f4", true)]
    [InlineData(">f4", true)]
    public void BoundedArraysOfEveryOrderTakeFarFewerBits(string type, bool fortran)
    {
        using var box = new Box();
        var values = Npy.Bytes(Npy.Smooth(6000));
        box.Add("field.npy", Npy.Of(type, [20, 30, 10], type[0] == '>' ? Npy.Turned(values, 4) : values, fortran));
        var report = box.Pack(Box.Quick with { RelativeError = 1e-2 });
        Assert.InRange(report.Summary.Arrays!.Bytes, 1, values.Length / 8);
        Assert.InRange(report.Summary.Arrays.WorstShare!.Value, 0.01, 1);
        Assert.True(ArchiveVerifier.Verify(box.Archive, box.Data).Passed);
        using var archive = Hourglass.Archives.Archive.Open(box.Archive);
        var array = Assert.Single(archive.Entries).Array!;
        Assert.Equal(("float32", 6000), (array.Type, array.Values));
        Assert.Equal([20, 30, 10], array.Shape);
        Assert.Equal(1.02, array.Bound, 0.01);
        Assert.InRange(array.BitsPerValue, 0.1, 4);
    }

    [Fact]
    public void BooleansAndBoundsBelowOneKeepWholeNumbersExact()
    {
        using var box = new Box();
        byte[] flags = Npy.Of("|b1", [64], [.. Enumerable.Range(0, 64).Select(i => (byte)(i % 3 == 0 ? 1 : 0))]);
        byte[] labels = Npy.Of("<i4", [50], Npy.Bytes([.. Enumerable.Range(0, 50).Select(i => i * 7 % 10)]));
        box.Add("flags.npy", flags);
        box.Add("labels.npy", labels);
        box.Pack(Box.Quick with { RelativeError = 0.1 });
        Assert.Equal([flags, labels], box.Unpack().Values);
        box.Pack(Box.Quick with { AbsoluteError = 1 });
        Assert.Equal(flags, box.Unpack()["flags.npy"]);
    }

    [Fact]
    public void BareFloatsAreArraysWhenTheirNameSaysTheirSides()
    {
        using var box = new Box();
        var values = Npy.Bytes(Npy.Smooth(240));
        box.Add("wind-2x3x40.f32", values);
        box.Add("half-2x60.f64", values);
        box.Add("flat-240.f32", values);
        box.Add("short-2x3x41.f32", values);
        box.Add("zero-0x240.f32", values);
        box.Add("huge-99999999999x240.f32", values);
        box.Add("none.f32", values);
        var report = box.Pack();
        Assert.Equal(3, report.Summary.Arrays!.Arrays);
        Assert.All(box.Unpack().Values, file => Assert.Equal(values, file));
        using var archive = Hourglass.Archives.Archive.Open(box.Archive);
        Assert.Equal([2, 60], archive.Entries.Single(entry => entry.Name == "half-2x60.f64").Array!.Shape);
    }

    [Fact]
    public void APackedFieldIsOpened()
    {
        using var box = new Box();
        var values = Npy.Bytes(Npy.Smooth(240));
        using (var packed = new GZipStream(File.Create(box.Path("wind-2x120.f32.gz")), CompressionLevel.Fastest))
            packed.Write(values);
        ArchivePacker.Pack(box.Path("wind-2x120.f32.gz"), box.Archive, Box.Quick);
        Assert.Equal(values, box.Unpack()["wind-2x120.f32"]);
        Assert.Equal(240, ArchiveVerifier.Verify(box.Archive, box.Path("wind-2x120.f32.gz")).Comparison!.Arrays!.Values);
    }

    [Fact]
    public void WhatIsNoWholeArrayOfNumbersIsKeptAsBytes()
    {
        using var box = new Box();
        var values = Npy.Bytes(Npy.Smooth(12));
        box.Add("empty.npy", Npy.Of("<f4", [0, 3], []));
        box.Add("longer.npy", Npy.Of("<f4", [11], values));
        box.Add("shorter.npy", Npy.Of("<f4", [13], values));
        box.Add("text.npy", Npy.Of("<U4", [3], values));
        box.Add("cut.npy", Npy.Of("<f4", [12], values)[..40]);
        box.Add("many.npy", Npy.Of("<f4", [1, 1, 1, 1, 1, 1, 1, 1, 12], values));
        box.Add("far.npy", Npy.Of("|b1", [1, int.MaxValue, 0], []));
        var report = box.Pack();
        Assert.Null(report.Summary.Arrays);
        Assert.Equal(Box.FilesIn(box.Data), box.Unpack());
        Assert.Throws<NoArrayException>(() => box.Pack(Box.Quick with { AbsoluteError = 1 }));
    }

    [Fact]
    public void TheNumberOfThreadsDoesNotShowInTheArchive()
    {
        using var box = new Box();
        for (var i = 0; i < 4; i++)
            box.Add($"{i}.npy", Npy.Of("<f4", [300, 300], Npy.Bytes(Npy.Smooth(90_000, 20 + i))));
        var options = Box.Quick with { Preset = PackPreset.Fast, RelativeError = 1e-3 };
        box.Pack(options);
        var one = File.ReadAllBytes(box.Archive);
        box.Pack(options with { Threads = 3 });
        Assert.Equal(one, File.ReadAllBytes(box.Archive));
        using var archive = Hourglass.Archives.Archive.Open(box.Archive);
        Assert.Equal(8, archive.Describe().Parts[0].Chunks.Count);
    }

    [Fact]
    public void ManySmallArraysShareAChunkAndOneCanBeTakenOut()
    {
        using var box = new Box();
        for (var i = 0; i < 100; i++)
            box.Add($"{i:D3}.npy", Npy.Of("<f8", [7], TemporaryFolder.Values((ulong)i, 56)));
        var report = box.Pack();
        Assert.Equal(1, report.Summary.Arrays!.Chunks);
        Assert.InRange(report.ArchiveBytes, 1, report.InputBytes);
        Assert.Equal("042.npy", Assert.Single(box.Unpack(options: new UnpackOptions { Only = ["042.npy"] })).Key);
        Assert.Equal(Box.FilesIn(box.Data), box.Unpack());
    }

    [Fact]
    public void NoiseGrowsByAThousandthAtMost()
    {
        using var box = new Box();
        box.Add("noise-400x400.f64", TemporaryFolder.Values(1, 400 * 400 * 8));
        var report = box.Pack();
        Assert.InRange(report.ArchiveBytes, 1, report.InputBytes * 1.001);
        Assert.Equal("stor", Assert.Single(report.Summary.Arrays!.Codecs).Codec);
    }

    [Fact]
    public void VerifyCountsNumbersThatAreFurtherOffAndOtherBitsOfThoseThatAreNone()
    {
        using var box = new Box();
        var values = Npy.Smooth(400);
        box.Add("a.npy", Npy.Of("<f4", [20, 20], Npy.Bytes(values)));
        box.Add("b-400.f32", Npy.Bytes(values));
        box.Pack(Box.Quick with { AbsoluteError = 0.5 });
        (values[0], values[1], values[3]) = (values[0] + 3, values[1] - 2, BitConverter.UInt32BitsToSingle(0x7FC00001));
        box.Add("a.npy", Npy.Of("<f4", [20, 20], Npy.Bytes(values)));
        var comparison = ArchiveVerifier.Verify(box.Archive, box.Data).Comparison!;
        Assert.False(comparison.Agrees);
        Assert.Equal((800, 3), (comparison.Arrays!.Values, comparison.Arrays.Violations));
        Assert.Equal("a.npy", Assert.Single(comparison.Different).Name);
        box.Add("a.npy", Npy.Of("<f4", [40, 10], Npy.Bytes(values)));
        Assert.Equal("its header is another", Assert.Single(ArchiveVerifier.Verify(box.Archive, box.Data).Comparison!.Different).How);
    }

    [Fact]
    public void ASlabThatIsDamagedCostsThatSlabOnly()
    {
        using var box = new Box();
        var values = Npy.Bytes(Npy.Smooth(200_000));
        box.Add("field-200x1000.f32", values);
        box.Pack(Box.Quick with { Preset = PackPreset.Fast });
        var bytes = File.ReadAllBytes(box.Archive);
        using (var archive = Hourglass.Archives.Archive.Open(box.Archive))
            bytes[archive.Describe().Parts[0].Chunks[1].Offset + 100] ^= 1;
        Assert.Contains("field-200x1000.f32", Assert.Single(Box.Verify(bytes).Problems).Block, StringComparison.Ordinal);
        Assert.Throws<ArchiveFormatException>(() => box.Unpack(bytes));
        var (report, files) = box.Salvage(bytes);
        var missing = Assert.Single(report.Missing);
        Assert.Equal(("1 of 4 slabs", true), (missing.What, missing.Written));
        var back = files["field-200x1000.f32"];
        Assert.Equal(values.Length, back.Length);
        Assert.Equal(values[..200_000], back[..200_000]);
        Assert.All(back[200_000..400_000], value => Assert.Equal(0, value));
        Assert.Equal(values[400_000..], back[400_000..]);
    }

    [Theory]
    [InlineData(0.0, null)]
    [InlineData(1.5, null)]
    [InlineData(double.NaN, null)]
    [InlineData(null, 0.0)]
    [InlineData(null, -1.0)]
    [InlineData(null, double.PositiveInfinity)]
    [InlineData(0.1, 1.0)]
    public void BoundsThatMeanNothingAreRefused(double? relative, double? absolute)
    {
        using var box = new Box();
        Assert.Throws<ArgumentOutOfRangeException>(() => box.Pack(Box.Quick with { RelativeError = relative, AbsoluteError = absolute }));
    }

    [Fact]
    public void EverySlabOfAnyCutIsThereOnce() => Gen.Select(Gen.Int[1, 40].Array[0, 5], Gen.Bool, Gen.Int[1, 50]).Sample((sides, fortran, wanted) =>
    {
        var numbers = new NumberLayout(new ElementType(ElementKind.Float32), fortran, sides, 0, 1, 0, default).Cut(wanted);
        var next = 0L;
        for (var item = 0L; item < numbers.Items; item++)
        {
            var (first, layout) = numbers.SlabOf(item);
            Assert.Equal(next, first);
            Assert.InRange(layout.Count, 1, NumberLayout.MaxSlab);
            next += layout.Count;
        }

        Assert.Equal(numbers.Values, next);
    }, iter: 500);
}
