using Hourglass.Archives.Container;
using Hourglass.Data.Arrays;

namespace Hourglass.Archives.Arrays;

/// <summary>What a decoder must know of a field before its indices.</summary>
/// <param name="Domain">How numbers are units.</param>
/// <param name="Lattices">The places of the values: one for all planes or one per plane.</param>
/// <param name="Origin">The unit that predictions call zero.</param>
/// <param name="Shift">Predictions are in 2^Shift units.</param>
/// <param name="FeatureShift">See <see cref="FieldPredictors"/>.</param>
internal sealed record FieldPlan(FieldDomain Domain, Lattice[] Lattices, long Origin, int Shift, int FeatureShift)
{
    private const long Least = long.MinValue;

    /// <summary>The lattice of a plane.</summary>
    public Lattice Of(int plane) => Lattices[Lattices.Length == 1 ? 0 : plane];

    /// <summary>Writes everything down.</summary>
    public byte[] Write()
    {
        var to = new FieldWriter();
        to.Byte((byte)Domain.Rule);
        Signed(to, Domain.Exponent);
        Signed(to, Origin);
        Signed(to, Shift);
        to.Byte((byte)FeatureShift);
        to.Byte((byte)(Lattices[0].Numbers is null ? 0 : 1));
        to.Byte((byte)(Lattices.Length == 1 ? 0 : 1));
        long offset = Origin, step = 0;
        foreach (var lattice in Lattices)
        {
            if (lattice.Numbers is { } numbers)
            {
                WriteNumbers(to, Domain, numbers);
                continue;
            }

            Signed(to, lattice.Step - step);
            Signed(to, lattice.Offset - offset);
            (offset, step) = (lattice.Offset, lattice.Step);
        }

        return to.Written.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ArchiveFormatException">It is nothing of the kind.</exception>
    public static FieldPlan Read(ReadOnlyMemory<byte> bytes, ElementKind kind, FieldShape shape)
    {
        var from = new FieldReader(bytes, 0);
        var rule = (FieldRule)from.Number("the rule of a field", Elements.IsFloat(kind) ? (int)FieldRule.Ordered : (int)FieldRule.Whole);
        if (rule == FieldRule.Whole && Elements.IsFloat(kind))
            throw from.Wrong("the rule of a field", "that of whole numbers", "one of floating-point numbers");
        var exponent = (int)Signed(from, "the exponent of a field", -FieldDomain.MaxExponent, FieldDomain.MaxExponent);
        var origin = Signed(from, "the origin of a field", -Lattice.MaxUnit, Lattice.MaxUnit);
        var shift = (int)Signed(from, "the shift of a field", -28, 52);
        var featureShift = (int)from.Number("the shift of features", 28);
        var listed = from.Number("the form of lattices", 1) != 0;
        var lattices = new Lattice[from.Number("the number of lattices", 1) == 0 ? 1 : shape.AllPlanes];
        var domain = new FieldDomain(kind, rule, exponent);
        long offset = origin, step = 0;
        for (var i = 0; i < lattices.Length; i++)
        {
            if (listed)
            {
                lattices[i] = new Lattice(domain, ReadNumbers(from, domain, shape.Count), origin, shift);
                continue;
            }

            step += Signed(from, "the step of a lattice", 1 - step, Lattice.MaxUnit - step);
            offset += Signed(from, "the offset of a lattice", -Lattice.MaxUnit - offset, Lattice.MaxUnit - offset);
            lattices[i] = new Lattice(offset, step, origin, shift);
        }

        from.End("the plan of a field");
        return new FieldPlan(domain, lattices, origin, shift, featureShift);
    }

    private static void WriteNumbers(FieldWriter to, FieldDomain domain, ulong[] numbers)
    {
        to.Number(numbers.Length);
        var before = Least;
        foreach (var number in numbers)
        {
            var order = domain.Order(number);
            var gap = (ulong)order - (ulong)before;
            to.Number((long)(gap >> 32));
            to.Number((uint)gap);
            before = order;
        }
    }

    private static ulong[] ReadNumbers(FieldReader from, FieldDomain domain, int most)
    {
        var numbers = new ulong[from.Positive("the length of a list of numbers", Math.Min(most, from.Rest.Length))];
        var order = (Int128)Least;
        for (var i = 0; i < numbers.Length; i++)
        {
            var high = from.Number("the gap between numbers", uint.MaxValue);
            order += ((Int128)high << 32) + from.Number("the gap between numbers", uint.MaxValue);
            if (order > long.MaxValue)
                throw from.Wrong("the gap between numbers", "too large", "numbers of 64 bits");
            numbers[i] = domain.FromOrder((long)order);
        }

        return numbers;
    }

    /// <summary>Small numbers of either sign become small numbers: 0, -1, 1, -2 ...</summary>
    private static void Signed(FieldWriter to, long value) => to.Number((value << 1) ^ (value >> 63));

    private static long Signed(FieldReader from, string field, long least, long most)
    {
        var folded = from.Number(field, long.MaxValue);
        var value = (folded >> 1) ^ -(folded & 1);
        return value >= least && value <= most ? value : throw from.Wrong(field, $"{value}", $"{least} to {most}");
    }
}
