using System.Numerics;
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

    /// <summary>Small weights, near each other in size: the size of those before chooses the probabilities.</summary>
    public void Weights(Span<sbyte> weights)
    {
        const int sizes = 9, nodes = 16;
        var states = new uint[sizes * nodes * 2];
        states.AsSpan().Fill(AdaptiveBits.Even);
        var size = 16 * 16;
        foreach (ref var weight in weights)
        {
            var place = BitOperations.Log2((uint)((size * size) >> 4) | 1) / 2;
            var own = states.AsSpan(Math.Min(place, sizes - 1) * 2 * nodes, 2 * nodes);
            var magnitude = Math.Min(Math.Abs((int)weight), sbyte.MaxValue);
            var bits = 0;
            while (bits < 7 && Adaptive(ref own[bits], magnitude >> bits != 0 ? 1 : 0) != 0)
                bits++;
            var read = bits == 0 ? 0 : 1;
            for (var i = bits - 2; i >= 0; i--)
            {
                // The bit below the first is not even: small weights are likelier.
                var depth = bits - 2 - i;
                var bit = (magnitude >> i) & 1;
                read = (2 * read) + (depth < 1 ? Adaptive(ref own[nodes + bits], bit) : Plain(bit, 1));
            }

            weight = (sbyte)(read != 0 && Plain(weight < 0 ? 1 : 0, 1) != 0 ? -read : read);
            size += ((16 * read) - size) >> 4;
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
