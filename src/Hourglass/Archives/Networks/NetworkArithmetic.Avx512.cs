using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hourglass.Archives.Networks;

/// <content>Vectors of 512 bits, as far as the sizes are multiples of them; of 256 bits for the rest.</content>
internal sealed unsafe partial class NetworkArithmetic
{
    private const int ShortsOf512 = 32;
    private const int IntsOf512 = 16;

    private void RunAvx512(short* bias, short* rows, short* columns, ReadOnlySpan<int> taps)
    {
        fixed (int* list = taps)
        {
            var i = 0;
            for (; i + (2 * ShortsOf512) <= _wideCount; i += 2 * ShortsOf512)
                WideAvx512(bias + i, rows + i, columns + i, list, taps.Length, i);
            for (; i < _wideCount; i += ShortsOf256)
                WideAvx2One(bias + i, rows + i, columns + i, list, taps.Length, i);
        }

        var n = 0;
        for (; n + (3 * IntsOf512) <= _narrowCount; n += 3 * IntsOf512)
            NarrowAvx512Three(n);
        for (; n < _narrowCount; n += IntsOf512)
            NarrowAvx512One(n);
        FeaturesAvx512();
    }

    private void WideAvx512(short* bias, short* rows, short* columns, int* taps, int count, int at)
    {
        var a = Vector512.Load(bias) + Vector512.Load(rows) + Vector512.Load(columns);
        var b = Vector512.Load(bias + 32) + Vector512.Load(rows + 32) + Vector512.Load(columns + 32);
        var table = _tables.Taps + at;
        for (var i = 0; i < count; i++)
        {
            a += Vector512.Load(table + taps[i]);
            b += Vector512.Load(table + taps[i] + 32);
        }

        Vector512.Max(a, Vector512<short>.Zero).Store(_wide + at);
        Vector512.Max(b, Vector512<short>.Zero).Store(_wide + at + 32);
    }

    private void NarrowAvx512Three(int n)
    {
        var start = _tables.NarrowBias + n;
        var (a, b, c) = (Vector512.Load(start), Vector512.Load(start + 16), Vector512.Load(start + 32));
        var pairs = (int*)_wide;
        for (var block = 0; block < _wideCount / 2; block += IntsOf256)
        {
            for (var left = NonzeroAvx2(pairs + block); left != 0; left &= left - 1)
            {
                var pair = block + System.Numerics.BitOperations.TrailingZeroCount(left);
                var input = Vector512.Create(pairs[pair]).AsInt16();
                var weights = _tables.NarrowPairs + (((pair * _narrowCount) + n) * 2);
                a += Avx512BW.MultiplyAddAdjacent(input, Vector512.Load(weights));
                b += Avx512BW.MultiplyAddAdjacent(input, Vector512.Load(weights + 32));
                c += Avx512BW.MultiplyAddAdjacent(input, Vector512.Load(weights + 64));
            }
        }

        PackNarrowAvx512(a, _narrow + n);
        PackNarrowAvx512(b, _narrow + n + 16);
        PackNarrowAvx512(c, _narrow + n + 32);
    }

    private void NarrowAvx512One(int n)
    {
        var a = Vector512.Load(_tables.NarrowBias + n);
        var pairs = (int*)_wide;
        for (var block = 0; block < _wideCount / 2; block += IntsOf256)
        {
            for (var left = NonzeroAvx2(pairs + block); left != 0; left &= left - 1)
            {
                var pair = block + System.Numerics.BitOperations.TrailingZeroCount(left);
                var weights = _tables.NarrowPairs + (((pair * _narrowCount) + n) * 2);
                a += Avx512BW.MultiplyAddAdjacent(Vector512.Create(pairs[pair]).AsInt16(), Vector512.Load(weights));
            }
        }

        PackNarrowAvx512(a, _narrow + n);
    }

    private void FeaturesAvx512()
    {
        var sums = Vector512.Create(_tables.FeatureBias);
        var pairs = (int*)_narrow;
        for (var block = 0; block < _narrowCount / 2; block += IntsOf256)
        {
            for (var left = NonzeroAvx2(pairs + block); left != 0; left &= left - 1)
            {
                var pair = block + System.Numerics.BitOperations.TrailingZeroCount(left);
                var weights = _tables.FeaturePairs + (pair * 2 * NetworkShape.Features);
                sums += Avx512BW.MultiplyAddAdjacent(Vector512.Create(pairs[pair]).AsInt16(), Vector512.Load(weights));
            }
        }

        sums = Vector512.ShiftRightArithmetic(sums, _tables.FeatureShift);
        sums = Vector512.Max(Vector512.Min(sums, Vector512.Create((int)short.MaxValue)), Vector512.Create(-short.MaxValue));
        Avx512F.ConvertToVector256Int16(sums).Store(_features);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PackNarrowAvx512(Vector512<int> sums, short* target)
    {
        sums = Vector512.ShiftRightArithmetic(sums, _tables.NarrowShift);
        sums = Vector512.Max(Vector512.Min(sums, Vector512.Create((int)short.MaxValue)), Vector512<int>.Zero);
        Avx512F.ConvertToVector256Int16(sums).Store(target);
    }
}
