namespace Hourglass.Archives.Coding;

/// <summary>Powers of 1/e in whole numbers of 128 bits: every machine gets the same ones, and the tables that are made of them.</summary>
internal static class Exponential
{
    private const int FractionBits = 60;

    /// <summary>One.</summary>
    public static UInt128 One => (UInt128)1 << FractionBits;

    /// <summary>e^0, e^(-1/steps), e^(-2/steps) ... in units of 1/<see cref="One"/>: the first factor by its series, the rest by multiplication.</summary>
    /// <param name="steps">Powers per unit of the exponent.</param>
    /// <param name="count">How many.</param>
    public static IEnumerable<UInt128> Falling(uint steps, int count)
    {
        UInt128 term = One, factor = One;
        var subtract = true;
        for (uint n = 1; term != 0; n++, subtract = !subtract)
        {
            term = term / steps / n;
            factor = subtract ? factor - term : factor + term;
        }

        var power = One;
        for (var i = 0; i < count; i++, power = (power * factor) >> FractionBits)
            yield return power;
    }
}
