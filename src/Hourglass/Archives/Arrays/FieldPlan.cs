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
        var to = new VarintWriter();
        to.Unsigned((ulong)Domain.Rule);
        to.Signed(Domain.Exponent);
        to.Signed(Origin);
        to.Signed(Shift);
        to.Unsigned((ulong)FeatureShift);
        to.Unsigned(Lattices[0].Places is null ? 0u : 1u);
        to.Unsigned(Lattices.Length == 1 ? 0u : 1u);
        long offset = Origin, step = 0;
        foreach (var lattice in Lattices)
        {
            if (lattice.Places is { } places)
            {
                to.Unsigned((ulong)places.Length);
                WritePlaces(to, places);
                continue;
            }

            to.Signed(lattice.Step - step);
            to.Signed(lattice.Offset - offset);
            (offset, step) = (lattice.Offset, lattice.Step);
        }

        return to.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ArchiveFormatException">It is nothing of the kind.</exception>
    public static FieldPlan Read(VarintReader from, Hourglass.Data.Arrays.ElementKind kind, FieldShape shape)
    {
        var rule = (FieldRule)from.Unsigned("the rule of a field", Elements.IsFloat(kind) ? 2u : 0u);
        if (rule == FieldRule.Whole && Elements.IsFloat(kind))
            throw from.Broken("the rule of a field", "whole", "a rule for floating-point numbers");
        var exponent = (int)from.Signed("the exponent of a field", FieldDomain.MaxExponent);
        var origin = from.Signed("the origin of a field", Lattice.MaxUnit);
        var shift = (int)from.Signed("the shift of a field", 52);
        if (shift < -28)
            throw from.Broken("the shift of a field", shift.ToString(System.Globalization.CultureInfo.InvariantCulture), "-28 or more");
        var featureShift = (int)from.Unsigned("the feature shift of a field", 28);
        var listed = from.Unsigned("the form of a lattice", 1) != 0;
        var lattices = new Lattice[from.Unsigned("the spread of lattices", 1) == 0 ? 1 : shape.AllPlanes];
        long offset = origin, step = 0;
        for (var i = 0; i < lattices.Length; i++)
        {
            if (listed)
            {
                lattices[i] = new Lattice(ReadPlaces(from, shape.Count), origin, shift);
                continue;
            }

            step += from.Signed("the step of a lattice", Lattice.MaxUnit);
            offset += from.Signed("the offset of a lattice", 2 * Lattice.MaxUnit);
            if (step is < 1 or > Lattice.MaxUnit || offset is < -Lattice.MaxUnit or > Lattice.MaxUnit)
                throw from.Broken("a lattice", FormattableString.Invariant($"{offset} + n * {step}"), "an offset and a step within 2^52");
            lattices[i] = new Lattice(offset, step, origin, shift);
        }

        return new FieldPlan(new FieldDomain(kind, rule, exponent), lattices, origin, shift, featureShift);
    }

    private static void WritePlaces(VarintWriter to, long[] places)
    {
        to.Signed(places[0]);
        long before = 0;
        for (var i = 1; i < places.Length; i++)
        {
            var gap = places[i] - places[i - 1];
            to.Signed(gap - before);
            before = gap;
        }
    }

    private static long[] ReadPlaces(VarintReader from, int most)
    {
        var places = new long[from.Count("the places of a lattice", most)];
        places[0] = from.Signed("the first place of a lattice", Lattice.MaxUnit);
        long gap = 0;
        for (var i = 1; i < places.Length; i++)
        {
            gap += from.Signed("a gap of a lattice", 2 * Lattice.MaxUnit);
            places[i] = places[i - 1] + gap;
            if (gap is < 1 or > 2 * Lattice.MaxUnit || places[i] > Lattice.MaxUnit)
                throw from.Broken("the places of a lattice", FormattableString.Invariant($"{places[i - 1]} and a gap of {gap}"), "ascending places within 2^52");
        }

        return places;
    }
}
