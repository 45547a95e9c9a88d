using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Outliers.Labels;

/// <summary>Joins kinds of evidence and calibrates them: the labels that stand in the data came through a channel that changes some of them.</summary>
/// <remarks>
/// The true label of a sample follows <c>p = softmax(sum_j w_j evidence_j)</c>; the channel keeps it with probability 1 - e and else gives one of
/// the other labels, all alike (Angluin and Laird, 1988). The few numbers w and e are those that make the labels in the data likeliest, as if
/// one more label in a hundred were surely wrong: without that, e can end at 0, where softer weights take its place. Nothing else is trained, and
/// no label is assumed to be right.
/// </remarks>
internal sealed class LabelChannel
{
    private const int FittedOn = 20_000;
    private const double RarelyWrong = -3;
    private const double Pretended = 0.01;
    private const double LeastWrong = 0.001;
    private const double Floor = 1e-12;

    private readonly double[] _weights;
    private readonly double _wrong;
    private readonly int _labels;

    private LabelChannel(double[] weights, double wrong, int labels) => (_weights, _wrong, _labels) = (weights, wrong, labels);

    /// <summary>The share of labels that were changed, as the channel sees it.</summary>
    public double Wrong => _wrong;

    /// <summary>Fits weights and the share of wrong labels.</summary>
    /// <param name="evidence">Logarithms that speak for each label, <c>[N, K]</c> each.</param>
    /// <param name="given">The labels in the data, N.</param>
    /// <param name="labels">K, at least 2.</param>
    /// <param name="cancellation">Stops.</param>
    public static LabelChannel Fit(IReadOnlyList<float[]> evidence, int[] given, int labels, CancellationToken cancellation = default)
    {
        var used = Spacing.Even(given.Length, Math.Min(given.Length, FittedOn));
        var found = QuasiNewton.Minimize(Evaluate, evidence.Count + 1, cancellation);
        var withPretended = Logistic(found[^1] + RarelyWrong);
        return new LabelChannel([.. found[..^1].Select(Math.Exp)], Math.Max(withPretended * (1 + Pretended) - Pretended, LeastWrong), labels);

        double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
        {
            gradient.Clear();
            var wrong = Logistic(point[^1] + RarelyWrong);
            var weights = new double[evidence.Count];
            for (var j = 0; j < weights.Length; j++)
                weights[j] = Math.Exp(Math.Clamp(point[j], -20, 20));
            var (loss, truth) = (0.0, new double[labels]);
            foreach (var i in used)
            {
                Truth(evidence, weights, i, truth);
                var own = truth[given[i]];
                var likelihood = (1 - wrong) * own + wrong * (1 - own) / (labels - 1) + Floor;
                loss -= Math.Log(likelihood);
                var slope = (1 - wrong - wrong / (labels - 1)) / likelihood; // of the log-likelihood in own
                for (var j = 0; j < weights.Length; j++)
                {
                    var expected = 0.0;
                    for (var label = 0; label < labels; label++)
                        expected += truth[label] * evidence[j][i * labels + label];
                    gradient[j] -= slope * own * (evidence[j][i * labels + given[i]] - expected) * weights[j];
                }

                gradient[^1] -= ((1 - own) / (labels - 1) - own) / likelihood * wrong * (1 - wrong);
            }

            for (var j = 0; j < gradient.Length; j++)
                gradient[j] /= used.Length;
            gradient[^1] -= Pretended * (1 - wrong);
            return loss / used.Length - Pretended * Math.Log(wrong);
        }
    }

    /// <summary>What is believed of each sample once its label is known too.</summary>
    /// <param name="evidence">As it was fitted.</param>
    /// <param name="given">The labels in the data.</param>
    /// <returns>
    /// The probability of each label <c>[N, K]</c>, and for each sample the logarithm of the odds, by the evidence alone, that it has another label
    /// than the given one: it orders samples that are all but certain.
    /// </returns>
    public (float[] Beliefs, float[] LogOdds) Judge(IReadOnlyList<float[]> evidence, int[] given)
    {
        var (beliefs, odds, truth) = (new float[given.Length * _labels], new float[given.Length], new double[_labels]);
        for (var i = 0; i < given.Length; i++)
        {
            var others = Truth(evidence, _weights, i, truth, given[i]);
            odds[i] = (float)others;
            var sum = 0.0;
            for (var label = 0; label < _labels; label++)
            {
                truth[label] *= label == given[i] ? 1 - _wrong : _wrong / (_labels - 1);
                sum += truth[label];
            }

            for (var label = 0; label < _labels; label++)
                beliefs[i * _labels + label] = (float)(truth[label] / sum);
        }

        return (beliefs, odds);
    }

    /// <summary>The softmax of a sample's evidence, and the log-odds against one label.</summary>
    private static double Truth(IReadOnlyList<float[]> evidence, double[] weights, int sample, Span<double> truth, int against = 0)
    {
        var labels = truth.Length;
        truth.Clear();
        for (var j = 0; j < weights.Length; j++)
        {
            for (var label = 0; label < labels; label++)
                truth[label] += weights[j] * evidence[j][sample * labels + label];
        }

        var (most, own) = (TensorPrimitives.Max<double>(truth), truth[against]);
        var (sum, mostOther, others) = (0.0, double.NegativeInfinity, 0.0);
        for (var label = 0; label < labels; label++)
            mostOther = label == against ? mostOther : Math.Max(mostOther, truth[label]);
        for (var label = 0; label < labels; label++)
        {
            others += label == against ? 0 : Math.Exp(truth[label] - mostOther);
            truth[label] = Math.Exp(truth[label] - most);
            sum += truth[label];
        }

        TensorPrimitives.Divide(truth, sum, truth);
        return mostOther + Math.Log(others) - own;
    }

    private static double Logistic(double value) => 1 / (1 + Math.Exp(-value));
}
