using Hourglass.Archives.Coding;
using Hourglass.Archives.Container;
using Hourglass.Data.Arrays;

namespace Hourglass.Archives.Arrays;

/// <summary>Codes a piece of an array as indices on lattices, and the values that fit none beside them.</summary>
internal static class FieldCodec
{
    /// <summary>How fine the units of a bounded field are: twice the bound is about 2^20 of them.</summary>
    private const int BoundBits = 20;

    private const int PlanEffort = 9;
    private const int EscapeEffort = 4;

    /// <summary>Codes a piece.</summary>
    /// <param name="raw">Its numbers.</param>
    /// <param name="kind">Their kind.</param>
    /// <param name="shape">How they lie; at least one.</param>
    /// <param name="bound">0, or how far a value may be off.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static byte[]? Encode(ReadOnlySpan<byte> raw, ElementKind kind, FieldShape shape, double bound, CancellationToken cancellation)
    {
        var size = new ElementType(kind).Size;
        var bits = new ulong[shape.Count];
        for (var i = 0; i < bits.Length; i++)
            bits[i] = Elements.Bits(raw, size, i);
        (FieldPlan Plan, double Bits, long[] Units)? best = null;
        foreach (var (domain, tolerance) in FieldDomains.Of(kind, bits, bound, BoundBits))
        {
            var (units, escaped) = (new long[bits.Length], new byte[bits.Length]);
            var (escapes, rounded) = (0, 0);
            for (var i = 0; i < bits.Length; i++)
            {
                escaped[i] = (byte)(domain.TryUnits(bits[i], out units[i]) ? 0 : 1);
                escapes += escaped[i];
                rounded += escaped[i] == 0 && tolerance == 0 && domain.Bits(units[i]) != bits[i] ? 1 : 0;
            }

            if (escapes == bits.Length)
                continue;
            cancellation.ThrowIfCancellationRequested();
            if (new FieldSearch(shape, domain, bits, units, escaped, rounded).Best(tolerance) is not (var plan, var cost))
                continue;
            cost += 8.0 * size * escapes;
            if (best is null || cost < best.Value.Bits)
                best = (plan, cost, units);
        }

        return best is null ? null : Write(bits, kind, shape, best.Value.Plan, best.Value.Units, bound, cancellation);
    }

    /// <summary>Fills in a piece.</summary>
    /// <exception cref="ArchiveFormatException">The payload is no field.</exception>
    public static void Decode(ReadOnlyMemory<byte> payload, ElementKind kind, FieldShape shape, Span<byte> raw, CancellationToken cancellation)
    {
        var size = new ElementType(kind).Size;
        var parts = new FieldReader(payload, 0);
        var most = 64 + (20L * shape.AllPlanes) + (10L * shape.Count);
        var plan = FieldPlan.Read(ArrayBytes.Unpack(parts.Bytes("the plan of a field", payload.Length), most, "the plan of a field"), kind, shape);
        var outside = ArrayBytes.Unpack(parts.Bytes("the escapes of a field", payload.Length), (long)size * shape.Count, "the escapes of a field").Span;
        var coder = new BinaryDecoder(parts.Rest);
        var (indices, escaped) = (new int[shape.Count], outside.Length > 0 ? new byte[shape.Count] : null);
        new FieldModel(shape, plan.Of, plan.FeatureShift).Code(ref coder, indices, escaped, cancellation);
        var next = 0;
        for (var i = 0; i < indices.Length; i++)
        {
            if (escaped is null || escaped[i] == 0)
            {
                Elements.Put(raw, size, i, plan.Of(i / shape.PlaneValues).Bits(plan.Domain, indices[i]));
                continue;
            }

            if (next + size > outside.Length)
                throw new ArchiveFormatException(0, "the escapes of a field", $"{outside.Length} bytes", "as many as values are escaped");
            Elements.Put(raw, size, i, Elements.Bits(outside[next..], size, 0));
            next += size;
        }

        if (next != outside.Length)
            throw new ArchiveFormatException(0, "the escapes of a field", $"{outside.Length} bytes", $"{next}");
    }

    private static byte[] Write(ulong[] bits, ElementKind kind, FieldShape shape, FieldPlan plan, long[] units, double bound, CancellationToken cancellation)
    {
        var size = new ElementType(kind).Size;
        var (indices, escaped) = (new int[bits.Length], new byte[bits.Length]);
        var outside = new MemoryStream();
        Span<byte> element = stackalloc byte[8];
        for (var i = 0; i < bits.Length; i++)
        {
            var lattice = plan.Of(i / shape.PlaneValues);
            indices[i] = lattice.Nearest(units[i]);
            if (IsWithin(kind, bits[i], lattice.Bits(plan.Domain, indices[i]), bound))
                continue;
            escaped[i] = 1;
            Elements.Put(element, size, 0, bits[i]);
            outside.Write(element[..size]);
        }

        var coder = new BinaryEncoder();
        new FieldModel(shape, plan.Of, plan.FeatureShift).Code(ref coder, indices, outside.Length > 0 ? escaped : null, cancellation);
        var payload = new FieldWriter();
        payload.Bytes(ArrayBytes.Pack(plan.Write(), PlanEffort));
        payload.Bytes(ArrayBytes.Pack(outside.ToArray(), EscapeEffort));
        payload.Raw(coder.Finish());
        return payload.Written.ToArray();
    }

    /// <summary>Whether a number may stand for another.</summary>
    private static bool IsWithin(ElementKind kind, ulong original, ulong decoded, double bound)
    {
        if (original == decoded)
            return true;
        if (bound <= 0)
            return false;
        return Elements.IsFloat(kind)
            ? Math.Abs(Elements.Value(kind, original) - Elements.Value(kind, decoded)) <= bound
            : Int128.Abs((Int128)Elements.Whole(kind, original) - Elements.Whole(kind, decoded)) <= (Int128)bound;
    }
}
