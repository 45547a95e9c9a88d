using System.IO.Compression;
using System.Runtime.InteropServices;
using CsCheck;
using Hourglass.Archives;
using Hourglass.Archives.Arrays;
using Hourglass.Archives.Container;
using Hourglass.Data.Arrays;
using Hourglass.Numerics;

namespace Hourglass.Tests.Archives.Arrays;

public sealed class ArrayCodecTests
{
    private static readonly ElementKind[] Kinds = Enum.GetValues<ElementKind>();

    private static readonly Gen<int[]> Shapes = Gen.OneOf(
        Gen.Int[0, 600].Select(a => new[] { a }),
        Gen.Int[1, 40].Select(Gen.Int[1, 40], (a, b) => new[] { a, b }),
        Gen.Int[1, 7].Select(Gen.Int[1, 20], Gen.Int[1, 20], (a, b, c) => new[] { a, b, c }),
        Gen.Int[1, 3].Array[4, 6]);

    [Fact]
    public void AnyBitsComeBackExactly() =>
        Gen.Select(Gen.Int[0, Kinds.Length - 1].Select(i => Kinds[i]), Shapes, Gen.ULong, Gen.Int[0, 64]).Sample((kind, shape, seed, noise) =>
        {
            var layout = new ArrayLayoutInfo(kind, shape);
            var raw = Bits(layout, seed, noise);
            return RoundTrip(raw, layout, ArrayBound.Exact).AsSpan().SequenceEqual(raw);
        }, iter: 300);

    [Fact]
    public void NoValueIsFurtherOffThanTheBound() =>
        Gen.Select(Gen.Int[0, Kinds.Length - 1].Select(i => Kinds[i]), Shapes, Gen.ULong, Gen.Int[0, 64], Gen.Double[-12, 3]).Sample((kind, shape, seed, noise, log) =>
        {
            var layout = new ArrayLayoutInfo(kind, shape);
            var raw = Bits(layout, seed, noise);
            var bound = Math.Pow(10, log);
            AssertWithin(raw, RoundTrip(raw, layout, ArrayBound.Absolute(bound)), kind, bound);
            var relative = ArrayBound.Relative(bound / 1000).Resolve(raw, kind);
            AssertWithin(raw, RoundTrip(raw, layout, relative), kind, relative.Value);
        }, iter: 300);

