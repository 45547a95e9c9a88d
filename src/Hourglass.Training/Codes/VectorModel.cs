using Hourglass.Architectures;
using Hourglass.Archives.Codes;
using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;
using Hourglass.Inference;
using Hourglass.Training.Restoration;

namespace Hourglass.Training.Codes;

/// <summary>A trained autoencoder, from which codecs of any fineness are made.</summary>
internal sealed class VectorModel : IDisposable
{
    private const int Probes = 64;

    private readonly OnnxSession _session;
    private readonly VectorPlan _plan;
    private readonly int _levels;
    private readonly Dictionary<string, WeightTensor> _weights;
    private readonly (int Width, int Height) _size;

    /// <summary>Takes ownership of the session.</summary>
    public VectorModel(
        Hourglass.Architectures.Architecture architecture, IReadOnlyList<WeightTensor> weights, OnnxSession session, VectorPlan plan, int levels)
    {
        (_session, _plan, _levels) = (session, plan, levels);
        _size = (architecture.Input.Width, architecture.Input.Height);
        _weights = weights.ToDictionary(weight => weight.Name, StringComparer.Ordinal);
    }

    /// <summary>A codec whose steps make every value of a code cost the same share of the error.</summary>
    /// <param name="pictures">What it is for: the ranges of the codes and of the activations are theirs.</param>
    /// <param name="fineness">The error that steps bring to the samples, as a standard deviation in 1 of their range: smaller is finer.</param>
    public VectorCodec Codec(IReadOnlyList<Raster> pictures, double fineness)
    {
        var unit = new VectorEncoder(_session, [.. Enumerable.Repeat(1f, _plan.Latents)]);
        var codes = unit.Encode(pictures);
        var spread = Spread(codes);
        var fine = Decoder([.. spread.Select(s => s / 64)], Quantized(codes, spread, 64));
        var steps = Steps(fine, codes, spread, fineness);
        var encoder = unit.With(steps);
        var quantized = encoder.Quantize(pictures);
        LatentRange[] ranges =
        [
            .. Enumerable.Range(0, _plan.Latents).Select(i =>
            {
                var low = quantized.Min(code => code[i]);
                return new LatentRange(low, quantized.Max(code => code[i]) - low + 1);
            }),
        ];
        return new VectorCodec(_levels, ranges, Decoder(steps, [.. quantized.Take(Probes)]), encoder.Quantize);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private float[] Spread(float[] codes)
    {
        var n = _plan.Latents;
        var count = codes.Length / n;
        return
        [
            .. Enumerable.Range(0, n).Select(i =>
            {
                var values = Enumerable.Range(0, count).Select(k => (double)codes[(k * n) + i]).ToArray();
                var mean = values.Average();
                return (float)Math.Max(1e-6, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
            }),
        ];
    }

    private short[][] Quantized(float[] codes, float[] spread, int parts)
    {
        var n = _plan.Latents;
        return
        [
            .. Enumerable.Range(0, Math.Min(Probes, codes.Length / n)).Select(k => Enumerable.Range(0, n)
                .Select(i => (short)Math.Clamp(MathF.Round(codes[(k * n) + i] / spread[i] * parts), -VectorDecoder.MaxCode, VectorDecoder.MaxCode)).ToArray()),
        ];
    }

    /// <summary>Steps in inverse proportion to how much a value moves the samples, measured by moving it a quarter of its spread.</summary>
    private float[] Steps(VectorDecoder decoder, float[] codes, float[] spread, double fineness)
    {
        const int Moved = 16;
        var buffers = decoder.Stages.Select(_ => new NetworkBuffers()).ToArray();
        var probes = Quantized(codes, spread, 64);
        Raster New() => new(decoder.Width, decoder.Height, decoder.Channels, _levels);
        var steps = new float[spread.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            var (sum, count) = (0.0, 0L);
            foreach (var code in probes)
            {
                var (before, after) = (New(), New());
                decoder.Run(code, before, buffers, ConvArithmetic.Best);
                short[] moved = [.. code];
                moved[i] += (short)(moved[i] > 0 ? -Moved : Moved);
                decoder.Run(moved, after, buffers, ConvArithmetic.Best);
                for (var k = 0; k < before.Samples.Length; k++)
                    sum += Math.Pow((before.Samples[k] - after.Samples[k]) / (_levels - 1.0), 2);
                count += before.Samples.Length;
            }

            // A step s brings an error of variance s^2/12 to the value.
            var perUnit = Math.Sqrt(Math.Max(sum / count, 1e-12)) / (spread[i] * Moved / 64);
            steps[i] = (float)Math.Max(fineness * Math.Sqrt(12) / perUnit, spread[i] / 100);
        }

        return steps;
    }

    private VectorDecoder Decoder(float[] steps, short[][] probes)
    {
        var (dense, bits, values) = Dense(steps, probes);
        var before = VectorDecoder.SizeBefore(_size.Width, _size.Height, 2);
        var middle = VectorDecoder.SizeBefore(_size.Width, _size.Height, 1);
        var (first, firstBits) = Stage([("up1", true)], bits, values, before, middle);
        var next = values.Select(value => Run(first, VectorDecoder.Spread(value, before, middle, first.Inputs), middle)).ToArray();
        var (second, _) = Stage([("up2", true), ("output", false)], firstBits, next, middle, _size);
        return new VectorDecoder(_size.Width, _size.Height, dense, [first, second]);
    }

    /// <summary>The first layer, with the steps and the order of pixels in its weights; the values it gives, and their fractional bits.</summary>
    private (DenseLayer Layer, int Bits, short[][] Values) Dense(float[] steps, short[][] probes)
    {
        var (weight, bias) = (_weights["decoder.dense.weight"].Values, _weights["decoder.dense.bias"].Values);
        var (n, outputs) = (steps.Length, bias.Length);
        var plane = outputs / _plan.Width;
        // libtorch has channel after channel, the decoder the channels of a pixel beside each other.
        int From(int o) => (o % _plan.Width * plane) + (o / _plan.Width);
        DenseLayer Layer(int outputBits)
        {
            var weightBits = _plan.WeightBits;
            var shift = weightBits + 4 - outputBits;
            if (shift < 0)
                (weightBits, shift) = (weightBits - shift, 0);
            var values = new short[n * outputs];
            for (var i = 0; i < values.Length; i++)
                values[i] = (short)Math.Clamp(Math.Round(weight[(From(i / n) * n) + (i % n)] * steps[i % n] * (1 << weightBits)), -DenseLayer.MaxWeight, DenseLayer.MaxWeight);
            short[] biases = [.. Enumerable.Range(0, outputs).Select(o => NetworkExport.Round(bias[From(o)], outputBits, short.MaxValue))];
            return new DenseLayer(shift, values, biases, VectorDecoder.MaxCode * VectorDecoder.CodeUnit);
        }

        var coarse = Outputs(Layer(NetworkExport.ProbeBits), probes);
        var bits = NetworkExport.ActivationBits(coarse.Max(values => values.Max()));
        var layer = Layer(bits);
        return (layer, bits, Outputs(layer, probes));
    }

    private static short[][] Outputs(DenseLayer layer, short[][] probes) =>
    [
        .. probes.Select(code =>
        {
            var output = new short[layer.Bias.Length];
            layer.Run([.. code.Select(value => (short)(value * VectorDecoder.CodeUnit))], output);
            return output;
        }),
    ];

    /// <summary>Convolutions behind a spreading; the fractional bits of what they give.</summary>
    private (IntegerNetwork Network, int Bits) Stage(
        (string Name, bool Rectified)[] names, int bits, short[][] values, (int Width, int Height) from, (int Width, int Height) to)
    {
        var layers = new List<ConvLayer>();
        foreach (var (name, rectified) in names)
        {
            var (weight, bias) = (Convolution(name), _weights[$"decoder.{name}.bias"]);
            var outputBits = NetworkExport.InputBits;
            if (rectified)
            {
                var coarse = new IntegerNetwork([.. layers, NetworkExport.Layer(weight, bias, _plan.WeightBits, bits, NetworkExport.ProbeBits, true)]);
                outputBits = NetworkExport.ActivationBits(
                    values.Max(value => Run(coarse, VectorDecoder.Spread(value, from, to, coarse.Inputs), to).Max()));
            }

            layers.Add(NetworkExport.Layer(weight, bias, _plan.WeightBits, bits, outputBits, rectified));
            bits = outputBits;
        }

        return (new IntegerNetwork(layers), bits);
    }

    private static short[] Run(IntegerNetwork network, short[] input, (int Width, int Height) size)
    {
        var output = new short[size.Width * size.Height * network.Outputs];
        network.Run(input, output, size.Width, size.Height, new NetworkBuffers(), ConvArithmetic.Best);
        return output;
    }

    /// <summary>A transposed convolution's <c>[in, out, 3, 3]</c> as a convolution's <c>[out, in, 3, 3]</c>, which turns the kernel round.</summary>
    private WeightTensor Convolution(string name)
    {
        var weight = _weights[$"decoder.{name}.weight"];
        if (name == "output")
            return weight;
        var (inputs, outputs) = (weight.Shape[0], weight.Shape[1]);
        var values = new float[weight.Values.Length];
        for (var o = 0; o < outputs; o++)
            for (var i = 0; i < inputs; i++)
                for (var tap = 0; tap < ConvLayer.Taps; tap++)
                    values[(((o * inputs) + i) * ConvLayer.Taps) + tap] = weight.Values[(((i * outputs) + o) * ConvLayer.Taps) + ConvLayer.Taps - 1 - tap];
        return new WeightTensor(weight.Name, [outputs, inputs, 3, 3], values);
    }
}
