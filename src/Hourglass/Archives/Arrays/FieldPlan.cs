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
        to.Byte((byte)(Lattices[0].Places is null ? 0 : 1));
        to.Byte((byte)(Lattices.Length == 1 ? 0 : 1));
        long offset = Origin, step = 0;
        foreach (var lattice in Lattices)
        {
            if (lattice.Places is { } places)
            {
                WritePlaces(to, places);
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
        long offset = origin, step = 0;
        for (var i = 0; i < lattices.Length; i++)
        {
            if (listed)
            {
                lattices[i] = new Lattice(ReadPlaces(from, shape.Count), origin, shift);
                continue;
            }

            step += Signed(from, "the step of a lattice", 1 - step, Lattice.MaxUnit - step);
            offset += Signed(from, "the offset of a lattice", -Lattice.MaxUnit - offset, Lattice.MaxUnit - offset);
            lattices[i] = new Lattice(offset, step, origin, shift);
        }

        from.End("the plan of a field");
        return new FieldPlan(new FieldDomain(kind, rule, exponent), lattices, origin, shift, featureShift);
    }

    private static void WritePlaces(FieldWriter to, long[] places)
    {
        to.Number(places.Length);
        Signed(to, places[0]);
        long before = 0;
        for (var i = 1; i < places.Length; i++)
        {
            var gap = places[i] - places[i - 1];
            Signed(to, gap - before);
            before = gap;
        }
    }

    private static long[] ReadPlaces(FieldReader from, int most)
    {
        var places = new long[from.Positive("the number of places", Math.Min(most, from.Rest.Length))];
        places[0] = Signed(from, "the first place", -Lattice.MaxUnit, Lattice.MaxUnit);
        long gap = 0;
        for (var i = 1; i < places.Length; i++)
        {
            gap += Signed(from, "the gap between places", 1 - gap, Lattice.MaxUnit - places[i - 1] - gap);
            places[i] = places[i - 1] + gap;
        }

        return places;
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
