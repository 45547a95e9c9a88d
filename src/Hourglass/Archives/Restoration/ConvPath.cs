namespace Hourglass.Archives.Restoration;

/// <summary>The ways of <see cref="ConvArithmetic"/>; all give the same values.</summary>
internal enum ConvPath
{
    /// <summary>One sum at a time: the specification.</summary>
    Scalar,

    /// <summary>Four sums at a time, on any processor that has vectors.</summary>
    Vector128,

    /// <summary>Products of pairs, eight sums at a time.</summary>
    Avx2,
}
