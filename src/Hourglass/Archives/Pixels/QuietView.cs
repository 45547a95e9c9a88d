namespace Hourglass.Archives.Pixels;

/// <summary>
/// Samples around which all is one value as far as one sees: the background, or either value of a picture of two. They are most of a drawing,
/// and two small contexts say enough about them.
/// </summary>
internal sealed class QuietView(ContextPlan plan)
{
    /// <summary>How many places, and how many patterns, there are.</summary>
    public const int Places = 4096;

    /// <summary>The value that everything in sight has.</summary>
    public int Value { get; private set; }

    /// <summary>Where the sample is, below <see cref="Places"/>.</summary>
    public int Place { get; private set; }

    /// <summary>Which of the samples just out of sight have other values, below <see cref="Places"/>.</summary>
    public int Pattern { get; private set; }

    /// <summary>Looks around a sample.</summary>
    /// <param name="plane">Its channel.</param>
    /// <param name="reference">The same channel of an earlier picture, whole; null for none.</param>
    /// <param name="x">Its column.</param>
    /// <param name="y">Its row.</param>
    /// <returns>Whether all is quiet.</returns>
    public bool Look(Plane plane, Plane? reference, int x, int y)
    {
        var (p, s, i) = (plane.Values, plane.Stride, plane.At(x, y));
        var v = Value = plan.Background >= 0 ? plan.Background : p[i - 1];
        var (up, top) = (i - s, i - (2 * s));
        if (p[i - 1] != v || p[up] != v || p[up + 1] != v || p[up - 1] != v || p[i - 2] != v || p[up + 2] != v || p[up - 2] != v
            || p[top] != v || p[top + 1] != v || p[top - 1] != v)
        {
            return false;
        }

        if (reference?.Values is { } r && (r[i] != v || r[i + 1] != v || r[i + s] != v || r[i - 1] != v || r[up] != v || r[i + 2] != v || r[i + (2 * s)] != v))
            return false;
        Place = plan.Positions ? (y * ContextPlan.SmallSide) + x : v == 0 ? 0 : 1;
        var high = i - (3 * s);
        Pattern = (p[i - 3] != v ? 1 : 0) | (p[up + 3] != v ? 2 : 0) | (p[up - 3] != v ? 4 : 0) | (p[top - 2] != v ? 8 : 0) | (p[top + 2] != v ? 16 : 0)
            | (p[high] != v ? 32 : 0) | (p[high - 1] != v ? 64 : 0) | (p[high + 1] != v ? 128 : 0) | (p[up + 4] != v ? 256 : 0) | (reference is null ? 0 : 512);
        return true;
    }
}
