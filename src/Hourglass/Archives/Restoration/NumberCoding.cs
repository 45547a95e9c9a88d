using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Restoration;

/// <summary>
/// Codes small whole numbers of either sign with adaptive probabilities: whether it is zero, its sign, the bits of its size in unary, and those
/// below the leading one, of which the upper two are learned.
/// </summary>
internal sealed class NumberCoding
{
    /// <summary>Bits of the largest size.</summary>
    public const int MaxBits = 16;

    private const int Limit = 255;
    private const int Mantissa = 1 << 7;

    private readonly uint[] _states = new uint[2 + MaxBits + Mantissa];

    /// <summary>One that has learned nothing yet.</summary>
    public NumberCoding() => Array.Fill(_states, AdaptiveBits.Even);

    /// <summary>Codes one number of up to <see cref="MaxBits"/> bits and its sign.</summary>
    /// <param name="coder">The stream.</param>
    /// <param name="value">The number; ignored by decoders.</param>
    public int Code<TCoder>(ref TCoder coder, int value)
        where TCoder : struct, IBinaryCoder
    {
        if (Bit(ref coder, 0, value != 0 ? 1 : 0) == 0)
            return 0;
        var negative = Bit(ref coder, 1, value < 0 ? 1 : 0);
        var size = Math.Abs(value);
        var bits = 1;
        while (bits < MaxBits && Bit(ref coder, 1 + bits, size >> bits != 0 ? 1 : 0) != 0)
            bits++;
        var read = 1;
        for (var i = bits - 2; i >= 0; i--)
        {
            var bit = (size >> i) & 1;
            var upper = bits - 2 - i;
            bit = upper < 2 ? Bit(ref coder, 2 + MaxBits + (4 * bits) + (upper == 0 ? 0 : read), bit) : coder.Code(bit, 1 << 15);
            read = (read << 1) | bit;
        }

        return negative != 0 ? -read : read;
    }

    private int Bit<TCoder>(ref TCoder coder, int at, int bit)
        where TCoder : struct, IBinaryCoder
    {
        ref var state = ref _states[at];
        bit = coder.Code(bit, Math.Max(1, AdaptiveBits.Probability(state)));
        AdaptiveBits.Update(ref state, bit, Limit);
        return bit;
    }
}
