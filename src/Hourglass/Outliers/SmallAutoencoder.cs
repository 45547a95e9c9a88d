using System.Numerics.Tensors;
using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Outliers;

/// <summary>An autoencoder of four dense layers, small enough to be trained in a second without a tensor library.</summary>
/// <remarks><code>
/// x [N, D] + noise -> dense h, tanh -> dense k, tanh -> dense h, tanh -> dense D = y [N, D]
/// </code>
/// Each step leaves out the quarter of its batch that is reconstructed worst, so that outliers among the training rows are not learnt.</remarks>
internal sealed class SmallAutoencoder
{
    private const int Layers = 4;
    private const int Steps = 400;
    private const int Batch = 128;
    private const double Kept = 0.75;
    private const float Noise = 0.3f;
    private const float LearningRate = 5e-3f;

    private readonly int[] _sizes;
    private readonly float[][] _weights;
    private readonly float[][] _biases;

    private SmallAutoencoder(int[] sizes, float[][] weights, float[][] biases) => (_sizes, _weights, _biases) = (sizes, weights, biases);

    /// <summary>Trains on some rows of <c>[N, D]</c>.</summary>
    public static SmallAutoencoder Train(Func<int, ReadOnlySpan<float>> row, int[] chosen, int width, int hidden, int code, Rng rng, CancellationToken cancellation)
    {
        int[] sizes = [width, hidden, code, hidden, width];
        var network = new SmallAutoencoder(
            sizes,
            [.. Enumerable.Range(0, Layers).Select(i => Initial(sizes[i], sizes[i + 1], rng))],
            [.. Enumerable.Range(0, Layers).Select(i => new float[sizes[i + 1]])]);
        var optimizer = network._weights.Concat(network._biases).Select(values => new Adam(values)).ToArray();
        var (clean, activations) = (new float[Batch * width], network.Room(Batch));
        for (var step = 1; step <= Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < Batch; i++)
                row(chosen[rng.NextInt(chosen.Length)]).CopyTo(clean.AsSpan(i * width, width));
            for (var i = 0; i < clean.Length; i++)
                activations[0][i] = clean[i] + Noise * rng.NextNormal();
            network.Forward(activations, Batch);
            var gradients = network.Backward(activations, clean);
            var rate = LearningRate * Math.Min(1, 2 * (1 - step / (float)Steps) + 0.01f);
            for (var i = 0; i < optimizer.Length; i++)
                optimizer[i].Step(gradients[i], rate, step);
        }

