using Hourglass.Data.Arrays;

namespace Hourglass.Archives.Arrays;

/// <summary>How far the values of an array may be off when they come back.</summary>
/// <param name="Kind">In which way it is stated.</param>
/// <param name="Value">The bound: 0 when exact, in the units of the values when absolute, a share of the range when relative.</param>
internal readonly record struct ArrayBound(ArrayBoundKind Kind, double Value)
{
    /// <summary>Every bit comes back.</summary>
    public static ArrayBound Exact => new(ArrayBoundKind.Exact, 0);

    /// <summary>No value is off by more than <paramref name="error"/>; those that are no numbers come back exactly.</summary>
    public static ArrayBound Absolute(double error) => Checked(ArrayBoundKind.Absolute, error);

    /// <summary>No value is off by more than <paramref name="share"/> of the largest finite value less the smallest.</summary>
    public static ArrayBound Relative(double share) => Checked(ArrayBoundKind.Relative, share);

    /// <summary>The same bound in the units of the values: exact, or absolute.</summary>
    /// <param name="raw">All values of the array, little-endian.</param>
    /// <param name="kind">What they are.</param>
    public ArrayBound Resolve(ReadOnlySpan<byte> raw, ElementKind kind)
    {
        if (Kind != ArrayBoundKind.Relative)
            return this;
        var (low, high) = Elements.Range(raw, kind);
        return Resolve(low, high);
    }

    /// <summary>The same bound in the units of the values: exact, or absolute.</summary>
    /// <param name="low">The smallest finite value.</param>
    /// <param name="high">The largest.</param>
    public ArrayBound Resolve(double low, double high)
    {
        if (Kind != ArrayBoundKind.Relative)
            return this;
        var error = low < high ? Value * (high - low) : 0;
        return error > 0 && double.IsFinite(error) ? new ArrayBound(ArrayBoundKind.Absolute, error) : Exact;
    }

    private static ArrayBound Checked(ArrayBoundKind kind, double value) => value >= 0 && double.IsFinite(value)
        ? value == 0 ? Exact : new ArrayBound(kind, value)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A bound is a finite number that is not negative.");
}

/// <summary>Ways of stating a bound.</summary>
internal enum ArrayBoundKind
{
    Exact,
    Absolute,
    Relative,
}
