using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Outliers.Labels;

/// <summary>Joins kinds of evidence and calibrates them: the labels that stand in the data came through a channel that changes some of them.</summary>
/// <remarks>
/// The true label of a sample follows <c>p = softmax(sum_j w_j evidence_j)</c>; the channel turns label c into label y with probability T[c, y]
/// (Dawid and Skene, 1979; Northcutt and others, 2021, arXiv 1911.00068). In turns, T is counted from what is believed of the samples, with a few
/// counts before that make each wrong label rare and alike, and the weights w are those that make the labels in the data likeliest. A channel in
/// which all wrong labels are alike is fitted too, and taken unless the larger one explains the labels so much better that its numbers are worth
/// it (Schwarz, 1978). Nothing else is trained, and no label is assumed to be right. Counting comes first, at weights that are sure: soft
/// weights could explain wrong labels too.
/// </remarks>
internal sealed class LabelChannel
{
    private const int FittedOn = 20_000;
    private const int Turns = 3;
    private const double PriorShare = 0.05;
    private const double PriorWrong = 0.02;
    private const double Floor = 1e-12;

    private readonly IReadOnlyList<float[]> _evidence;
    private readonly int[] _given;
    private readonly int _labels;
    private readonly int[] _used;
    private readonly double[] _channel;
    private readonly bool _isUniform;
    private double[] _weights;
    private double _loss;

    private LabelChannel(IReadOnlyList<float[]> evidence, int[] given, int labels, bool isUniform)
    {
        (_evidence, _given, _labels, _isUniform) = (evidence, given, labels, isUniform);
        _used = Spacing.Even(given.Length, Math.Min(given.Length, FittedOn));
        _weights = [.. evidence.Select(_ => 1.0)];
        _channel = new double[labels * labels];
        for (var at = 0; at < _channel.Length; at++)
            _channel[at] = at / labels == at % labels ? 1 - PriorWrong : PriorWrong / (labels - 1);
    }

    /// <summary>Fits weights and channel.</summary>
    /// <param name="evidence">Logarithms that speak for each label, <c>[N, K]</c> each, about as sure as they should be.</param>
    /// <param name="given">The labels in the data, N.</param>
    /// <param name="labels">K, at least 2.</param>
    /// <param name="cancellation">Stops.</param>
    public static LabelChannel Fit(IReadOnlyList<float[]> evidence, int[] given, int labels, CancellationToken cancellation = default)
    {
        var uniform = new LabelChannel(evidence, given, labels, isUniform: true);
        var full = new LabelChannel(evidence, given, labels, isUniform: false);
        uniform.Fit(cancellation);
        full.Fit(cancellation);
        var (parameters, samples) = (labels * (labels - 1) - 1, uniform._used.Length);
        return full._loss + parameters * Math.Log(samples) / (2.0 * samples) < uniform._loss ? full : uniform;
    }

    private void Fit(CancellationToken cancellation)
    {
        for (var turn = 0; turn < Turns; turn++)
        {
            Count();
            _weights = [.. QuasiNewton.Minimize(Evaluate, _evidence.Count, cancellation).Select(Math.Exp)];
        }

        Count();
        _loss = Evaluate([.. _weights.Select(weight => Math.Log(weight))], new double[_weights.Length]);
    }

    /// <summary>What is believed of each sample once its label is known too.</summary>
    /// <returns>
    /// The probability of each label <c>[N, K]</c>, and for each sample the logarithm of the odds that it has another label than the given one,
    /// which orders samples that are all but certain.
    /// </returns>
    public (float[] Beliefs, float[] LogOdds) Judge()
    {
        var (beliefs, odds, truth) = (new float[_given.Length * _labels], new float[_given.Length], new double[_labels]);
        for (var i = 0; i < _given.Length; i++)
        {
            Scores(i, truth);
            for (var label = 0; label < _labels; label++)
                truth[label] += Math.Log(_channel[label * _labels + _given[i]] + Floor);
            odds[i] = (float)OddsAgainst(truth, _given[i]);
            Softmax(truth);
            for (var label = 0; label < _labels; label++)
                beliefs[i * _labels + label] = (float)truth[label];
        }

        return (beliefs, odds);
    }

