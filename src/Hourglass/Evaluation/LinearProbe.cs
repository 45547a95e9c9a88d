using System.Numerics.Tensors;
using Hourglass.Numerics;

namespace Hourglass.Evaluation;

/// <summary>A linear classifier on codes: what a code is worth to the simplest learner (Alain and Bengio, 2016, arXiv 1610.01644).</summary>
/// <remarks>
/// Multinomial logistic regression on standardized codes, with a ridge of <see cref="Ridge"/> on the weights, fitted on all samples at once.
/// <code>
/// h [N, n] -> (h - mean) / sd, 1 [N, n + 1] -> weights^T [K, n + 1] -> softmax
/// </code>
/// </remarks>
public sealed class LinearProbe
{
    /// <summary>The weight of half the sum of the squared weights beside the mean cross entropy in nats.</summary>
    public const double Ridge = 1e-4;

    private readonly float[] _mean;
    private readonly float[] _scale;
    private readonly float[] _weights;
    private readonly int _classes;

    private LinearProbe(float[] mean, float[] scale, float[] weights, int classes) =>
        (_mean, _scale, _weights, _classes) = (mean, scale, weights, classes);

    /// <summary>Fits a classifier; the same for the same codes.</summary>
    /// <param name="codes"><c>[N, n]</c>, N at least 1.</param>
    /// <param name="labels">N labels, from 0.</param>
    /// <param name="codeLength">n.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or there are no codes.</exception>
    public static LinearProbe Fit(ReadOnlySpan<float> codes, ReadOnlySpan<int> labels, int codeLength, CancellationToken cancellation = default)
    {
        if (labels.IsEmpty || codes.Length != (long)labels.Length * codeLength)
            throw new ArgumentException($"{codes.Length} values of codes of length {codeLength} beside {labels.Length} labels: they do not fit.");
        var classes = TensorPrimitives.Max(labels) + 1;
        var (mean, scale) = Standardization(codes, codeLength);
        var probe = new LinearProbe(mean, scale, new float[(codeLength + 1) * classes], classes);
        var objective = new Objective(probe.Features(codes), labels.ToArray(), codeLength + 1, classes);
        var weights = QuasiNewton.Minimize(objective.Evaluate, probe._weights.Length, cancellation);
        for (var i = 0; i < weights.Length; i++)
            probe._weights[i] = (float)weights[i];
        return probe;
    }

    /// <summary>The likeliest label of each code of <c>[N, n]</c>.</summary>
    public int[] Classify(ReadOnlySpan<float> codes)
    {
        var scores = Scores(codes);
        var answers = new int[codes.Length / _mean.Length];
        for (var i = 0; i < answers.Length; i++)
            answers[i] = TensorPrimitives.IndexOfMax<float>(scores.AsSpan(i * _classes, _classes));
        return answers;
    }

    /// <summary>How likely each label is for each code of <c>[N, n]</c>, <c>[N, K]</c>.</summary>
    public float[] Probabilities(ReadOnlySpan<float> codes)
    {
        var scores = Scores(codes);
        for (var at = 0; at < scores.Length; at += _classes)
        {
            var own = scores.AsSpan(at, _classes);
            TensorPrimitives.Subtract(own, TensorPrimitives.Max<float>(own), own);
            TensorPrimitives.SoftMax<float>(own, own);
        }

        return scores;
    }

    private float[] Scores(ReadOnlySpan<float> codes)
    {
        var features = Features(codes);
        var transposed = new float[_weights.Length];
        MatrixProduct.Transpose(_weights, transposed, _classes, _mean.Length + 1);
        var scores = new float[checked(codes.Length / _mean.Length * _classes)];
        MatrixProduct.Add(features, transposed, scores, codes.Length / _mean.Length, _mean.Length + 1, _classes);
        return scores;
    }

