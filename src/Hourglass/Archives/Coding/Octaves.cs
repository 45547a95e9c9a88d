using System.Numerics;

namespace Hourglass.Archives.Coding;

/// <summary>Classes of sizes, two to every doubling.</summary>
internal static class Octaves
{
    /// <summary>0 for 0 and 1, 2 for 2, 3 for 3, 4 for 4 and 5, 5 for 6 and 7, 6 for 8 to 11 ...</summary>
    public static int Half(int size)
    {
        var octave = BitOperations.Log2((uint)size | 1);
        return size < 2 ? 0 : (2 * octave) + ((size >> (octave - 1)) & 1);
    }
}