        return network;
    }

    /// <summary>The mean squared error of each row's reconstruction.</summary>
    public void Errors(ReadOnlySpan<float> rows, Span<double> errors)
    {
        var (count, width) = (errors.Length, _sizes[0]);
        var activations = Room(count);
        rows.CopyTo(activations[0]);
        Forward(activations, count);
        for (var i = 0; i < count; i++)
        {
            var distance = TensorPrimitives.Distance(rows.Slice(i * width, width), activations[Layers].AsSpan(i * width, width));
            errors[i] = distance * distance / width;
        }
    }

    /// <summary>Weights and biases, layer after layer.</summary>
    public IEnumerable<WeightTensor> ToTensors(string name) => Enumerable.Range(0, Layers).SelectMany(i => new WeightTensor[]
    {
        new($"{name}.weight{i}", [_sizes[i], _sizes[i + 1]], _weights[i]),
        new($"{name}.bias{i}", [_sizes[i + 1]], _biases[i]),
    });

    /// <summary>Reads what <see cref="ToTensors"/> gave.</summary>
    /// <exception cref="ModelFormatException">The arrays are not those of such a network.</exception>
    public static SmallAutoencoder Read(TensorReader tensors, string name, int width)
    {
        var (hidden, code) = (tensors.Take($"{name}.bias0", (int?)null).Length, tensors.Take($"{name}.bias1", (int?)null).Length);
        int[] sizes = [width, hidden, code, hidden, width];
        return new SmallAutoencoder(
            sizes,
            [.. Enumerable.Range(0, Layers).Select(i => tensors.Take($"{name}.weight{i}", sizes[i], sizes[i + 1]))],
            [.. Enumerable.Range(0, Layers).Select(i => tensors.Take($"{name}.bias{i}", sizes[i + 1]))]);
    }

    private static float[] Initial(int inputs, int outputs, Rng rng)
    {
        var weights = new float[inputs * outputs];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = rng.NextNormal() / MathF.Sqrt(inputs);
        return weights;
    }

    private float[][] Room(int count) => [.. _sizes.Select(size => new float[count * size])];

    private void Forward(float[][] activations, int count)
    {
        for (var layer = 0; layer < Layers; layer++)
        {
            var to = activations[layer + 1];
            for (var i = 0; i < count; i++)
                _biases[layer].CopyTo(to, i * _sizes[layer + 1]);
            MatrixProduct.Add(activations[layer], _weights[layer], to, count, _sizes[layer], _sizes[layer + 1]);
            if (layer < Layers - 1)
                TensorPrimitives.Tanh<float>(to, to);
        }
    }

    /// <summary>The gradients of all weights, then of all biases.</summary>
    private float[][] Backward(float[][] activations, float[] clean)
    {
        var width = _sizes[0];
        var gradient = new float[Batch * width];
        TensorPrimitives.Subtract<float>(activations[Layers], clean, gradient);
        Trim(gradient, width);
        var gradients = new float[2 * Layers][];
        for (var layer = Layers - 1; layer >= 0; layer--)
        {
            var (inputs, outputs) = (_sizes[layer], _sizes[layer + 1]);
            var (ofWeights, ofBiases) = (new float[inputs * outputs], new float[outputs]);
            var turned = new float[activations[layer].Length];
            MatrixProduct.Transpose(activations[layer], turned, Batch, inputs);
            MatrixProduct.Add(turned, gradient, ofWeights, inputs, Batch, outputs);
            for (var i = 0; i < Batch; i++)
                TensorPrimitives.Add(ofBiases, gradient.AsSpan(i * outputs, outputs), ofBiases);
            (gradients[layer], gradients[Layers + layer]) = (ofWeights, ofBiases);
            if (layer == 0)
                break;
            var back = new float[Batch * inputs];
            var turnedWeights = new float[inputs * outputs];
            MatrixProduct.Transpose(_weights[layer], turnedWeights, inputs, outputs);
            MatrixProduct.Add(gradient, turnedWeights, back, Batch, outputs, inputs);
            for (var i = 0; i < back.Length; i++)
                back[i] *= 1 - activations[layer][i] * activations[layer][i];
            gradient = back;
        }

        return gradients;
    }

    /// <summary>Leaves out the rows with the largest errors and scales the others.</summary>
    private static void Trim(float[] errors, int width)
    {
        var losses = new double[Batch];
        for (var i = 0; i < Batch; i++)
            losses[i] = TensorPrimitives.SumOfSquares<float>(errors.AsSpan(i * width, width));
        var kept = Draw.Least(losses, Kept);
        var isKept = new bool[Batch];
        foreach (var i in kept)
            isKept[i] = true;
        for (var i = 0; i < Batch; i++)
            TensorPrimitives.Multiply(errors.AsSpan(i * width, width), isKept[i] ? 2f / kept.Length / MathF.Sqrt(width) : 0f, errors.AsSpan(i * width, width));
    }

    /// <summary>Adam (Kingma and Ba, 2014, arXiv 1412.6980) on one array.</summary>
    private sealed class Adam(float[] values)
    {
        private const float First = 0.9f;
        private const float Second = 0.99f;

        private readonly float[] _mean = new float[values.Length];
        private readonly float[] _square = new float[values.Length];

        public void Step(float[] gradient, float rate, int step)
        {
            var (unbiasMean, unbiasSquare) = (1 / (1 - MathF.Pow(First, step)), 1 / (1 - MathF.Pow(Second, step)));
            for (var i = 0; i < values.Length; i++)
            {
                _mean[i] = First * _mean[i] + (1 - First) * gradient[i];
                _square[i] = Second * _square[i] + (1 - Second) * gradient[i] * gradient[i];
                values[i] -= rate * _mean[i] * unbiasMean / (MathF.Sqrt(_square[i] * unbiasSquare) + 1e-8f);
            }
        }
    }
}
