using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hourglass.Archives.Coding;

/// <summary>Sums of whole numbers beside each other, as many as fit into a vector at a time. All paths give the same.</summary>
internal static class Lanes
{
    /// <summary>Numbers come in multiples of this.</summary>
    public const int Count = 8;

    /// <summary>Whether there are instructions for vectors; where there are none, vectors are many times slower than single numbers.</summary>
    public static bool AreVectors
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector.IsHardwareAccelerated && Vector<int>.Count <= Count;
    }

    /// <summary>sum = a + b.</summary>
    public static void Add(Span<int> sum, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (AreVectors)
        {
            for (var i = 0; i < sum.Length; i += Vector<int>.Count)
                Put(At(a, i) + At(b, i), sum, i);
            return;
        }

        for (var i = 0; i < sum.Length; i++)
            sum[i] = a[i] + b[i];
    }

    /// <summary>sum = a + b + c.</summary>
    public static void Add(Span<int> sum, ReadOnlySpan<int> a, ReadOnlySpan<int> b, ReadOnlySpan<int> c)
    {
        if (AreVectors)
        {
            for (var i = 0; i < sum.Length; i += Vector<int>.Count)
                Put(At(a, i) + At(b, i) + At(c, i), sum, i);
            return;
        }

        for (var i = 0; i < sum.Length; i++)
            sum[i] = a[i] + b[i] + c[i];
    }

    /// <summary>sum += values * factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProducts(Span<int> sum, ReadOnlySpan<int> values, int factor)
    {
        if (AreVectors)
        {
            var factors = new Vector<int>(factor);
            for (var i = 0; i < sum.Length; i += Vector<int>.Count)
                Put(At(sum, i) + (At(values, i) * factors), sum, i);
            return;
        }

        for (var i = 0; i < sum.Length; i++)
            sum[i] += values[i] * factor;
    }

    /// <summary>sum += values less their 2^-<paramref name="shift"/>.</summary>
    public static void AddDecayed(Span<int> sum, ReadOnlySpan<int> values, int shift)
    {
        if (AreVectors)
        {
            for (var i = 0; i < sum.Length; i += Vector<int>.Count)
                Put(At(sum, i) + At(values, i) - (At(values, i) >> shift), sum, i);
            return;
        }

        for (var i = 0; i < sum.Length; i++)
            sum[i] += values[i] - (values[i] >> shift);
    }

    /// <summary>state = state + values, less its 2^-<paramref name="shift"/>.</summary>
    public static void AddAndDecay(Span<int> state, ReadOnlySpan<int> values, int shift)
    {
        if (AreVectors)
        {
            for (var i = 0; i < state.Length; i += Vector<int>.Count)
            {
                var sum = At(state, i) + At(values, i);
                Put(sum - (sum >> shift), state, i);
            }

            return;
        }

        for (var i = 0; i < state.Length; i++)
        {
            var sum = state[i] + values[i];
            state[i] = sum - (sum >> shift);
        }
    }

    /// <summary>state = state less its 2^-<paramref name="shift"/>, + values.</summary>
    public static void DecayAndAdd(Span<int> state, ReadOnlySpan<int> values, int shift)
    {
        if (AreVectors)
        {
            for (var i = 0; i < state.Length; i += Vector<int>.Count)
                Put(At(state, i) - (At(state, i) >> shift) + At(values, i), state, i);
            return;
        }

        for (var i = 0; i < state.Length; i++)
            state[i] += values[i] - (state[i] >> shift);
    }

    /// <summary>state = state less its 2^-<paramref name="shift"/>.</summary>
    public static void Decay(Span<int> state, int shift)
    {
        if (AreVectors)
        {
            for (var i = 0; i < state.Length; i += Vector<int>.Count)
                Put(At(state, i) - (At(state, i) >> shift), state, i);
            return;
        }

        foreach (ref var value in state)
            value -= value >> shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> At(ReadOnlySpan<int> values, int place) => Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector<int> vector, Span<int> values, int place) => vector.StoreUnsafe(ref MemoryMarshal.GetReference(values), (nuint)place);
}
