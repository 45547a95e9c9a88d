using System.Numerics;

namespace Hourglass.Archives.Arrays;

/// <summary>Finds the lattices on which a field is cheapest. For encoders only: it computes with floats.</summary>
/// <remarks>
/// Measured fields often hold far fewer values than their type could: packed whole numbers, few significant digits. Even spacing at the
/// greatest common divisor, or a list of the values, then needs fewer indices; and within a bound, one place may stand for several values even
/// where places as far apart as the bound allows would each meet one.
/// </remarks>
/// <param name="shape">The field.</param>
/// <param name="domain">How numbers are units.</param>
/// <param name="bits">The bits of all numbers.</param>
/// <param name="units">The units of all numbers.</param>
/// <param name="escaped">Which have none.</param>
/// <param name="rounded">How many are no whole units, and must be listed or escape.</param>
internal sealed class FieldSearch(FieldShape shape, FieldDomain domain, ulong[] bits, long[] units, byte[] escaped, int rounded)
{
    private const int EscapeBits = 64;
    private const int MaxPlaces = 1 << 16;
    private const int MeasuredValues = 1 << 20;
    private const int PlacesShift = 12;
    private const int ExactBits = 7;
    private const int MeasuringEffort = 2;

    /// <summary>The plan that a rough measure finds the cheapest, with its bits in all; none when no lattice has few enough places.</summary>
    /// <param name="tolerance">How far apart two values may lie, in units, that one place stands for.</param>
    public (FieldPlan Plan, double Bits)? Best(long tolerance)
    {
        (FieldPlan Plan, double Bits)? best = null;
        foreach (var perPlane in shape.AllPlanes > 1 ? new[] { false, true } : [false])
        {
            // In the order of their bits, numbers are harder to predict: that serves where there are too many to list.
            foreach (var listed in domain.Rule == FieldRule.Ordered ? [false] : new[] { false, true })
            {
                if (Propose(tolerance, perPlane, listed) is not { } plan)
                    continue;
                var cost = Measure(plan) + (listed ? 0 : (double)EscapeBits * rounded) + (8.0 * ArrayBytes.Pack(plan.Write(), MeasuringEffort).Length);
                if (best is null || cost < best.Value.Bits)
                    best = (plan, cost);
            }
        }

        return best;
    }

    private FieldPlan? Propose(long tolerance, bool perPlane, bool listed)
    {
        var size = perPlane ? shape.PlaneValues : units.Length;
        var parts = perPlane ? shape.AllPlanes : 1;
        var numbers = new ulong[parts][];
        var steps = new (long Offset, long Step)[parts];
        long low = long.MaxValue, high = long.MinValue, total = 0;
        for (var part = 0; part < parts; part++)
        {
            var sorted = Distinct(part * size, Math.Min(units.Length, (part + 1) * size));
            (low, high) = (Math.Min(low, sorted[0].Unit), Math.Max(high, sorted[^1].Unit));
            if (listed)
                total += (numbers[part] = Cover(sorted, tolerance)).Length;
            else
                steps[part] = Even(sorted, tolerance);
        }

        if (listed && (total > MaxPlaces || total > units.Length / 8))
            return null;
        if (!listed && steps.Max(s => (high - low) / s.Step) > 2L * Lattice.MaxIndex)
            return null;
        var step = listed ? Math.Max(1, (high - low) / Math.Max(1, total / parts)) : steps.Max(s => s.Step);
        var shift = Math.Max(Log(step) - PlacesShift, Log(high - low) - 26);
        var origin = low + ((high - low) / 2);
        Lattice[] lattices = [.. Enumerable.Range(0, parts).Select(part => listed
            ? new Lattice(domain, numbers[part], origin, shift)
            : new Lattice(steps[part].Offset, steps[part].Step, origin, shift))];
        return new FieldPlan(domain, lattices, origin, shift, FeatureShift(origin, shift));
    }

    private static int Log(long value) => BitOperations.Log2((ulong)Math.Max(1, value));

    /// <summary>The different units of some values, ascending, each with the bits of a number that has it; at least one.</summary>
    private (long Unit, ulong Bits)[] Distinct(int first, int end)
    {
        var values = new List<(long Unit, ulong Bits)>(end - first);
        for (var i = first; i < end; i++)
        {
            if (escaped[i] == 0)
                values.Add((units[i], bits[i]));
        }

        values.Sort();
        var count = 0;
        for (var i = 0; i < values.Count; i++)
        {
            if (i == 0 || values[i].Unit != values[i - 1].Unit)
                values[count++] = values[i];
        }

        return count == 0 ? [(0, domain.Bits(0))] : [.. values.Take(count)];
    }

