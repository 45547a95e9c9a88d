using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Tests.Onnx;

/// <summary>Plain loops in double precision, straight from what the layers say of themselves: what every other interpreter must equal.</summary>
internal static class ReferenceNetwork
{
    /// <summary>Weights that no layer could confuse: none is zero, running statistics are not the identity.</summary>
    public static IReadOnlyList<WeightTensor> DrawWeights(Architecture architecture, ulong seed)
    {
        var rng = new Rng(seed);
        return [.. ShapeInference.Infer(architecture).SelectMany(layer => layer.Weights()).Select(shape =>
        {
            var spread = MathF.Sqrt(3f / shape.Shape.Skip(1).Aggregate(1, (product, side) => product * side));
            var (low, high) = shape.Trained ? (-spread, spread) : shape.Name.EndsWith("var", StringComparison.Ordinal) ? (0.3f, 2) : (-0.5f, 0.5f);
            if (shape.Trained && shape.Shape.Count == 1)
                (low, high) = shape.Name.EndsWith("weight", StringComparison.Ordinal) ? (0.5f, 1.5f) : (-0.3f, 0.3f);
            var values = new float[shape.Size];
            for (var i = 0; i < values.Length; i++)
                values[i] = rng.NextSingle(low, high);
            return new WeightTensor(shape.Name, shape.Shape, values);
        })];
    }

    /// <summary>One half applied to one sample, in network units.</summary>
    public static double[] Run(Architecture architecture, IReadOnlyList<WeightTensor> weights, string half, double[] x)
    {
        var named = weights.ToDictionary(weight => weight.Name, weight => weight.Values);
        foreach (var at in ShapeInference.Infer(architecture).Where(layer => layer.Half == half))
            x = Apply(at, x, name => named.GetValueOrDefault($"{half}.{at.Layer.Name}.{name}"));
        return x;
    }

    private static double[] Apply(LayerShapes at, double[] x, Func<string, float[]?> weight)
    {
        switch (at.Layer)
        {
            case Dense dense:
                return [.. Enumerable.Range(0, dense.Units).Select(unit => Dot(weight("weight")!.AsSpan(unit * x.Length, x.Length), x) + Bias(unit))];
            case Conv conv:
                return Convolve(at, conv, x, weight("weight")!, Bias);
            case ConvTranspose conv:
                return Transpose(at, conv, x, weight("weight")!, Bias);
            case BatchNorm norm:
                var area = at.Input.Height * at.Input.Width;
                return [.. x.Select((value, i) => (value - weight("running_mean")![i / area]) / Math.Sqrt(weight("running_var")![i / area] + norm.Epsilon)
                    * weight("weight")![i / area] + Bias(i / area))];
            case Activation activation:
                return [.. x.Select(value => Activate(activation, value))];
            case Reshape:
                return x;
            case TopK top:
                var bound = x.OrderDescending().ElementAt(top.Keep - 1);
                return [.. x.Select(value => value >= bound ? value : 0)];
            case Variational:
                return x[..(x.Length / 2)];
            default:
                throw new NotSupportedException(at.Layer.GetType().Name);
        }

        double Bias(int channel) => weight("bias")?[channel] ?? 0;
    }

    private static double Dot(ReadOnlySpan<float> row, double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += row[i] * x[i];
        return sum;
    }

    private static double[] Convolve(LayerShapes at, Conv conv, double[] x, float[] weight, Func<int, double> bias)
    {
        var (input, output, k) = (at.Input, at.Output, conv.Kernel);
        var y = new double[output.Size];
        for (var o = 0; o < y.Length; o++)
        {
            var (filter, row, column) = (o / (output.Height * output.Width), o / output.Width % output.Height, o % output.Width);
            y[o] = bias(filter);
            for (var w = 0; w < input.Channels * k * k; w++)
            {
                var (channel, r, c) = (w / (k * k), row * conv.Stride - conv.Padding + w / k % k, column * conv.Stride - conv.Padding + w % k);
                if (r >= 0 && r < input.Height && c >= 0 && c < input.Width)
                    y[o] += weight[filter * input.Channels * k * k + w] * x[(channel * input.Height + r) * input.Width + c];
            }
        }

        return y;
    }

    private static double[] Transpose(LayerShapes at, ConvTranspose conv, double[] x, float[] weight, Func<int, double> bias)
    {
        var (input, output, k) = (at.Input, at.Output, conv.Kernel);
        var area = output.Height * output.Width;
        double[] y = [.. Enumerable.Range(0, output.Size).Select(i => bias(i / area))];
        for (var i = 0; i < x.Length; i++)
        {
            var (channel, row, column) = (i / (input.Height * input.Width), i / input.Width % input.Height, i % input.Width);
            for (var w = 0; w < output.Channels * k * k; w++)
            {
                var (filter, r, c) = (w / (k * k), row * conv.Stride - conv.Padding + w / k % k, column * conv.Stride - conv.Padding + w % k);
                if (r >= 0 && r < output.Height && c >= 0 && c < output.Width)
                    y[filter * area + r * output.Width + c] += weight[channel * output.Channels * k * k + w] * x[i];
            }
        }

        return y;
    }

    private static double Activate(Activation activation, double x) => activation.Function switch
    {
        ActivationFunction.Relu => Math.Max(x, 0),
        ActivationFunction.LeakyRelu => x > 0 ? x : activation.Slope * x,
        ActivationFunction.Silu => x / (1 + Math.Exp(-x)),
        ActivationFunction.Sigmoid => 1 / (1 + Math.Exp(-x)),
        ActivationFunction.Tanh => Math.Tanh(x),
        _ => throw new NotSupportedException($"{activation.Function}"),
    };
}
