namespace Hourglass.Numerics;

/// <summary>Picks some of many so that data sorted by label or time keeps its proportions.</summary>
public static class Spacing
{
    /// <summary>The indices of <paramref name="count"/> items spread evenly over <paramref name="total"/>, ascending, the first one 0.</summary>
    /// <param name="total">How many there are, at least 0.</param>
    /// <param name="count">How many are wanted; all when there are no more.</param>
    public static int[] Even(int total, int count)
    {
        var indices = new int[Math.Min(total, count)];
        for (var i = 0; i < indices.Length; i++)
            indices[i] = (int)((long)i * total / indices.Length);
        return indices;
    }
}
