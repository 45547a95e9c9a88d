using System.Numerics.Tensors;

namespace Hourglass.Outliers.Labels;

/// <summary>Orders samples by how badly their labels fit their content. No classifier is trained.</summary>
/// <remarks>
/// Two witnesses: the votes of the nearest codes, and the errors of each label's own linear autoencoder. A noisy channel joins and calibrates
/// them (<see cref="LabelChannel"/>). What it then believes of every label goes back to the witnesses once, so that wrong labels count less.
/// </remarks>
public sealed class LabelRanking
{
    private const int Rounds = 2;

    private LabelRanking(IReadOnlyList<LabelSuspect> suspects) => Suspects = suspects;

    /// <summary>All samples, the most suspect first.</summary>
    public IReadOnlyList<LabelSuspect> Suspects { get; }

    /// <summary>Ranks samples.</summary>
    /// <param name="codes"><c>[N, n]</c>.</param>
    /// <param name="codeLength">n.</param>
    /// <param name="neighbors">Of the same codes.</param>
    /// <param name="given">N labels from 0 to K - 1.</param>
    /// <param name="labels">K, at least 2.</param>
    /// <param name="threads">How many work.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ArgumentException">There are fewer than two labels, or the lengths do not fit each other.</exception>
    public static LabelRanking Of(
        float[] codes, int codeLength, LabelNeighbors neighbors, int[] given, int labels, int threads, CancellationToken cancellation = default)
    {
        if (labels < 2 || codes.Length != (long)given.Length * codeLength)
            throw new ArgumentException($"{labels} labels, {given.Length} samples, {codes.Length} values of codes of {codeLength}: at least 2 labels and a code for each sample are needed.");
        var (beliefs, odds) = (new float[given.Length * labels], Array.Empty<float>());
        for (var i = 0; i < given.Length; i++)
            beliefs[i * labels + given[i]] = 1;
        for (var round = 0; round < Rounds; round++)
        {
            float[][] evidence = [neighbors.Vote(beliefs, labels), ClassSubspaces.Fit(codes, codeLength, beliefs, labels, threads, cancellation)];
            (beliefs, odds) = LabelChannel.Fit(evidence, given, labels, cancellation).Judge();
        }

        var suspects = new LabelSuspect[given.Length];
        for (var i = 0; i < given.Length; i++)
        {
            var own = beliefs.AsSpan(i * labels, labels);
            var probability = 1 - own[given[i]];
            own[given[i]] = -1;
            suspects[i] = new LabelSuspect(i, given[i], TensorPrimitives.IndexOfMax<float>(own), probability, odds[i]);
        }

        Array.Sort(suspects, (a, b) => b.LogOdds.CompareTo(a.LogOdds) is var order and not 0 ? order : a.Index.CompareTo(b.Index));
        return new LabelRanking(suspects);
    }
}
