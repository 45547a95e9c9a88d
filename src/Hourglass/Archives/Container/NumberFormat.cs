using System.Buffers.Binary;
using Hourglass.Data.Arrays;

namespace Hourglass.Archives.Container;

/// <summary>The array of an entry in the table of contents.</summary>
/// <remarks><code>kind: u8 | order: u8 | number of sides | sides | axis | steps | bound: f64 | before: bytes</code></remarks>
internal static class NumberFormat
{
    private const byte BigEndian = 1;
    private const byte Fortran = 2;

    /// <summary>Writes it.</summary>
    public static void Write(FieldWriter table, NumberLayout numbers)
    {
        table.Byte((byte)numbers.Type.Kind);
        table.Byte((byte)((numbers.Type.BigEndian ? BigEndian : 0) | (numbers.Fortran ? Fortran : 0)));
        table.Number(numbers.Sides.Count);
        foreach (var side in numbers.Sides)
            table.Number(side);
        table.Number(numbers.Axis);
        table.Number(numbers.Steps);
        Span<byte> bound = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bound, numbers.Bound);
        table.Raw(bound);
        table.Bytes(numbers.Before.Span);
    }

    /// <summary>Reads it, within limits.</summary>
    /// <exception cref="ArchiveFormatException">Something is not as the format says.</exception>
    public static NumberLayout Read(FieldReader table, ArchiveLimits limits)
    {
        var kind = table.Byte("the kind of an array");
        if (kind > (byte)ElementKind.Float64)
            throw table.Wrong("the kind of an array", $"{kind}", $"0 to {(byte)ElementKind.Float64}");
        var order = table.Byte("the order of an array");
        var type = new ElementType((ElementKind)kind, (order & BigEndian) != 0);
        if (order > (BigEndian | Fortran) || (type.BigEndian && type.Size == 1))
            throw table.Wrong("the order of an array", $"{order}", "one that its numbers can have");
        var sides = new int[table.Number("the number of sides of an array", NumberLayout.MaxRank)];
        var most = long.MaxValue / (1 << 10) / type.Size;
        for (var i = 0; i < sides.Length; i++)
        {
            sides[i] = (int)table.Positive("a side of an array", Math.Min(most, int.MaxValue));
            most /= sides[i];
        }

        var axis = (int)table.Number("the axis of an array", Math.Max(0, sides.Length - 1));
        var cut = new NumberLayout(type, (order & Fortran) != 0, sides, axis, 1, 0, default);
        var steps = (int)table.Positive("the steps of a slab", sides.Length == 0 ? 1 : cut.Walked[axis]);
        if (steps > limits.MaxChunkSamples / type.Size / cut.Inner)
            throw table.Wrong("a slab of an array", $"{(Int128)steps * cut.Inner * type.Size} bytes large", $"at most {limits.MaxChunkSamples}, unless large archives are allowed");
        var bound = BinaryPrimitives.ReadDoubleLittleEndian(table.Raw("the bound of an array", sizeof(double)).Span);
        return double.IsFinite(bound) && bound >= 0
            ? cut with { Steps = steps, Bound = bound, Before = table.Bytes("the bytes before an array", NumberLayout.MaxBefore) }
            : throw table.Wrong("the bound of an array", FormattableString.Invariant($"{bound}"), "a finite number from 0");
    }
}