    /// <summary>As few numbers as possible, each no further than half of the tolerance from the values that it stands for.</summary>
    private ulong[] Cover((long Unit, ulong Bits)[] sorted, long tolerance)
    {
        var numbers = new List<ulong>();
        for (var i = 0; i < sorted.Length;)
        {
            var first = sorted[i];
            while (i < sorted.Length && sorted[i].Unit - first.Unit <= tolerance)
                i++;
            numbers.Add(sorted[i - 1] == first ? first.Bits : domain.Bits(first.Unit + ((sorted[i - 1].Unit - first.Unit) / 2)));
        }

        return [.. numbers];
    }

    /// <summary>Even spacing: each place stands for as many multiples of the greatest common divisor as the tolerance allows.</summary>
    private static (long Offset, long Step) Even((long Unit, ulong Bits)[] sorted, long tolerance)
    {
        long divisor = 0;
        for (var i = 1; i < sorted.Length && divisor != 1; i++)
            divisor = (long)BigInteger.GreatestCommonDivisor(divisor, sorted[i].Unit - sorted[i - 1].Unit);
        divisor = Math.Max(1, divisor);
        var rest = tolerance / divisor * divisor;
        var step = rest + divisor;
        return (sorted[0].Unit + (rest / 2) + ((sorted[^1].Unit - sorted[0].Unit) / step / 2 * step), step);
    }

    private int FeatureShift(long origin, int shift)
    {
        var histogram = new int[40];
        var seen = 0;
        for (var i = Math.Max(1, shape.Columns); i < units.Length; i++)
        {
            if ((escaped[i] | escaped[i - 1] | escaped[i - shape.Columns]) != 0)
                continue;
            var value = Lattice.ToGround(units[i], origin, shift);
            var most = Math.Max(
                Math.Abs(value - Lattice.ToGround(units[i - 1], origin, shift)),
                Math.Abs(value - Lattice.ToGround(units[i - shape.Columns], origin, shift)));
            histogram[most == 0 ? 0 : Log(most) + 1]++;
            seen++;
        }

        var bits = histogram.Length - 1;
        for (long above = 0; bits > 0 && above + histogram[bits] <= seen / 500; bits--)
            above += histogram[bits];
        return Math.Clamp(bits - 9, 0, 28);
    }

    /// <summary>The entropy of the differences to the left, or to a plane through three neighbors, whichever is less; in bits.</summary>
    private double Measure(FieldPlan plan)
    {
        var count = Math.Min(units.Length, MeasuredValues);
        var indices = new int[count];
        for (var i = 0; i < count; i++)
            indices[i] = escaped[i] != 0 ? i > 0 ? indices[i - 1] : 0 : plan.Of(i / shape.PlaneValues).Nearest(units[i]);
        var best = double.PositiveInfinity;
        for (var rule = 0; rule < 3; rule++)
        {
            var histogram = new int[128 << (ExactBits + 1)];
            double cost = 0;
            var seen = 0;
            for (var i = rule == 2 ? shape.PlaneValues : shape.Columns + 1; i < count; i++)
            {
                var lattice = plan.Of(i / shape.PlaneValues);
                int Other(int at) => plan.Lattices.Length == 1 ? indices[at] : lattice.Index(plan.Of(at / shape.PlaneValues).Place(indices[at]));
                long guess = rule switch
                {
                    0 => Other(i - 1),
                    1 => (long)Other(i - 1) + Other(i - shape.Columns) - Other(i - shape.Columns - 1),
                    _ => Other(i - shape.PlaneValues),
                };
                var difference = indices[i] - guess;
                var size = (ulong)Math.Abs(difference);
                // Beyond its first bits, a difference counts as noise.
                var noise = Math.Max(0, Log((long)size) - ExactBits);
                cost += noise;
                histogram[(int)(((ulong)noise << ExactBits) + (size >> noise)) * 2 + (difference < 0 ? 1 : 0)]++;
                seen++;
            }

            foreach (var n in histogram)
                cost -= n == 0 ? 0 : n * Math.Log2((double)n / seen);
            if (seen > 0)
                best = Math.Min(best, cost * units.Length / seen);
        }

        return double.IsFinite(best) ? best : 64.0 * units.Length;
    }
}
