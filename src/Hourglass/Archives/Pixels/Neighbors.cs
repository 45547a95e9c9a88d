namespace Hourglass.Archives.Pixels;

/// <summary>The known samples around one: W on its left, N above, NNE two rows up and one to the right.</summary>
internal readonly ref struct Neighbors
{
    /// <summary>Those of the sample at (x, y).</summary>
    public Neighbors(Plane plane, int x, int y)
    {
        var (p, s, i) = (plane.Values, plane.Stride, plane.At(x, y));
        var (up, top) = (i - s, i - (2 * s));
        (W, WW, WWW) = (p[i - 1], p[i - 2], p[i - 3]);
        (NWW, NW, N, NE, NEE) = (p[up - 2], p[up - 1], p[up], p[up + 1], p[up + 2]);
        (NNW, NN, NNE, NNN) = (p[top - 1], p[top], p[top + 1], p[top - s]);
    }

    public int W { get; }

    public int WW { get; }

    public int WWW { get; }

    public int NWW { get; }

    public int NW { get; }

    public int N { get; }

    public int NE { get; }

    public int NEE { get; }

    public int NNW { get; }

    public int NN { get; }

    public int NNE { get; }

    public int NNN { get; }

    /// <summary>The median of W, N and W + N - NW.</summary>
    /// <remarks>M. Weinberger, G. Seroussi, G. Sapiro, "The LOCO-I lossless image compression algorithm" (2000).</remarks>
    public int Median => Math.Max(Math.Min(W, N), Math.Min(Math.Max(W, N), W + N - NW));
}