    [Theory]
    [InlineData(0)]
    [InlineData(1e-30)]
    [InlineData(1e-3)]
    [InlineData(1e30)]
    [InlineData(double.MaxValue)]
    public void NoNumbersComeBackExactly(double bound)
    {
        float[] special = [float.NaN, BitConverter.UInt32BitsToSingle(0x7FC12345), BitConverter.UInt32BitsToSingle(0xFF800001), float.PositiveInfinity, float.NegativeInfinity];
        var values = Smooth(40, 50).Select((value, i) => i % 7 == 3 ? special[i % 5] : value).ToArray();
        AssertComesBack(values, [40, 50], bound);
        AssertComesBack([.. Enumerable.Repeat(float.NaN, 300)], [300], bound);
        AssertComesBack([.. Enumerable.Range(0, 300).Select(i => special[i % 5])], [300], bound);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-45)]
    [InlineData(1e-3)]
    [InlineData(3e38)]
    [InlineData(1e300)]
    public void ExtremeValuesStayWithinTheBound(double bound)
    {
        AssertComesBack([float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon, 0, -0f, 1, -1, 1.1754942E-38f], [3, 3], bound);
        AssertComesBack([.. Enumerable.Range(0, 1000).Select(i => i * float.Epsilon)], [20, 50], bound);
        AssertComesBack([.. Enumerable.Repeat(-7.25f, 1000)], [10, 100], bound);
        AssertComesBack([.. Enumerable.Range(0, 1000).Select(i => float.MaxValue - (i * 1e32f))], [1000], bound);
        AssertComesBack([-0f], [], bound);
    }

    [Fact]
    public void AFieldOfFewPlacesTakesTheBitsOfItsPlacesOnly()
    {
        // Whole numbers below 64, scaled and moved: 6 bits without a context, however many the floats have.
        var random = new Rng(3, 0);
        var values = Enumerable.Range(0, 10_000).Select(_ => (random.NextInt(64) * 0.0137f) + 211.3f).ToArray();
        var raw = MemoryMarshal.AsBytes<float>(values).ToArray();
        var payload = new ArrayCodec().Encode(raw, new ArrayLayoutInfo(ElementKind.Float32, [100, 100]), ArrayBound.Exact, default);
        Assert.InRange(payload.Length, 7400, 8300);
    }

    [Theory]
    [InlineData(nameof(ElementKind.Float32))]
    [InlineData(nameof(ElementKind.Float64))]
    [InlineData(nameof(ElementKind.UInt8))]
    [InlineData(nameof(ElementKind.Int64))]
    public void NoiseGrowsByAThousandthAtMost(string name)
    {
        var layout = new ArrayLayoutInfo(Enum.Parse<ElementKind>(name), [100, 100]);
        var raw = Bits(layout, 5, 64);
        var payload = new ArrayCodec().Encode(raw, layout, ArrayBound.Exact, default);
        Assert.InRange(payload.Length, 1, raw.Length + (raw.Length / 1000) + 16);
    }

    [Fact]
    public void LargeArraysAreCutIntoPieces()
    {
        AssertCovers([5_000_000], 3);
        AssertCovers([3, 2048, 2048], 6);
        AssertCovers([2, 3_000, 3_000], 10);
        AssertCovers([1, 1], 1);
        AssertCovers([], 1);
        AssertCovers([0, 12], 0);
    }

    [Fact]
    public void NothingButFormatExceptionsComesOfBrokenPayloads()
    {
        var layout = new ArrayLayoutInfo(ElementKind.Float32, [3, 12, 20]);
        var values = Smooth(36, 20).Select((value, i) => i % 50 == 7 ? float.NaN : value).ToArray();
        var raw = MemoryMarshal.AsBytes<float>(values).ToArray();
        byte[][] payloads =
        [
            new ArrayCodec().Encode(raw, layout, ArrayBound.Exact, default),
            new ArrayCodec().Encode(raw, layout, ArrayBound.Absolute(0.01), default),
            new ArrayCodec().Encode(Bits(layout, 1, 64), layout, ArrayBound.Exact, default),
        ];
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Int[0, 3]).Sample((which, place, value, way) =>
        {
            var broken = payloads[which].ToArray();
            // The plan stands at the begin: break that more often than the coded indices.
            var at = place % (way == 0 ? broken.Length : Math.Min(broken.Length, 64));
            broken[at] = value;
            if (way == 3)
                broken = broken[..at];
            try
            {
                new ArrayCodec().Decode(broken, layout, new byte[raw.Length], default);
            }
            catch (ArchiveFormatException)
            {
            }
        }, iter: 3000);
    }

    [Fact]
    public void NothingButFormatExceptionsComesOfBrokenPlans()
    {
        var shape = FieldShape.Of([3, 12, 20]);
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Byte.Array[0, 60], Gen.Bool).Sample((plan, indices, escapes) =>
        {
            var payload = new FieldWriter();
            payload.Bytes([0, .. plan]);
            payload.Bytes(escapes ? [0, 1, 2, 3, 4] : [0]);
            payload.Raw(indices);
            try
            {
                FieldCodec.Decode(payload.Written.ToArray(), ElementKind.Float32, shape, new byte[4 * shape.Count], default);
            }
            catch (ArchiveFormatException)
            {
            }
        }, iter: 3000);
    }

    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-3)]
    [InlineData(1e-4)]
    public void AClimateFieldStaysWithinItsBoundInFewBits(double relative)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("HOURGLASS_DATA") ?? "", "scientific", "eraint-z-2x3x241x480.f32.gz");
        Assert.SkipUnless(File.Exists(path), "HOURGLASS_DATA does not name a folder with scientific/.");
        var raw = new byte[4 * 3 * 241 * 480];
        using (var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
            file.ReadExactly(raw);
        var layout = new ArrayLayoutInfo(ElementKind.Float32, [3, 241, 480]);
        var bound = ArrayBound.Relative(relative).Resolve(raw, ElementKind.Float32);
        var payload = new ArrayCodec().Encode(raw, layout, bound, default);
        var decoded = new byte[raw.Length];
        new ArrayCodec().Decode(payload, layout, decoded, default);
        AssertWithin(raw, decoded, ElementKind.Float32, bound.Value);
        var bits = 8.0 * payload.Length / layout.Count;
        Assert.InRange(bits, 0, relative switch { 1e-2 => 0.03, 1e-3 => 0.2, _ => 0.75 });
    }

    private static void AssertCovers(int[] shape, int pieces)
    {
        var layout = new ArrayLayoutInfo(ElementKind.Int16, shape);
        var all = ArrayPiece.Cut(layout).ToList();
        Assert.Equal(pieces, all.Count);
        long at = 0;
        foreach (var piece in all)
        {
            Assert.Equal(at, piece.Offset);
            Assert.InRange(piece.Shape.Count, 1, ArrayPiece.MaxCount);
            Assert.Equal(piece.Bytes, 2 * piece.Shape.Count);
            at += piece.Bytes;
        }

        Assert.Equal(layout.Bytes, at);
    }

    private static void AssertComesBack(float[] values, int[] shape, double bound)
    {
        var raw = MemoryMarshal.AsBytes<float>(values).ToArray();
        AssertWithin(raw, RoundTrip(raw, new ArrayLayoutInfo(ElementKind.Float32, shape), ArrayBound.Absolute(bound)), ElementKind.Float32, bound);
    }

    private static void AssertWithin(byte[] raw, byte[] decoded, ElementKind kind, double bound)
    {
        var size = new ElementType(kind).Size;
        for (var i = 0; i < raw.Length / size; i++)
        {
            var (a, b) = (Elements.Bits(raw, size, i), Elements.Bits(decoded, size, i));
            if (a == b)
                continue;
            Assert.True(bound > 0);
            if (Elements.IsFloat(kind))
                Assert.True(Math.Abs(Elements.Value(kind, a) - Elements.Value(kind, b)) <= bound);
            else
                Assert.True((double)Int128.Abs((Int128)Elements.Whole(kind, a) - Elements.Whole(kind, b)) <= bound);
        }
    }

    private static byte[] RoundTrip(byte[] raw, ArrayLayoutInfo layout, ArrayBound bound)
    {
        var payload = new ArrayCodec().Encode(raw, layout, bound, default);
        var decoded = new byte[raw.Length];
        new ArrayCodec().Decode(payload, layout, decoded, default);
        return decoded;
    }

    /// <summary>Numbers whose lowest bits are noise, the more the larger; none at 0, nothing else at 64.</summary>
    private static byte[] Bits(ArrayLayoutInfo layout, ulong seed, int noise)
    {
        var random = new Rng(seed, 0);
        var raw = new byte[layout.Bytes];
        var size = layout.ElementSize;
        var mask = noise == 64 ? ulong.MaxValue : (1UL << noise) - 1;
        for (var i = 0; i < layout.Count; i++)
        {
            var smooth = Elements.IsFloat(layout.Kind) ? Elements.BitsOf(layout.Kind, 3 + Math.Sin(i * 0.05)) : (ulong)(60 + (50 * Math.Sin(i * 0.05)));
            Elements.Put(raw, size, i, smooth ^ (random.NextUInt64() & mask));
        }

        return raw;
    }

    private static float[] Smooth(int rows, int columns) =>
        [.. Enumerable.Range(0, rows * columns).Select(i => (float)(Math.Sin(i / columns * 0.21) + Math.Cos(i % columns * 0.13)))];
}
