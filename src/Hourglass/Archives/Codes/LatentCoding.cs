using Hourglass.Archives.Coding;

namespace Hourglass.Archives.Codes;

/// <summary>Codes quantized values, each kind with an adaptive tree of decisions of its own.</summary>
internal sealed class LatentCoding
{
    private const int Limit = 1023;

    private readonly LatentRange[] _ranges;
    private readonly uint[][] _trees;

    /// <summary>One that has learned nothing yet.</summary>
    /// <param name="ranges">The range of each value of a code.</param>
    public LatentCoding(LatentRange[] ranges)
    {
        _ranges = ranges;
        _trees = [.. ranges.Select(range => new uint[1 << Bits(range)])];
        foreach (var tree in _trees)
            Array.Fill(tree, AdaptiveBits.Even);
    }

    /// <summary>Codes one code.</summary>
    /// <param name="coder">The stream.</param>
    /// <param name="code">The values, each within its range; filled by decoders.</param>
    public void Code<TCoder>(ref TCoder coder, Span<short> code)
        where TCoder : struct, IBinaryCoder
    {
        for (var i = 0; i < code.Length; i++)
        {
            var range = _ranges[i];
            var (bits, value, node) = (Bits(range), code[i] - range.Low, 1);
            for (var bit = bits - 1; bit >= 0; bit--)
            {
                ref var state = ref _trees[i][node];
                var decided = coder.Code((value >> bit) & 1, Math.Max(1, AdaptiveBits.Probability(state)));
                AdaptiveBits.Update(ref state, decided, Limit);
                node = (2 * node) | decided;
            }

            code[i] = (short)(range.Low + Math.Min(node - (1 << bits), range.Count - 1));
        }
    }

    private static int Bits(LatentRange range) => 32 - int.LeadingZeroCount(range.Count - 1);
}
