using System.Numerics.Tensors;

namespace Hourglass.Evaluation;

/// <summary>Codes laid out on a plane so that near codes lie near each other.</summary>
/// <param name="Indices">Which samples of the data set are shown.</param>
/// <param name="X">Their places, in [0, 1].</param>
/// <param name="Y">Their places, in [0, 1].</param>
public sealed record LatentMap(int[] Indices, float[] X, float[] Y)
{
    /// <summary>Fewer codes than this are shown by their first two principal components: too few to have neighborhoods.</summary>
    public const int FewestForNeighborhoods = 5;

    /// <summary>t-SNE (van der Maaten and Hinton, 2008), exact, started from the first two principal components; the same for the same codes.</summary>
    /// <param name="codes"><c>[N, n]</c>; for up to some 2,000 codes: time and memory grow with N squared.</param>
    /// <param name="codeLength">n.</param>
    /// <param name="indices">The sample index of each code.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or a value is not finite.</exception>
    /// <remarks>
    /// The map keeps its proportions: its longer side fills [0, 1], the other is centered. Codes of one value are shown with the value to the right
    /// and its rank upward; codes of two values as they are; fewer than <see cref="FewestForNeighborhoods"/> by their principal components; codes
    /// that are all the same in one point in the middle.
    /// </remarks>
    public static LatentMap Arrange(ReadOnlySpan<float> codes, int codeLength, int[] indices, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(codeLength);
        if (codes.Length != (long)indices.Length * codeLength)
            throw new ArgumentException($"{codes.Length} values of codes of length {codeLength} beside {indices.Length} indices: they do not fit.");
        if (indices.Length == 0)
            return new LatentMap([], [], []);
        if (!TensorPrimitives.IsFiniteAll(codes))
            throw new ArgumentException("A code has a value that is not finite; such codes cannot be laid out.", nameof(codes));

        var scaled = Scaled(codes, codeLength);
        var (x, y) = codeLength switch
        {
            1 => (scaled, Ranks(scaled)),
            2 => (Column(scaled, 2, 0), Column(scaled, 2, 1)),
            _ when indices.Length < FewestForNeighborhoods || scaled.All(value => value == 0) => PrincipalPlane(scaled, codeLength),
            _ => TSne.Arrange(scaled, codeLength, PrincipalPlane(scaled, codeLength), cancellation),
        };
        if (codeLength == 1)
        {
            FitInto(x, []);
            FitInto(y, []);
        }
        else
        {
            FitInto(x, y);
        }

        return new LatentMap(indices, x, y);
    }

    /// <summary>The codes around their mean with a largest value of 1, so that no square leaves float32; all zero when they are all the same.</summary>
    private static float[] Scaled(ReadOnlySpan<float> codes, int codeLength)
    {
        var means = CodeUse.Moments(codes, codeLength);
        var largest = 0.0;
        for (var i = 0; i < codes.Length; i++)
            largest = Math.Max(largest, Math.Abs(codes[i] - means[i % codeLength].Mean));
        var same = largest <= 1e-6 * means.Max(pair => Math.Abs(pair.Mean));
        var scaled = new float[codes.Length];
        for (var i = 0; i < codes.Length && !same && largest > 0; i++)
            scaled[i] = (float)((codes[i] - means[i % codeLength].Mean) / largest);
        return scaled;
    }

    private static (float[] X, float[] Y) PrincipalPlane(float[] codes, int codeLength)
    {
        var count = codes.Length / codeLength;
        var pca = Pca.Fit(codes, codeLength, 2);
        var places = new float[count * pca.CodeLength];
        pca.Encode(codes, places);
        return (Column(places, pca.CodeLength, 0), pca.CodeLength > 1 ? Column(places, pca.CodeLength, 1) : new float[count]);
    }

    private static float[] Column(float[] values, int width, int column)
    {
        var result = new float[values.Length / width];
        for (var i = 0; i < result.Length; i++)
            result[i] = values[i * width + column];
        return result;
    }

    private static float[] Ranks(float[] values)
    {
        var ranks = new float[values.Length];
        foreach (var (index, rank) in Enumerable.Range(0, values.Length).OrderBy(i => values[i]).Select((index, rank) => (index, rank)))
            ranks[index] = rank;
        return ranks;
    }

    /// <summary>Moves and scales both coordinates alike, so that the wider one fills [0, 1] and the other is centered.</summary>
    private static void FitInto(float[] x, float[] y)
    {
        var span = Math.Max(Extent(x), Extent(y));
        foreach (var values in new[] { x, y })
        {
            if (values.Length == 0)
                continue;
            var middle = TensorPrimitives.Min<float>(values) + Extent(values) / 2;
            foreach (ref var value in values.AsSpan())
                value = span > 0 ? Math.Clamp(0.5f + (value - middle) / span, 0, 1) : 0.5f;
        }

        static float Extent(float[] values) =>
            values.Length == 0 ? 0 : TensorPrimitives.Max<float>(values) - TensorPrimitives.Min<float>(values);
    }
}
