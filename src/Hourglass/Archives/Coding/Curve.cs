using System.Runtime.CompilerServices;

namespace Hourglass.Archives.Coding;

/// <summary>
/// The logistic distribution as tables of whole numbers: what a prediction with a known spread says about each decision in the tree of a
/// value's bits.
/// </summary>
internal static class Curve
{
    /// <summary>Certainty: the cumulative probability beyond the last place.</summary>
    public const int Certain = 1 << 30;

    private const int StepsPerUnit = 64;
    private const int Range = 20 * StepsPerUnit;

    private static readonly int[] Cumulative = MakeCumulative();
    private static readonly short[] Logarithms = MakeLogarithms();

    /// <summary>The cumulative probability, of <see cref="Certain"/>, at a distance from the middle in 1/64 of the scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Below(int distance) => Cumulative[Math.Clamp(distance, -Range, Range) + Range];

    /// <summary>The logit of <paramref name="one"/> against <paramref name="zero"/> in 1/256 nat; both parts of <see cref="Certain"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Logit(int one, int zero) =>
        Math.Clamp(Logarithm((uint)Math.Max(one, 1)) - Logarithm((uint)Math.Max(zero, 1)), -2047, 2047);

    /// <summary>The natural logarithm in 1/256.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Logarithm(uint value)
    {
        var exponent = System.Numerics.BitOperations.Log2(value);
        var mantissa = exponent >= 10 ? value >> (exponent - 10) : value << (10 - exponent);
        return ((exponent * 45426) >> 8) + Logarithms[mantissa - 1024];
    }

    private static int[] MakeCumulative()
    {
        var table = new int[(2 * Range) + 1];
        var distance = 0;
        foreach (var power in Exponential.Falling(StepsPerUnit, Range + 1))
        {
            var above = (int)(Exponential.One * Certain / (Exponential.One + power));
            table[Range + distance] = above;
            table[Range - distance] = Certain - above;
            distance++;
        }

        return table;
    }

    private static short[] MakeLogarithms()
    {
        // log2 of a mantissa in [1, 2) bit by bit, by squaring; times ln 2 = 45426 / 65536.
        var table = new short[1024];
        for (var i = 0; i < table.Length; i++)
        {
            var mantissa = (ulong)(1024 + i) << 21;
            var log = 0;
            for (var bit = 0; bit < 16; bit++)
            {
                mantissa = (ulong)(((UInt128)mantissa * mantissa) >> 31);
                log <<= 1;
                if (mantissa >= 1UL << 32)
                {
                    mantissa >>= 1;
                    log |= 1;
                }
            }

            table[i] = (short)(((long)log * 45426) >> 24);
        }

        return table;
    }
}