    /// <summary>Counts how often the channel turns which label into which.</summary>
    private void Count()
    {
        var prior = PriorShare * _used.Length / _labels;
        var counts = new double[_channel.Length];
        for (var at = 0; at < counts.Length; at++)
            counts[at] = prior * (at / _labels == at % _labels ? 1 - PriorWrong : PriorWrong / (_labels - 1));
        var truth = new double[_labels];
        foreach (var i in _used)
        {
            Scores(i, truth);
            for (var label = 0; label < _labels; label++)
                truth[label] += Math.Log(_channel[label * _labels + _given[i]] + Floor);
            Softmax(truth);
            for (var label = 0; label < _labels; label++)
                counts[label * _labels + _given[i]] += truth[label];
        }

        if (_isUniform)
            Pool(counts);
        for (var label = 0; label < _labels; label++)
        {
            var row = counts.AsSpan(label * _labels, _labels);
            TensorPrimitives.Divide(row, TensorPrimitives.Sum<double>(row), _channel.AsSpan(label * _labels, _labels));
        }
    }

    /// <summary>Makes all wrong labels alike.</summary>
    private void Pool(double[] counts)
    {
        var right = 0.0;
        for (var label = 0; label < _labels; label++)
            right += counts[label * _labels + label];
        var wrong = TensorPrimitives.Sum<double>(counts) - right;
        for (var at = 0; at < counts.Length; at++)
            counts[at] = at / _labels == at % _labels ? right / _labels : wrong / (_labels * (_labels - 1));
    }

    /// <summary>The mean negative log-likelihood of the labels, and its gradient in the logarithms of the weights.</summary>
    private double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        gradient.Clear();
        for (var j = 0; j < _weights.Length; j++)
            _weights[j] = Math.Exp(Math.Clamp(point[j], -20, 20));
        var (loss, truth) = (0.0, new double[_labels]);
        foreach (var i in _used)
        {
            Scores(i, truth);
            Softmax(truth);
            var likelihood = Floor;
            for (var label = 0; label < _labels; label++)
                likelihood += truth[label] * _channel[label * _labels + _given[i]];
            loss -= Math.Log(likelihood);
            for (var j = 0; j < _weights.Length; j++)
            {
                var (expected, seen) = (0.0, 0.0);
                for (var label = 0; label < _labels; label++)
                {
                    var evidence = truth[label] * _evidence[j][i * _labels + label];
                    expected += evidence;
                    seen += evidence * _channel[label * _labels + _given[i]];
                }

                gradient[j] -= (seen / likelihood - expected) * _weights[j];
            }
        }

        for (var j = 0; j < gradient.Length; j++)
            gradient[j] /= _used.Length;
        return loss / _used.Length;
    }

    private void Scores(int sample, Span<double> scores)
    {
        scores.Clear();
        for (var j = 0; j < _weights.Length; j++)
        {
            for (var label = 0; label < _labels; label++)
                scores[label] += _weights[j] * _evidence[j][sample * _labels + label];
        }
    }

    private static void Softmax(Span<double> scores)
    {
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<double>(scores), scores);
        TensorPrimitives.SoftMax<double>(scores, scores);
    }

    private static double OddsAgainst(ReadOnlySpan<double> scores, int label)
    {
        var (most, others) = (double.NegativeInfinity, 0.0);
        for (var other = 0; other < scores.Length; other++)
            most = other == label ? most : Math.Max(most, scores[other]);
        for (var other = 0; other < scores.Length; other++)
            others += other == label ? 0 : Math.Exp(scores[other] - most);
        return most + Math.Log(others) - scores[label];
    }
}
