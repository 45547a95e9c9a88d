using System.Numerics;

namespace Hourglass.Archives.Arrays;

/// <summary>Finds the lattices on which a field is cheapest. For encoders only: it computes with floats.</summary>
/// <remarks>
/// Measured fields often hold far fewer values than their type could: packed whole numbers, few significant digits. Even spacing at the
/// greatest common divisor, or a list of the values, then needs fewer indices; and within a bound, one place may stand for several values even
/// where places as far apart as the bound allows would each meet one.
/// </remarks>
internal sealed class FieldSearch(FieldShape shape)
{
    private const int MaxPlaces = 1 << 16;
    private const int MeasuredValues = 1 << 20;
    private const int PlacesShift = 12;
    private const int ExactBits = 7;
    private const int MeasuringEffort = 2;

    /// <summary>The plan that a rough measure finds the cheapest, with its bits in all; none when no lattice has few enough places.</summary>
    /// <param name="domain">How numbers are units.</param>
    /// <param name="units">The units of all values.</param>
    /// <param name="escaped">Which have none.</param>
    /// <param name="tolerance">How far apart two values may lie, in units, that one place stands for.</param>
    public (FieldPlan Plan, double Bits)? Best(FieldDomain domain, long[] units, byte[] escaped, long tolerance)
    {
        (FieldPlan Plan, double Bits)? best = null;
        foreach (var perPlane in shape.AllPlanes > 1 ? new[] { false, true } : [false])
        {
            foreach (var listed in new[] { false, true })
            {
                if (Propose(domain, units, escaped, tolerance, perPlane, listed) is not { } plan)
                    continue;
                var bits = Measure(plan, units, escaped) + (8.0 * ArrayBytes.Pack(plan.Write(), MeasuringEffort).Length);
                if (best is null || bits < best.Value.Bits)
                    best = (plan, bits);
            }
        }

        return best;
    }

    private FieldPlan? Propose(FieldDomain domain, long[] units, byte[] escaped, long tolerance, bool perPlane, bool listed)
    {
        var size = perPlane ? shape.PlaneValues : units.Length;
        var parts = perPlane ? shape.AllPlanes : 1;
        var places = new long[parts][];
        var steps = new (long Offset, long Step)[parts];
        long low = long.MaxValue, high = long.MinValue, total = 0;
        for (var part = 0; part < parts; part++)
        {
            var sorted = Distinct(units, escaped, part * size, Math.Min(units.Length, (part + 1) * size));
            if (sorted.Length == 0)
                sorted = [0];
            (low, high) = (Math.Min(low, sorted[0]), Math.Max(high, sorted[^1]));
            if (listed)
                total += (places[part] = Cover(sorted, tolerance)).Length;
            else
                steps[part] = Even(sorted, tolerance);
        }

        if (listed && (total > MaxPlaces || total > units.Length / 8))
            return null;
        if (!listed && steps.Max(s => (high - low) / s.Step) > Lattice.MaxIndex)
            return null;
        var step = listed ? Math.Max(1, (high - low) / Math.Max(1, total / parts)) : steps.Max(s => s.Step);
        var shift = Math.Max(Log(step) - PlacesShift, Log(high - low) - 26);
        var origin = low + ((high - low) / 2);
        Lattice[] lattices = [.. Enumerable.Range(0, parts).Select(part => listed
            ? new Lattice(places[part], origin, shift)
            : new Lattice(steps[part].Offset, steps[part].Step, origin, shift))];
        return new FieldPlan(domain, lattices, origin, shift, FeatureShift(units, escaped, origin, shift));
    }

    private static int Log(long value) => BitOperations.Log2((ulong)Math.Max(1, value));

    private static long[] Distinct(long[] units, byte[] escaped, int first, int end)
    {
        var values = new List<long>(end - first);
        for (var i = first; i < end; i++)
        {
            if (escaped[i] == 0)
                values.Add(units[i]);
        }

        values.Sort();
        var count = 0;
        for (var i = 0; i < values.Count; i++)
        {
            if (i == 0 || values[i] != values[i - 1])
                values[count++] = values[i];
        }

        return [.. values.Take(count)];
    }

    /// <summary>As few places as possible, each no further than half of the tolerance from the values that it stands for.</summary>
    private static long[] Cover(long[] sorted, long tolerance)
    {
        var places = new List<long>();
        for (var i = 0; i < sorted.Length;)
        {
            var first = sorted[i];
            while (i < sorted.Length && sorted[i] - first <= tolerance)
                i++;
            places.Add(first + ((sorted[i - 1] - first) / 2));
        }

        return [.. places];
    }

    /// <summary>Even spacing: each place stands for as many multiples of the greatest common divisor as the tolerance allows.</summary>
    private static (long Offset, long Step) Even(long[] sorted, long tolerance)
    {
        long divisor = 0;
        for (var i = 1; i < sorted.Length && divisor != 1; i++)
            divisor = (long)BigInteger.GreatestCommonDivisor(divisor, sorted[i] - sorted[i - 1]);
        divisor = Math.Max(1, divisor);
        var rest = tolerance / divisor * divisor;
        var step = rest + divisor;
        return (sorted[0] + (rest / 2) + ((sorted[^1] - sorted[0]) / step / 2 * step), step);
    }

    private int FeatureShift(long[] units, byte[] escaped, long origin, int shift)
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
    private double Measure(FieldPlan plan, long[] units, byte[] escaped)
    {
        var count = Math.Min(units.Length, MeasuredValues);
        var indices = new int[count];
        for (var i = 0; i < count; i++)
            indices[i] = escaped[i] != 0 ? i > 0 ? indices[i - 1] : 0 : plan.Of(i / shape.PlaneValues).Nearest(units[i]);
        var best = double.PositiveInfinity;
        for (var rule = 0; rule < 3; rule++)
        {
            var histogram = new int[128 << (ExactBits + 1)];
            double bits = 0;
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
                bits += noise;
                histogram[(int)(((ulong)noise << ExactBits) + (size >> noise)) * 2 + (difference < 0 ? 1 : 0)]++;
                seen++;
            }

            foreach (var n in histogram)
                bits -= n == 0 ? 0 : n * Math.Log2((double)n / seen);
            if (seen > 0)
                best = Math.Min(best, bits * units.Length / seen);
        }

        return double.IsFinite(best) ? best : 64.0 * units.Length;
    }
}
