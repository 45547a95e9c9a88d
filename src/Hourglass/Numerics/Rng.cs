using System.Numerics;

namespace Hourglass.Numerics;

/// <summary>
/// A small, fast, seeded random generator whose numbers are the same on every machine and .NET version.
/// </summary>
/// <remarks>
/// xoshiro256** by Blackman and Vigna (2018, arXiv 1805.01407), seeded by splitmix64. Everything random in Hourglass is drawn from
/// a generator named by <c>(seed, stream)</c>, so that nothing but the seed and a position has to be stored to continue a run exactly.
/// </remarks>
public sealed class Rng
{
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>A generator for one stream of one seed; different streams are independent.</summary>
    /// <param name="seed">The seed the user chose.</param>
    /// <param name="stream">What the numbers are for, for example the epoch or the index of a sample.</param>
    public Rng(ulong seed, ulong stream = 0)
    {
        var state = seed ^ BitOperations.RotateLeft(stream * 0xD1342543DE82EF95UL + 0x2545F4914F6CDD1DUL, 17);
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A whole number in <c>[0, exclusiveMaximum)</c>, without bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMaximum"/> is not positive.</exception>
    public int NextInt(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);
        var bound = (ulong)exclusiveMaximum;
        var threshold = unchecked(0UL - bound) % bound;
        while (true)
        {
            var bits = NextUInt64();
            if (bits >= threshold)
                return (int)(bits % bound);
        }
    }

    /// <summary>A number in <c>[0, 1)</c> with 24 random bits.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>A number in <c>[0, 1)</c> with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1L << 53));

    /// <summary>A number in <c>[low, high)</c>.</summary>
    public float NextSingle(float low, float high) => low + (high - low) * NextSingle();

    /// <summary>A draw from the standard normal distribution (Box and Muller, 1958).</summary>
    public float NextNormal()
    {
        var radius = Math.Sqrt(-2.0 * Math.Log(1.0 - NextDouble()));
        return (float)(radius * Math.Cos(2.0 * Math.PI * NextDouble()));
    }

    /// <summary>The numbers <c>0 .. count-1</c> in random order (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = i;
        for (var i = count - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
