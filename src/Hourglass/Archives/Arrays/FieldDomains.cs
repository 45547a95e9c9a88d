using System.Numerics;
using Hourglass.Data.Arrays;

namespace Hourglass.Archives.Arrays;

/// <summary>The ways of turning the numbers of a field into units that are worth trying. For encoders only.</summary>
internal static class FieldDomains
{
    /// <summary>The largest units that are aimed at, as a power of two.</summary>
    private const int MaxLog = 50;

    /// <summary>Domains with their tolerance: how far apart two values may lie, in units, that one place stands for.</summary>
    public static IEnumerable<(FieldDomain Domain, long Tolerance)> Of(ElementKind kind, ulong[] bits, double bound, int boundBits)
    {
        if (!Elements.IsFloat(kind))
        {
            yield return (new FieldDomain(kind, FieldRule.Whole, 0), (long)Math.Min(2 * Math.Floor(bound), 1L << MaxLog));
            yield break;
        }

        var most = 0.0;
        foreach (var number in bits)
        {
            var value = Math.Abs(Elements.Value(kind, number));
            if (double.IsFinite(value))
                most = Math.Max(most, value);
        }

        var top = most > 0 ? Math.ILogB(most) + 1 : 0;
        if (bound > 0)
        {
            // Half of the last place of the largest value is lost when a place becomes a number.
            var places = kind switch { ElementKind.Float16 => 11, ElementKind.Float32 => 24, _ => 53 };
            var left = bound - Math.ScaleB(1, Math.Max(top - places - 1, -1022));
            var exponent = Math.Max(Math.ILogB(2 * bound) - boundBits, top - MaxLog);
            var tolerance = left > 0 ? Math.Floor(Math.ScaleB(2 * left, -exponent)) - 3 : 0;
            if (tolerance >= 64 && Math.Abs(exponent) <= FieldDomain.MaxExponent)
            {
                yield return (new FieldDomain(kind, FieldRule.Value, exponent), (long)Math.Min(tolerance, 1L << MaxLog));
                yield break;
            }
        }

        var lowest = Math.Max(LowestPlace(kind, bits), top - MaxLog);
        if (Math.Abs(lowest) <= FieldDomain.MaxExponent)
            yield return (new FieldDomain(kind, FieldRule.Value, lowest), 0);
        yield return (new FieldDomain(kind, FieldRule.Ordered, 0), 0);
    }

    /// <summary>The exponent of the lowest binary place that a finite value has.</summary>
    private static int LowestPlace(ElementKind kind, ulong[] bits)
    {
        var lowest = int.MaxValue;
        foreach (var number in bits)
        {
            var value = Elements.Value(kind, number);
            if (value == 0 || !double.IsFinite(value))
                continue;
            var word = BitConverter.DoubleToUInt64Bits(value);
            var mantissa = (word & ((1UL << 52) - 1)) | (1UL << 52);
            lowest = Math.Min(lowest, (int)((word >> 52) & 2047) - 1075 + BitOperations.TrailingZeroCount(mantissa));
        }

        return lowest == int.MaxValue ? 0 : lowest;
    }
}