    private float[] Features(ReadOnlySpan<float> codes)
    {
        var (length, count) = (_mean.Length, codes.Length / _mean.Length);
        var features = new float[count * (length + 1)];
        for (var i = 0; i < count; i++)
        {
            var row = features.AsSpan(i * (length + 1), length + 1);
            TensorPrimitives.Subtract(codes.Slice(i * length, length), _mean, row);
            TensorPrimitives.Multiply(row[..length], _scale, row);
            row[length] = 1;
        }

        return features;
    }

    private static (float[] Mean, float[] Scale) Standardization(ReadOnlySpan<float> codes, int codeLength)
    {
        var statistics = CodeUse.Moments(codes, codeLength);
        return ([.. statistics.Select(pair => (float)pair.Mean)],
            [.. statistics.Select(pair => pair.Deviation > 1e-6 * Math.Abs(pair.Mean) && pair.Deviation > 1e-30 ? (float)(1 / pair.Deviation) : 0)]);
    }

    /// <summary>The mean cross entropy with its ridge, and its gradient. Samples lie side by side, <c>[K, N]</c>: few labels make short rows.</summary>
    private sealed class Objective
    {
        private readonly float[] _features;
        private readonly float[] _transposed;
        private readonly int[] _labels;
        private readonly int _inputs;
        private readonly int _classes;
        private readonly float[] _weights;
        private readonly float[] _slope;
        private readonly float[] _scores;
        private readonly float[] _peaks;
        private readonly float[] _sums;

        public Objective(float[] features, int[] labels, int inputs, int classes)
        {
            (_features, _labels, _inputs, _classes) = (features, labels, inputs, classes);
            _transposed = new float[features.Length];
            MatrixProduct.Transpose(features, _transposed, labels.Length, inputs);
            (_weights, _slope, _scores) = (new float[inputs * classes], new float[inputs * classes], new float[checked(labels.Length * classes)]);
            (_peaks, _sums) = (new float[labels.Length], new float[labels.Length]);
        }

        public double Evaluate(ReadOnlySpan<double> weights, Span<double> gradient)
        {
            TensorPrimitives.ConvertTruncating<double, float>(weights, _weights);
            _scores.AsSpan().Clear();
            MatrixProduct.Add(_weights, _transposed, _scores, _classes, _inputs, _labels.Length);
            var loss = Softmax() / _labels.Length;
            for (var i = 0; i < _labels.Length; i++)
                Scores(_labels[i])[i] -= 1;
            _slope.AsSpan().Clear();
            MatrixProduct.Add(_scores, _features, _slope, _classes, _labels.Length, _inputs);
            for (var i = 0; i < gradient.Length; i++)
            {
                var ridge = i % _inputs < _inputs - 1 ? Ridge * weights[i] : 0; // the bias goes free
                loss += ridge * weights[i] / 2;
                gradient[i] = (double)_slope[i] / _labels.Length + ridge;
            }

            return loss;
        }

        /// <summary>Turns scores into probabilities and gives the sum of the cross entropies.</summary>
        private double Softmax()
        {
            Scores(0).CopyTo(_peaks);
            for (var label = 1; label < _classes; label++)
                TensorPrimitives.Max(_peaks, Scores(label), _peaks);
            for (var label = 0; label < _classes; label++)
                TensorPrimitives.Subtract(Scores(label), _peaks, Scores(label));
            var own = 0.0;
            for (var i = 0; i < _labels.Length; i++)
                own += Scores(_labels[i])[i];

            TensorPrimitives.Exp<float>(_scores, _scores);
            _sums.AsSpan().Clear();
            for (var label = 0; label < _classes; label++)
                TensorPrimitives.Add(_sums, Scores(label), _sums);
            for (var label = 0; label < _classes; label++)
                TensorPrimitives.Divide(Scores(label), _sums, Scores(label));
            TensorPrimitives.Log<float>(_sums, _sums);
            var logarithms = 0.0;
            foreach (var value in _sums)
                logarithms += value;
            return logarithms - own;
        }

        private Span<float> Scores(int label) => _scores.AsSpan(label * _labels.Length, _labels.Length);
    }
}
