using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hourglass.Archives.Networks;

/// <content>Vectors of 256 bits. Two inputs stand side by side in 32 bits: one instruction multiplies both by their weights and adds.</content>
internal sealed unsafe partial class NetworkArithmetic
{
    private const int ShortsOf256 = 16;
    private const int IntsOf256 = 8;

    private void RunAvx2(short* bias, short* rows, short* columns, ReadOnlySpan<int> taps)
    {
        fixed (int* list = taps)
        {
            var i = 0;
            for (; i + (4 * ShortsOf256) <= _wideCount; i += 4 * ShortsOf256)
                WideAvx2Four(bias + i, rows + i, columns + i, list, taps.Length, i);
            for (; i < _wideCount; i += ShortsOf256)
                WideAvx2One(bias + i, rows + i, columns + i, list, taps.Length, i);
        }

        var n = 0;
        for (; n + (6 * IntsOf256) <= _narrowCount; n += 6 * IntsOf256)
            NarrowAvx2Six(n);
        for (; n < _narrowCount; n += 2 * IntsOf256)
            NarrowAvx2Two(n);
        FeaturesAvx2();
    }

    private void WideAvx2Four(short* bias, short* rows, short* columns, int* taps, int count, int at)
    {
        var a = Vector256.Load(bias) + Vector256.Load(rows) + Vector256.Load(columns);
        var b = Vector256.Load(bias + 16) + Vector256.Load(rows + 16) + Vector256.Load(columns + 16);
        var c = Vector256.Load(bias + 32) + Vector256.Load(rows + 32) + Vector256.Load(columns + 32);
        var d = Vector256.Load(bias + 48) + Vector256.Load(rows + 48) + Vector256.Load(columns + 48);
        var table = _tables.Taps + at;
        for (var i = 0; i < count; i++)
        {
            var source = table + taps[i];
            a += Vector256.Load(source);
            b += Vector256.Load(source + 16);
            c += Vector256.Load(source + 32);
            d += Vector256.Load(source + 48);
        }

        var zero = Vector256<short>.Zero;
        Vector256.Max(a, zero).Store(_wide + at);
        Vector256.Max(b, zero).Store(_wide + at + 16);
        Vector256.Max(c, zero).Store(_wide + at + 32);
        Vector256.Max(d, zero).Store(_wide + at + 48);
    }

    private void WideAvx2One(short* bias, short* rows, short* columns, int* taps, int count, int at)
    {
        var a = Vector256.Load(bias) + Vector256.Load(rows) + Vector256.Load(columns);
        for (var i = 0; i < count; i++)
            a += Vector256.Load(_tables.Taps + taps[i] + at);
        Vector256.Max(a, Vector256<short>.Zero).Store(_wide + at);
    }

    private void NarrowAvx2Six(int n)
    {
        var start = _tables.NarrowBias + n;
        var (a, b, c) = (Vector256.Load(start), Vector256.Load(start + 8), Vector256.Load(start + 16));
        var (d, e, f) = (Vector256.Load(start + 24), Vector256.Load(start + 32), Vector256.Load(start + 40));
        var pairs = (int*)_wide;
        for (var block = 0; block < _wideCount / 2; block += IntsOf256)
        {
            for (var left = NonzeroAvx2(pairs + block); left != 0; left &= left - 1)
            {
                var pair = block + System.Numerics.BitOperations.TrailingZeroCount(left);
                var input = Vector256.Create(pairs[pair]).AsInt16();
                var weights = _tables.NarrowPairs + (((pair * _narrowCount) + n) * 2);
                a += Avx2.MultiplyAddAdjacent(input, Vector256.Load(weights));
                b += Avx2.MultiplyAddAdjacent(input, Vector256.Load(weights + 16));
                c += Avx2.MultiplyAddAdjacent(input, Vector256.Load(weights + 32));
                d += Avx2.MultiplyAddAdjacent(input, Vector256.Load(weights + 48));
                e += Avx2.MultiplyAddAdjacent(input, Vector256.Load(weights + 64));
                f += Avx2.MultiplyAddAdjacent(input, Vector256.Load(weights + 80));
            }
        }

        PackNarrowAvx2(a, b, _narrow + n);
        PackNarrowAvx2(c, d, _narrow + n + 16);
        PackNarrowAvx2(e, f, _narrow + n + 32);
    }

    private void NarrowAvx2Two(int n)
    {
        var (a, b) = (Vector256.Load(_tables.NarrowBias + n), Vector256.Load(_tables.NarrowBias + n + IntsOf256));
        var pairs = (int*)_wide;
        for (var block = 0; block < _wideCount / 2; block += IntsOf256)
        {
            for (var left = NonzeroAvx2(pairs + block); left != 0; left &= left - 1)
            {
                var pair = block + System.Numerics.BitOperations.TrailingZeroCount(left);
                var input = Vector256.Create(pairs[pair]).AsInt16();
                var weights = _tables.NarrowPairs + (((pair * _narrowCount) + n) * 2);
                a += Avx2.MultiplyAddAdjacent(input, Vector256.Load(weights));
                b += Avx2.MultiplyAddAdjacent(input, Vector256.Load(weights + 16));
            }
        }

        PackNarrowAvx2(a, b, _narrow + n);
    }

    private void FeaturesAvx2()
    {
        var a = Vector256.Create(_tables.FeatureBias);
        var b = a;
        var pairs = (int*)_narrow;
        for (var block = 0; block < _narrowCount / 2; block += IntsOf256)
        {
            for (var left = NonzeroAvx2(pairs + block); left != 0; left &= left - 1)
            {
                var pair = block + System.Numerics.BitOperations.TrailingZeroCount(left);
                var input = Vector256.Create(pairs[pair]).AsInt16();
                var weights = _tables.FeaturePairs + (pair * 2 * NetworkShape.Features);
                a += Avx2.MultiplyAddAdjacent(input, Vector256.Load(weights));
                b += Avx2.MultiplyAddAdjacent(input, Vector256.Load(weights + 16));
            }
        }

        a = Vector256.ShiftRightArithmetic(a, _tables.FeatureShift);
        b = Vector256.ShiftRightArithmetic(b, _tables.FeatureShift);
        var packed = Avx2.Permute4x64(Avx2.PackSignedSaturate(a, b).AsInt64(), 0b11_01_10_00).AsInt16();
        Vector256.Max(packed, Vector256.Create((short)-short.MaxValue)).Store(_features);
    }

    /// <summary>One bit per pair that is not zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint NonzeroAvx2(int* pairs) =>
        Vector256.Equals(Vector256.Load(pairs), Vector256<int>.Zero).ExtractMostSignificantBits() ^ 0xFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PackNarrowAvx2(Vector256<int> a, Vector256<int> b, short* target)
    {
        a = Vector256.Max(Vector256.ShiftRightArithmetic(a, _tables.NarrowShift), Vector256<int>.Zero);
        b = Vector256.Max(Vector256.ShiftRightArithmetic(b, _tables.NarrowShift), Vector256<int>.Zero);
        Avx2.Permute4x64(Avx2.PackSignedSaturate(a, b).AsInt64(), 0b11_01_10_00).AsInt16().Store(target);
    }
}
