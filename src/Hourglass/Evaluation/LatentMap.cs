namespace Hourglass.Evaluation;

/// <summary>Codes laid out on a plane so that near codes lie near each other.</summary>
/// <param name="Indices">Which samples of the data set are shown.</param>
/// <param name="X">Their places, in [0, 1].</param>
/// <param name="Y">Their places, in [0, 1].</param>
public sealed record LatentMap(int[] Indices, float[] X, float[] Y)
{
    /// <summary>t-SNE (van der Maaten and Hinton, 2008), exact, started from the first two principal components; the same for the same codes.</summary>
    /// <param name="codes"><c>[N, n]</c>.</param>
    /// <param name="codeLength">n.</param>
    /// <param name="indices">The sample index of each code.</param>
    /// <param name="cancellation">Stops.</param>
    public static LatentMap Arrange(ReadOnlySpan<float> codes, int codeLength, int[] indices, CancellationToken cancellation = default) =>
        throw new NotImplementedException();
}
