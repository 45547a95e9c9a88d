using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Networks;

/// <summary>Passes whole numbers through a coder, with probabilities that adapt to the numbers of each kind.</summary>
/// <typeparam name="TCoder">Reads or writes.</typeparam>
internal ref struct WeightStream<TCoder>(ref TCoder coder)
    where TCoder : struct, IBinaryCoder
{
    private const int Even = 1 << 15;
    private const int AdaptationLimit = 255;

    private readonly ref TCoder _coder = ref coder;

    /// <summary>A number of so many bits, none likelier than another.</summary>
    public int Plain(int value, int bits)
    {
        var read = 0;
        for (var i = bits - 1; i >= 0; i--)
            read = (read << 1) | _coder.Code((value >> i) & 1, Even);
        return read;
    }

    /// <summary>Small weights, near each other in size.</summary>
    public void Weights(Span<sbyte> weights)
    {
        var states = new uint[256];
        states.AsSpan().Fill(AdaptiveBits.Even);
        foreach (ref var weight in weights)
        {
            var folded = (byte)(weight + 128);
            var node = 1;
            for (var i = 7; i >= 0; i--)
                node = (2 * node) + Adaptive(ref states[node], (folded >> i) & 1);
            weight = (sbyte)((node & 255) - 128);
        }
    }

    /// <summary>Numbers of any size: how many bits, then the bits, then the sign.</summary>
    public void Numbers(Span<short> numbers)
    {
        var states = new uint[16];
        states.AsSpan().Fill(AdaptiveBits.Even);
        foreach (ref var number in numbers)
        {
            var magnitude = Math.Min(Math.Abs((int)number), short.MaxValue);
            var bits = 0;
            while (bits < 15 && Adaptive(ref states[bits], magnitude >> bits != 0 ? 1 : 0) != 0)
                bits++;
            var read = bits == 0 ? 0 : (1 << (bits - 1)) | Plain(magnitude & ((1 << (bits - 1)) - 1), bits - 1);
            var negative = read != 0 && Plain(number < 0 ? 1 : 0, 1) != 0;
            number = (short)(negative ? -read : read);
        }
    }

    private readonly int Adaptive(ref uint state, int bit)
    {
        bit = _coder.Code(bit, Math.Clamp(AdaptiveBits.Probability(state), 256, 65536 - 256));
        AdaptiveBits.Update(ref state, bit, AdaptationLimit);
        return bit;
    }
}
