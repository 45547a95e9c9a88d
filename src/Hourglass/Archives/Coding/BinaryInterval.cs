using System.Runtime.CompilerServices;

namespace Hourglass.Archives.Coding;

/// <summary>Where an interval is cut: the one formula that encoder and decoder share.</summary>
internal static class BinaryInterval
{
    /// <summary>The last value of the lower part of [low, high], which stands for 1. It lies in [low, high) whenever low &lt; high.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Middle(ulong low, ulong high, int probabilityOfOne)
    {
        var range = high - low;
        return low + ((range >> 16) * (uint)probabilityOfOne) + (((range & 0xFFFF) * (uint)probabilityOfOne) >> 16);
    }
}
