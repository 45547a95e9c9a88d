using CsCheck;
using Hourglass.Numerics;

namespace Hourglass.Tests.Numerics;

public sealed class ProtobufWriterTests
{
    [Theory]
    [InlineData(0, "0800")]
    [InlineData(1, "0801")]
    [InlineData(127, "087F")]
    [InlineData(128, "088001")]
    [InlineData(150, "089601")]
    [InlineData(-1, "08FFFFFFFFFFFFFFFFFF01")]
    [InlineData(long.MinValue, "0880808080808080808001")]
    public void WholeNumbersAreTheBytesOfTheSpecification(long value, string bytes) => Check(bytes, writer => writer.Varint(1, value));

    [Fact]
    public void EveryKindIsTheBytesOfTheSpecification()
    {
        Check("120774657374696E67", writer => writer.String(2, "testing"));
        Check("1202C3A9", writer => writer.String(2, "é"));
        Check("1200", writer => writer.Bytes(2, []));
        Check("1D0000C03F", writer => writer.Float(3, 1.5f));
        Check("21000000000000F83F", writer => writer.Double(4, 1.5));
        Check("3206038E029EA705", writer => writer.PackedVarints(6, [3, 270, 86942]));
        Check("2A080000803F000000C0", writer => writer.PackedFloats(5, [1, -2]));
        Check("1A03089601", writer => writer.Message(3, nested => nested.Varint(1, 150)));
        Check("A20600", writer => writer.Message(100, _ => { }));
        Check("FAFFFFFF0F00", writer => writer.Bytes(536870911, []));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void FieldsAreNumberedFromOne(int field) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProtobufWriter().Varint(field, 1));

    [Fact]
    public void NestedFieldsOfAnyLengthAreReadBack() => Gen.Int[0, 20_000].Array[0, 12].Sample(lengths =>
    {
        var writer = new ProtobufWriter();
        writer.Message(1, outer =>
        {
            foreach (var length in lengths)
                outer.Message(2, inner => inner.Bytes(3, Content(length)));
            outer.Varint(4, lengths.Length);
        });
        var all = writer.ToArray();
        Assert.Equal(writer.Length, all.Length);

        var reader = new ProtobufReader(all);
        Assert.True(reader.Read());
        var outer = new ProtobufReader(reader.Bytes);
        foreach (var length in lengths)
        {
            Assert.True(outer.Read());
            Assert.Equal(2, outer.Field);
            var inner = new ProtobufReader(outer.Bytes);
            Assert.True(inner.Read());
            Assert.Equal(3, inner.Field);
            Assert.True(inner.Bytes.SequenceEqual(Content(length)));
            Assert.False(inner.Read());
        }

        Assert.True(outer.Read());
        Assert.Equal((4, (ulong)lengths.Length), (outer.Field, outer.Number));
        Assert.False(outer.Read());
        Assert.False(reader.Read());
    });

    [Fact]
    public void LongValuesAreNotCopiedAgainByWhatIsAroundThem()
    {
        var values = new float[1 << 20];
        var writer = new ProtobufWriter();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Nest(writer, 20);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, values.Length * sizeof(float), 2 * values.Length * sizeof(float));

        void Nest(ProtobufWriter into, int depth)
        {
            if (depth == 0)
                into.PackedFloats(1, values);
            else
                into.Message(1, nested => Nest(nested, depth - 1));
        }
    }

    [Theory]
    [InlineData("00")]
    [InlineData("0B")]
    [InlineData("0E")]
    [InlineData("08")]
    [InlineData("0880")]
    [InlineData("08FFFFFFFFFFFFFFFFFFFF01")]
    [InlineData("0D000000")]
    [InlineData("0900000000000000")]
    [InlineData("0A01")]
    [InlineData("0AFFFFFFFFFFFFFFFFFF01")]
    [InlineData("8080808080808001")]
    public void WhatIsNoMessageIsRefused(string bytes) => Assert.Throws<InvalidDataException>(() =>
    {
        var reader = new ProtobufReader(Convert.FromHexString(bytes));
        while (reader.Read())
        {
        }
    });

    private static void Check(string bytes, Action<ProtobufWriter> write)
    {
        var writer = new ProtobufWriter();
        write(writer);
        Assert.Equal(bytes, Convert.ToHexString(writer.ToArray()));
    }

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        content.AsSpan().Fill((byte)length);
        return content;
    }
}
