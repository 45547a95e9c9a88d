using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Archives.Coding;

/// <summary>
/// The two inner loops of a mixer. All paths give the same sums: each product is shifted on its own, and additions of whole numbers may come
/// in any order.
/// </summary>
internal static class MixerArithmetic
{
    private const int Shift = 18;
    private const int Half = 1 << (Shift - 1);

    /// <summary>8: the product with the largest input fits 32 bits.</summary>
    private const int MaxWeight = (8 << 16) - 1;

    /// <summary>The sum of (weight * input) / 256, rounded down each.</summary>
    /// <param name="weights">At least <paramref name="count"/> weights, in 1/65536.</param>
    /// <param name="inputs">At least <paramref name="count"/> logits, in 1/256 nat.</param>
    /// <param name="count">A multiple of <see cref="Lanes.Count"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Dot(ref int weights, ref int inputs, int count)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            var sums = Vector256<int>.Zero;
            for (var i = 0; i < count; i += Vector256<int>.Count)
                sums += Vector256.ShiftRightArithmetic(Vector256.LoadUnsafe(ref weights, (nuint)i) * Vector256.LoadUnsafe(ref inputs, (nuint)i), 8);
            return Vector256.Sum(sums);
        }

        if (Vector128.IsHardwareAccelerated)
        {
            var sums = Vector128<int>.Zero;
            for (var i = 0; i < count; i += Vector128<int>.Count)
                sums += Vector128.ShiftRightArithmetic(Vector128.LoadUnsafe(ref weights, (nuint)i) * Vector128.LoadUnsafe(ref inputs, (nuint)i), 8);
            return Vector128.Sum(sums);
        }

        return DotScalar(ref weights, ref inputs, count);
    }

    /// <summary>Adds (input * step) / 2^18, rounded to the nearest, to every weight.</summary>
    /// <param name="weights">At least <paramref name="count"/> weights.</param>
    /// <param name="inputs">At least <paramref name="count"/> logits, at most 2,816.</param>
    /// <param name="step">At most 2^19 either way: the product fits 32 bits.</param>
    /// <param name="count">A multiple of <see cref="Lanes.Count"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Learn(ref int weights, ref int inputs, int step, int count)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            var (steps, half) = (Vector256.Create(step), Vector256.Create(Half));
            for (var i = 0; i < count; i += Vector256<int>.Count)
            {
                var moved = Vector256.ShiftRightArithmetic((Vector256.LoadUnsafe(ref inputs, (nuint)i) * steps) + half, Shift);
                Limit(Vector256.LoadUnsafe(ref weights, (nuint)i) + moved).StoreUnsafe(ref weights, (nuint)i);
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            var (steps, half) = (Vector128.Create(step), Vector128.Create(Half));
            for (var i = 0; i < count; i += Vector128<int>.Count)
            {
                var moved = Vector128.ShiftRightArithmetic((Vector128.LoadUnsafe(ref inputs, (nuint)i) * steps) + half, Shift);
                Limit(Vector128.LoadUnsafe(ref weights, (nuint)i) + moved).StoreUnsafe(ref weights, (nuint)i);
            }
        }
        else
        {
            LearnScalar(ref weights, ref inputs, step, count);
        }
    }

    /// <summary><see cref="Dot"/> as it is specified.</summary>
    public static int DotScalar(ref int weights, ref int inputs, int count)
    {
        var sum = 0;
        for (var i = 0; i < count; i++)
            sum += (Unsafe.Add(ref weights, i) * Unsafe.Add(ref inputs, i)) >> 8;
        return sum;
    }

    /// <summary><see cref="Learn"/> as it is specified.</summary>
    public static void LearnScalar(ref int weights, ref int inputs, int step, int count)
    {
        for (var i = 0; i < count; i++)
        {
            ref var weight = ref Unsafe.Add(ref weights, i);
            weight = Math.Clamp(weight + (((Unsafe.Add(ref inputs, i) * step) + Half) >> Shift), -MaxWeight, MaxWeight);
        }
    }

    private static Vector256<int> Limit(Vector256<int> weights) =>
        Vector256.Min(Vector256.Max(weights, Vector256.Create(-MaxWeight)), Vector256.Create(MaxWeight));

    private static Vector128<int> Limit(Vector128<int> weights) =>
        Vector128.Min(Vector128.Max(weights, Vector128.Create(-MaxWeight)), Vector128.Create(MaxWeight));
}
