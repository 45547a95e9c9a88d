using System.Runtime.CompilerServices;

namespace Hourglass.Archives.Coding;

/// <summary>
/// Adaptive probabilities of single decisions, each in one 32-bit word: the probability of a one in the upper 22 bits and how often it was
/// updated in the lower 10. The n-th update moves it by about 1/(n + 1.5) of the way, until a limit.
/// </summary>
internal static class AdaptiveBits
{
    /// <summary>Even odds, never updated.</summary>
    public const uint Even = 1u << 31;

    private const int CountBits = 10;
    private const uint CountMask = (1u << CountBits) - 1;

    private static readonly int[] Steps = MakeSteps();

    /// <summary>The probability of a one in 1/65536, from 0 to 65535.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Probability(uint state) => (int)(state >> 16);

    /// <summary>How often it was updated, up to its limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count(uint state) => (int)(state & CountMask);

    /// <summary>A state with a given probability and count.</summary>
    /// <param name="probability">Of a one, 0 to 65535 in 1/65536.</param>
    /// <param name="count">0 to 1023: how much it is trusted.</param>
    public static uint Of(int probability, int count) => ((uint)probability << 16) | (uint)count;

    /// <summary>Learns that the decision was <paramref name="bit"/>.</summary>
    /// <param name="state">Changed in place.</param>
    /// <param name="bit">0 or 1.</param>
    /// <param name="limit">The largest count, 1 to 1023: larger adapts slower in the end.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update(ref uint state, int bit, int limit)
    {
        var now = state;
        var count = (int)(now & CountMask);
        var probability = (int)(now >> CountBits);
        var target = -bit & ((1 << 22) - 1);
        probability += (int)(((long)(target - probability) * Steps[count]) >> 16);
        state = ((uint)probability << CountBits) | (uint)(count < limit ? count + 1 : limit);
    }

    private static int[] MakeSteps()
    {
        var steps = new int[CountMask + 1];
        for (var n = 0; n < steps.Length; n++)
            steps[n] = 131072 / ((2 * n) + 3);
        return steps;
    }
}
