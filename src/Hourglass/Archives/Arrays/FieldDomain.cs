using Hourglass.Data.Arrays;

namespace Hourglass.Archives.Arrays;

/// <summary>How the numbers of an array are whole units.</summary>
/// <param name="Kind">The kind of the numbers.</param>
/// <param name="Rule">Which rule turns them into units.</param>
/// <param name="Exponent">Of <see cref="FieldRule.Value"/>: a unit is 2^Exponent.</param>
internal sealed record FieldDomain(ElementKind Kind, FieldRule Rule, int Exponent)
{
    /// <summary>The smallest and largest exponent: the unit and its inverse are exact.</summary>
    public const int MaxExponent = 1000;

    private readonly int _size = new ElementType(Kind).Size;
    private readonly double _unit = Math.ScaleB(1, Exponent);

    /// <summary>The bits of the number that stands for some units: the last step of decoding.</summary>
    public ulong Bits(long units) => Rule switch
    {
        FieldRule.Value => Elements.BitsOf(Kind, units * _unit),
        FieldRule.Ordered => Elements.Unordered(units, _size),
        _ => Elements.BitsOfWhole(Kind, units),
    };

    /// <summary>A whole number that is the larger the larger the number is.</summary>
    public long Order(ulong bits) => Rule == FieldRule.Whole ? Elements.Whole(Kind, bits) : Elements.Ordered(bits, _size);

    /// <summary>The bits that <see cref="Order"/> was made from.</summary>
    public ulong FromOrder(long order) => Rule == FieldRule.Whole ? Elements.BitsOfWhole(Kind, order) : Elements.Unordered(order, _size);

    /// <summary>The units that stand for a number best.</summary>
    /// <returns>False when it is no number, or too far out.</returns>
    public bool TryUnits(ulong bits, out long units)
    {
        if (Rule == FieldRule.Value)
        {
            var scaled = Elements.Value(Kind, bits) * Math.ScaleB(1, -Exponent);
            var fits = Math.Abs(scaled) < Lattice.MaxUnit;
            units = fits ? (long)Math.Round(scaled) : 0;
            return fits;
        }

        units = Rule == FieldRule.Ordered ? Elements.Ordered(bits, _size) : Elements.Whole(Kind, bits);
        return units is < Lattice.MaxUnit and > -Lattice.MaxUnit && (Rule == FieldRule.Whole || double.IsFinite(Elements.Value(Kind, bits)));
    }
}

/// <summary>Rules that turn numbers into whole units.</summary>
internal enum FieldRule
{
    /// <summary>A whole number is its own units.</summary>
    Whole,

    /// <summary>The value divided by a power of two.</summary>
    Value,

    /// <summary>The bits of a floating-point number, in the order of the values.</summary>
    Ordered,
}
