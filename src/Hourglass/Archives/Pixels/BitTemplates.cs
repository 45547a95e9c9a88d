namespace Hourglass.Archives.Pixels;

/// <summary>Contexts for pictures of two values: templates of more and more neighbors, and of the same place in an earlier picture.</summary>
/// <remarks>Templates as in JBIG (ITU-T T.82, 1993), in several sizes at once.</remarks>
internal static class BitTemplates
{
    /// <summary>Adds the contexts of the sample at index <paramref name="i"/> of its plane.</summary>
    public static void Gather(ContextHashes hashes, Plane plane, Plane? reference, int i)
    {
        var (p, s) = (plane.Values, plane.Stride);
        int here = Row(p, i - 4, 4), one = Row(p, i - s - 4, 9), two = Row(p, i - (2 * s) - 4, 9), three = Row(p, i - (3 * s) - 4, 9), four = Row(p, i - (4 * s) - 2, 5);
        hashes.Add(here & 7, one >> 2 & 31, two >> 3 & 7);
        hashes.Add(here, one >> 1 & 127, two >> 2 & 31);
        hashes.Add(here, one, two >> 1 & 127, three >> 3 & 7);
        hashes.Add(here, one, two, three >> 2 & 31);
        hashes.Add(here, one, two, three, four);
        hashes.Add(here & 3, one >> 3 & 7, two >> 3 & 7, three >> 3 & 7, four);
        hashes.Add(here, one >> 3 & 63);
        hashes.Add(here & 1, one >> 3 & 7, two >> 4 & 1, three >> 4 & 1, four >> 2 & 1);
        if (reference is null)
            return;
        var r = reference.Values;
        int high = Row(r, i - (2 * s) - 2, 5), up = Row(r, i - s - 2, 5), same = Row(r, i - 2, 5), down = Row(r, i + s - 2, 5), low = Row(r, i + (2 * s) - 2, 5);
        hashes.Add(up >> 1 & 7, same >> 1 & 7, down >> 1 & 7);
        hashes.Add(up >> 1 & 7, same >> 1 & 7, down >> 1 & 7, here & 3, one >> 3 & 7);
        hashes.Add(up, same, down, here & 7, one >> 2 & 31, two >> 3 & 7);
        hashes.Add(up, same, down, low, high, (here & 3) | ((one >> 3 & 7) << 2));
        hashes.Add(up >> 1 & 7, same >> 1 & 7, down >> 1 & 7, here, one >> 1 & 127, two >> 2 & 31);
    }

    private static int Row(int[] plane, int at, int count)
    {
        var bits = 0;
        for (var k = 0; k < count; k++)
            bits = (bits << 1) | (plane[at + k] & 1);
        return bits;
    }
}
