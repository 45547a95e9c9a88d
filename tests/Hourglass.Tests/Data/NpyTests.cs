using CsCheck;
using Hourglass.Data;
using Hourglass.Numerics;

namespace Hourglass.Tests.Data;

public sealed class NpyTests
{
    private const string Pickled = "{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }";

    [Fact]
    public void WrittenCodesComeBack() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9]).SelectMany(shape => Gen.Float[-1e30f, 1e30f].Array[shape.Item1 * shape.Item2].Select(values => (shape, values))).Sample(
            array =>
            {
                using var folder = new TemporaryFolder();
                var ((count, length), values) = array;
                using var stream = new MemoryStream();
                using (var writer = new NpyWriter(stream, [count, length]))
                {
                    for (var i = 0; i < count; i++)
                        writer.Write(values.AsSpan(i * length, length));
                    writer.Complete();
                }

                using var data = DataSets.Open(folder.Write("codes.npy", stream.ToArray()));
                Assert.Equal((count, SampleShape.Vector(length)), (data.Count, data.Shape));
                Assert.Equal(values, ReadAll(data));
            }, iter: 50);

    [Theory]
    [InlineData("|u1", new byte[] { 200 }, 200f)]
    [InlineData("|b1", new byte[] { 2 }, 1f)]
    [InlineData("|i1", new byte[] { 0x80 }, -128f)]
    [InlineData("<u2", new byte[] { 1, 2 }, 513f)]
    [InlineData(">u2", new byte[] { 1, 2 }, 258f)]
    [InlineData("<i2", new byte[] { 0xFE, 0xFF }, -2f)]
    [InlineData("<i4", new byte[] { 0, 0, 1, 0 }, 65536f)]
    [InlineData(">i8", new byte[] { 0, 0, 0, 0, 0, 0, 1, 0 }, 256f)]
    [InlineData("<f2", new byte[] { 0x00, 0x3E }, 1.5f)]
    [InlineData("<f4", new byte[] { 0, 0, 0xC0, 0x3F }, 1.5f)]
    [InlineData(">f8", new byte[] { 0x3F, 0xF8, 0, 0, 0, 0, 0, 0 }, 1.5f)]
    public void EveryTypeIsRead(string type, byte[] bytes, float value)
    {
        using var folder = new TemporaryFolder();
        using var data = DataSets.Open(folder.Write("x.npy", Bytes.Npy(type, "(1, 1)", bytes)));
        Assert.Equal([value], ReadAll(data));
        Assert.Equal(type switch { "|u1" => (0, 255), "|b1" => (0, 1), "<u2" or ">u2" => (0, 65535), _ => ((float, float)?)null }, data.Range);
    }

    [Theory]
    [InlineData("(2, 12)", 12, 1, 1)]
    [InlineData("(2, 3, 4)", 1, 3, 4)]
    [InlineData("(2, 3, 4, 1)", 1, 3, 4)]
    [InlineData("(2, 2, 2, 3)", 3, 2, 2)]
    [InlineData("(2, 1, 2, 6)", 1, 2, 6)]
    public void ShapesAreSamples(string shape, int channels, int height, int width)
    {
        using var folder = new TemporaryFolder();
        using var data = DataSets.Open(folder.Write("x.npy", Bytes.Npy("|u1", shape, [.. Enumerable.Range(0, 24).Select(i => (byte)i)])));
        Assert.Equal((2, new SampleShape(channels, height, width)), (data.Count, data.Shape));
    }

    [Fact]
    public void ChannelsThatComeLastAreReadFirst()
    {
        using var folder = new TemporaryFolder();
        using var data = DataSets.Open(folder.Write("x.npy", Bytes.Npy("|u1", "(1, 1, 2, 3)", [1, 2, 3, 4, 5, 6])));
        Assert.Equal([1, 4, 2, 5, 3, 6], ReadAll(data));
    }

    [Fact]
    public void FortranOrderIsTurnedIntoCOrder()
    {
        using var folder = new TemporaryFolder();
        // numpy.arange(24).reshape(2, 3, 4): value = 12 n + 4 h + w, the first side fastest in the file.
        byte[] fortran = [.. from w in Enumerable.Range(0, 4) from h in Enumerable.Range(0, 3) from n in Enumerable.Range(0, 2) select (byte)(12 * n + 4 * h + w)];
        using var data = DataSets.Open(folder.Write("x.npy", Bytes.Npy("|u1", "(2, 3, 4)", fortran, fortran: true)));
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (float)i), ReadAll(data));
    }

    [Theory]
    [InlineData(Pickled, "pickled Python objects")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (12,), }", "reshape it to [1, 12] for one sample or [12, 1]")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4, 4), }", "promises 64 bytes of values, 48 are there")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 4), }", "promises 16 bytes of values, but 48 follow")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9000000000000000000, 9000000000000000000), }", "no file can hold")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 2), }", "expected a whole number")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-3, 4), }", "expected a whole number")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3), }", "expected ','")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,12), }", "at most 8 sides")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (3, 4), }", "True or False")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (3, 2), }", "the type '<c8'")]
    [InlineData("{'descr': '|f4', 'fortran_order': False, 'shape': (3, 4), }", "order of its bytes")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3, 4), }", "named fields")]
    [InlineData("{'descr': '<f4', 'shape': (3, 4), }", "lacks fortran_order")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }", "twice")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), 'more': 1}", "unknown entry 'more'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), } + exit()", "nothing more")]
    [InlineData("__import__('os').getpid()", "expected '{'")]
    [InlineData("{'descr': '\\x3cf4', 'fortran_order': False, 'shape': (3, 4), }", "without escapes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)", "expected '}'")]
    public void MalformedHeadersAreRefused(string header, string found)
    {
        using var folder = new TemporaryFolder();
        var message = Assert.Throws<DataException>(() => DataSets.Open(folder.Write("x.npy", Bytes.Npy(header, new byte[48])))).Message;
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.Contains("x.npy", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("()", 1, "expected [N, D]")]
    [InlineData("(1, 1, 1, 1, 2)", 2, "expected [N, D]")]
    [InlineData("(0, 4)", 0, "holds no samples")]
    [InlineData("(4, 0)", 0, "a sample has 1 to")]
    public void ShapesThatAreNoSamplesAreRefused(string shape, int bytes, string found)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("x.npy", Bytes.Npy("|u1", shape, new byte[bytes]));
        Assert.Contains(found, Assert.Throws<DataException>(() => DataSets.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VersionsOneToThreeAreReadAndNoOthers()
    {
        using var folder = new TemporaryFolder();
        for (byte version = 0; version < 6; version++)
        {
            var path = folder.Write("x.npy", Bytes.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }", Bytes.Singles(3), version));
            if (version is >= 1 and <= 3)
            {
                using var data = DataSets.Open(path);
                Assert.Equal([3f], ReadAll(data));
            }
            else
            {
                Assert.Contains("version", Assert.Throws<DataException>(() => DataSets.Open(path)).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void AHeaderThatClaimsGigabytesIsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("x.npy", [0x93, .. "NUMPY"u8, 2, 0, 0xFF, 0xFF, 0xFF, 0x7F, .. new byte[100]]);
        Assert.Contains("claims 2147483647 bytes", Assert.Throws<DataException>(() => DataSets.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, "sample 1, value 2 is NaN; remove or fill it first")]
    [InlineData(float.PositiveInfinity, "sample 1, value 2 is Infinity")]
    public void ValuesThatAreNotFiniteAreNamed(float value, string found)
    {
        using var folder = new TemporaryFolder();
        using var data = DataSets.Open(folder.Write("x.npy", Bytes.Npy("<f4", "(2, 3)", Bytes.Singles(1, 2, 3, 4, 5, value))));
        Assert.Contains(found, Assert.Throws<DataException>(() => data.FindRange()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheRangeOfFloatsIsFound()
    {
        using var folder = new TemporaryFolder();
        using var data = DataSets.Open(folder.Write("x.npy", Bytes.Npy("<f4", "(2, 2)", Bytes.Singles(1, -2, 7, 0))));
        Assert.Null(data.Range);
        Assert.Equal((-2f, 7f), data.FindRange());
        using var constant = DataSets.Open(folder.Write("c.npy", Bytes.Npy("<f4", "(2, 1)", Bytes.Singles(5, 5))));
        Assert.Contains("every value is 5", Assert.Throws<DataException>(() => constant.FindRange()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneSampleOpensButCannotBeSplit()
    {
        using var folder = new TemporaryFolder();
        using var data = DataSets.Open(folder.Write("x.npy", Bytes.Npy("<f4", "(1, 2)", Bytes.Singles(1, 2))));
        Assert.Equal(1, data.Count);
        Assert.Throws<DataException>(() => DataSplit.SetAside(data, 0.5, 1));
    }

    [Fact]
    public void AnNpzOfKerasHasTwoParts()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("k.npz", Bytes.Zip(
            ("x_train.npy", Bytes.Npy("|u1", "(2, 3)", [1, 2, 3, 4, 5, 6])), ("y_train.npy", Bytes.Npy("<i8", "(2,)", [3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])),
            ("x_test.npy", Bytes.Npy("|u1", "(1, 3)", [7, 8, 9])), ("y_test.npy", Bytes.Npy("|u1", "(1, 1)", [2]))));
        Assert.True(DataSets.HasTestPart(path));
        using var train = DataSets.Open(path);
        using var test = DataSets.Open(path, DataPart.Test);
        Assert.Equal([3, 1], train.Labels()!);
        Assert.Equal([2], test.Labels()!);
        Assert.Equal([7, 8, 9], ReadAll(test));
    }

    [Theory]
    [InlineData("x.npy", "y.npy")]
    [InlineData("data.npy", "labels.npy")]
    [InlineData("images.npy", "target.npy")]
    [InlineData("arr_0.npy", null)]
    [InlineData("anything.npy", null)]
    public void AnNpzOfOnePartIsRead(string samples, string? labels)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("k.npz", labels is null
            ? Bytes.Zip((samples, Bytes.Npy("|u1", "(2, 1)", [1, 2])))
            : Bytes.Zip((samples, Bytes.Npy("|u1", "(2, 1)", [1, 2])), (labels, Bytes.Npy("<i2", "(2,)", [0xFF, 0xFF, 1, 0]))));
        using var data = DataSets.Open(path);
        Assert.Equal([1, 2], ReadAll(data));
        Assert.Equal(labels is null ? [] : ["-1", "1"], data.LabelNames);
        Assert.False(DataSets.HasTestPart(path));
        Assert.Throws<DataException>(() => DataSets.Open(path, DataPart.Test));
    }

    [Fact]
    public void BrokenNpzFilesAreNamed()
    {
        using var folder = new TemporaryFolder();
        var zip = Bytes.Zip(("x.npy", Bytes.Npy("|u1", "(2, 40)", TemporaryFolder.Values(1, 80))));
        foreach (var at in new[] { 80, 130, 160 })
        {
            var broken = (byte[])zip.Clone();
            broken[at] ^= 4;
            Assert.Throws<DataException>(() => DataSets.Open(folder.Write("b.npz", broken)));
        }

        Assert.Throws<DataException>(() => DataSets.Open(folder.Write("t.npz", zip[..^30])));
        var objects = Bytes.Zip(("x.npy", Bytes.Npy(Pickled, new byte[48])));
        Assert.Contains("pickled", Assert.Throws<DataException>(() => DataSets.Open(folder.Write("o.npz", objects))).Message, StringComparison.Ordinal);
        var bomb = Bytes.Zip(("x.npy", Bytes.Npy("|u1", "(2, 2)", new byte[32 << 20])));
        Assert.Contains("promises 4 bytes", Assert.Throws<DataException>(() => DataSets.Open(folder.Write("bomb.npz", bomb))).Message, StringComparison.Ordinal);
        var names = Bytes.Zip(("a.npy", [1]), ("b.txt", [2]));
        Assert.Contains("holds a.npy, b.txt; call the samples x", Assert.Throws<DataException>(() => DataSets.Open(folder.Write("n.npz", names))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsThatAreNoWholeNumbersAreRefused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("k.npz", Bytes.Zip(("x.npy", Bytes.Npy("|u1", "(2, 1)", [1, 2])), ("y.npy", Bytes.Npy("<f4", "(2,)", Bytes.Singles(1, 0.5f)))));
        Assert.Contains("label 1 is 0.5", Assert.Throws<DataException>(() => DataSets.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AWriterCountsWhatItIsGiven()
    {
        using var writer = new NpyWriter(new MemoryStream(), [2, 2]);
        writer.Write([1, 2, 3]);
        Assert.Throws<InvalidOperationException>(writer.Complete);
        Assert.Throws<ArgumentException>(() => writer.Write([4, 5]));
        Assert.Throws<ArgumentException>(() => new NpyWriter(new MemoryStream(), [2, -1]));
    }

    private static float[] ReadAll(DataSet data)
    {
        var values = new float[data.Count * data.Shape.Size];
        data.Read([.. Enumerable.Range(0, data.Count)], values);
        return values;
    }
}
