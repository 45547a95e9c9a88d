using Hourglass.Data.Arrays;

namespace Hourglass.Archives.Arrays;

/// <summary>How far numbers are off that came back.</summary>
/// <param name="Values">How many were compared.</param>
/// <param name="Violations">How many are further off than the bound, or are no numbers and came back with other bits.</param>
/// <param name="Worst">The largest error of those that are not, as a share of the bound.</param>
internal readonly record struct ArrayDeviation(long Values, long Violations, double Worst)
{
    /// <summary>Compares numbers.</summary>
    /// <param name="exact">As they were, little-endian.</param>
    /// <param name="coded">As they came back.</param>
    /// <param name="kind">What they are.</param>
    /// <param name="bound">0 when every bit must be the same.</param>
    public static ArrayDeviation Of(ReadOnlySpan<byte> exact, ReadOnlySpan<byte> coded, ElementKind kind, double bound)
    {
        var size = new ElementType(kind).Size;
        var (count, violations, worst) = (exact.Length / size, 0L, 0.0);
        if (exact.SequenceEqual(coded))
            return new ArrayDeviation(count, 0, 0);
        for (var i = 0; i < count; i++)
        {
            var (a, b) = (Elements.Bits(exact, size, i), Elements.Bits(coded, size, i));
            if (a == b)
                continue;
            var error = bound == 0 ? double.NaN
                : Elements.IsFloat(kind) ? Math.Abs(Elements.Value(kind, a) - Elements.Value(kind, b))
                : (double)Int128.Abs((Int128)Elements.Whole(kind, a) - Elements.Whole(kind, b));
            if (error <= bound)
                worst = Math.Max(worst, error / bound);
            else
                violations++;
        }

        return new ArrayDeviation(count, violations, worst);
    }

    /// <summary>Two of them together.</summary>
    public static ArrayDeviation operator +(ArrayDeviation a, ArrayDeviation b) =>
        new(a.Values + b.Values, a.Violations + b.Violations, Math.Max(a.Worst, b.Worst));
}
