using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hourglass.Archives.Networks;

/// <content>Vectors of 128 bits on any processor that has them.</content>
internal sealed unsafe partial class NetworkArithmetic
{
    private const int ShortsOf128 = 8;
    private const int IntsOf128 = 4;

    private void RunVector128(short* bias, short* rows, short* columns, ReadOnlySpan<int> taps)
    {
        for (var i = 0; i < _wideCount; i += 2 * ShortsOf128)
        {
            var a = Vector128.Load(bias + i) + Vector128.Load(rows + i) + Vector128.Load(columns + i);
            var b = Vector128.Load(bias + i + 8) + Vector128.Load(rows + i + 8) + Vector128.Load(columns + i + 8);
            var table = _tables.Taps + i;
            foreach (var tap in taps)
            {
                a += Vector128.Load(table + tap);
                b += Vector128.Load(table + tap + 8);
            }

            Vector128.Max(a, Vector128<short>.Zero).Store(_wide + i);
            Vector128.Max(b, Vector128<short>.Zero).Store(_wide + i + 8);
        }

        for (var n = 0; n < _narrowCount; n += 4 * IntsOf128)
        {
            var (low, high) = Layer128(
                (int*)_wide, _wideCount / 2, _tables.NarrowPairs + (2 * n), 2 * _narrowCount, _tables.NarrowBias + n, _tables.NarrowShift);
            Vector128.Max(low, Vector128<short>.Zero).Store(_narrow + n);
            Vector128.Max(high, Vector128<short>.Zero).Store(_narrow + n + 8);
        }

        var half = stackalloc int[NetworkShape.Features];
        new Span<int>(half, NetworkShape.Features).Fill(_tables.FeatureBias);
        var (first, second) = Layer128(
            (int*)_narrow, _narrowCount / 2, _tables.FeaturePairs, 2 * NetworkShape.Features, half, _tables.FeatureShift);
        first.Store(_features);
        second.Store(_features + 8);
    }

    /// <summary>Sixteen outputs of a layer, from -32767 to 32767.</summary>
    private static (Vector128<short> Low, Vector128<short> High) Layer128(int* pairs, int count, short* weights, int stride, int* bias, int shift)
    {
        var (a, b) = (Vector128.Load(bias), Vector128.Load(bias + 4));
        var (c, d) = (Vector128.Load(bias + 8), Vector128.Load(bias + 12));
        for (var pair = 0; pair < count; pair++, weights += stride)
        {
            if (pairs[pair] == 0)
                continue;
            var input = Vector128.Create(pairs[pair]).AsInt16();
            a += PairProducts(input, Vector128.Load(weights));
            b += PairProducts(input, Vector128.Load(weights + 8));
            c += PairProducts(input, Vector128.Load(weights + 16));
            d += PairProducts(input, Vector128.Load(weights + 24));
        }

        return (Pack128(a, b, shift), Pack128(c, d, shift));
    }

    private static Vector128<short> Pack128(Vector128<int> a, Vector128<int> b, int shift)
    {
        var (most, least) = (Vector128.Create((int)short.MaxValue), Vector128.Create(-short.MaxValue));
        a = Vector128.Max(Vector128.Min(Vector128.ShiftRightArithmetic(a, shift), most), least);
        b = Vector128.Max(Vector128.Min(Vector128.ShiftRightArithmetic(b, shift), most), least);
        return Vector128.Narrow(a, b);
    }

    /// <summary>Products of neighbours, added in pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> PairProducts(Vector128<short> a, Vector128<short> b)
    {
        if (Sse2.IsSupported)
            return Sse2.MultiplyAddAdjacent(a, b);
        var (evenA, oddA) = (Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(a.AsInt32(), 16), 16), Vector128.ShiftRightArithmetic(a.AsInt32(), 16));
        var (evenB, oddB) = (Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(b.AsInt32(), 16), 16), Vector128.ShiftRightArithmetic(b.AsInt32(), 16));
        return (evenA * evenB) + (oddA * oddB);
    }
}
