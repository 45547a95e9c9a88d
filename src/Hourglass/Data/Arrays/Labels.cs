using System.Globalization;

namespace Hourglass.Data.Arrays;

/// <summary>Labels of samples and the names of the labels.</summary>
/// <param name="Values">One per sample, an index into <paramref name="Names"/>.</param>
/// <param name="Names">Their names.</param>
internal sealed record Labels(int[] Values, IReadOnlyList<string> Names)
{
    /// <summary>The largest label, and the largest distance of one below zero: what float32 holds exactly.</summary>
    public const int MaxValue = 1 << 24;

    private const int MostFromZero = 1 << 16;

    /// <summary>
    /// Numbers as labels. Small ones from zero up are indices already, so that the parts of a data set agree; others are numbered in order.
    /// </summary>
    public static Labels Of(int[] values)
    {
        if (values.Length > 0 && values.Min() >= 0 && values.Max() < MostFromZero)
            return new Labels(values, [.. Enumerable.Range(0, values.Max() + 1).Select(Text)]);
        var distinct = values.Distinct().Order().ToArray();
        return new Labels([.. values.Select(value => Array.BinarySearch(distinct, value))], [.. distinct.Select(Text)]);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
