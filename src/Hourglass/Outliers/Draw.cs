using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>Random choices among rows.</summary>
internal static class Draw
{
    /// <summary>Distinct numbers below <paramref name="count"/>, in random order.</summary>
    public static int[] Some(Rng rng, int count, int some)
    {
        var moved = new Dictionary<int, int>();
        var drawn = new int[some];
        for (var i = 0; i < some; i++)
        {
            var j = i + rng.NextInt(count - i);
            drawn[i] = moved.GetValueOrDefault(j, j);
            moved[j] = moved.GetValueOrDefault(i, i);
        }

        return drawn;
    }

    /// <summary>The indices of the smallest values, at least one.</summary>
    public static int[] Least(ReadOnlySpan<double> values, double share)
    {
        var order = new int[values.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        var keys = values.ToArray();
        Array.Sort(keys, order);
        return order[..Math.Max(1, (int)(share * order.Length))];
    }
}
