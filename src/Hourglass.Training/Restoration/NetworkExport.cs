using Hourglass.Architectures;
using Hourglass.Archives.Pixels;
using Hourglass.Archives.Restoration;

namespace Hourglass.Training.Restoration;

/// <summary>Brings a trained restoration network to integers: every layer gets the powers of two that use the range of its activations.</summary>
internal static class NetworkExport
{
    /// <summary>How many pictures are looked at to see how large activations become.</summary>
    public const int Probes = 64;

    /// <summary>Fractional bits of the values of cells and of what the last layer gives.</summary>
    public const int InputBits = 13;

    /// <summary>Fractional bits with which the largest activation is looked for.</summary>
    public const int ProbeBits = 7;

    private const int MostActivationBits = 12;

    /// <summary>The integer network whose values are nearest to those of float weights.</summary>
    /// <param name="weights">In the order of the layers, each <c>[out, in, 3, 3]</c> and then its bias.</param>
    /// <param name="probes">Quantized pictures.</param>
    /// <param name="lattice">What their cells stand for.</param>
    /// <param name="plan">How fine weights are.</param>
    public static IntegerNetwork ToIntegers(IReadOnlyList<WeightTensor> weights, IReadOnlyList<Raster> probes, Lattice lattice, RestorationPlan plan)
    {
        var layers = new List<ConvLayer>();
        var inputBits = InputBits;
        for (var i = 0; i < weights.Count; i += 2)
        {
            var last = i + 2 == weights.Count;
            var outputBits = InputBits;
            if (!last)
            {
                // Once coarsely to see the largest value, then as finely as 16 bits allow.
                var coarse = Layer(weights[i], weights[i + 1], plan.WeightBits, inputBits, ProbeBits, rectified: true);
                var largest = Largest(new IntegerNetwork([.. layers, coarse]), probes, lattice);
                outputBits = ActivationBits(largest);
            }

            layers.Add(Layer(weights[i], weights[i + 1], plan.WeightBits, inputBits, outputBits, !last));
            inputBits = outputBits;
        }

        return new IntegerNetwork(layers);
    }

    /// <summary>Fractional bits for activations that were as large as this with <see cref="ProbeBits"/>, with a factor of two to spare.</summary>
    public static int ActivationBits(int largest) =>
        Math.Clamp(ProbeBits + (int)Math.Floor(Math.Log2(16384.0 / Math.Max(1, largest))), ProbeBits - 3, MostActivationBits);

    /// <summary>One layer.</summary>
    /// <param name="weight"><c>[out, in, 3, 3]</c>.</param>
    /// <param name="bias"><c>[out]</c>.</param>
    /// <param name="weightBits">Fractional bits of the weights, fewer where the range needs it.</param>
    /// <param name="inputBits">Fractional bits of what goes in.</param>
    /// <param name="outputBits">Fractional bits of what comes out.</param>
    /// <param name="rectified">Whether negative values become 0.</param>
    public static ConvLayer Layer(WeightTensor weight, WeightTensor bias, int weightBits, int inputBits, int outputBits, bool rectified)
    {
        var largest = weight.Values.Max(Math.Abs);
        while (weightBits > 0 && (largest * (1 << weightBits) > ConvLayer.MaxWeight || weightBits + inputBits - outputBits > ConvLayer.MaxShift))
            weightBits--;
        weightBits = Math.Max(weightBits, outputBits - inputBits);
        var (outputs, inputs) = (weight.Shape[0], weight.Shape[1]);
        var ordered = new short[weight.Values.Length];
        for (var o = 0; o < outputs; o++)
            for (var c = 0; c < inputs; c++)
                for (var tap = 0; tap < ConvLayer.Taps; tap++)
                {
                    ordered[(((o * ConvLayer.Taps) + tap) * inputs) + c] =
                        Round(weight.Values[(((o * inputs) + c) * ConvLayer.Taps) + tap], weightBits, ConvLayer.MaxWeight);
                }

        return new ConvLayer(
            inputs, outputs, weightBits + inputBits - outputBits, rectified, ordered,
            [.. bias.Values.Select(value => Round(value, outputBits, ConvLayer.MaxActivation))]);
    }

    /// <summary>A number with so many fractional bits.</summary>
    public static short Round(float value, int bits, int most) => (short)Math.Clamp(MathF.Round(value * (1 << bits)), -most, most);

    private static int Largest(IntegerNetwork network, IReadOnlyList<Raster> probes, Lattice lattice)
    {
        var buffers = new NetworkBuffers();
        var largest = 0;
        foreach (var cells in probes)
        {
            short[] input = [.. cells.Samples.Select(cell => lattice.Values[cell])];
            var output = new short[cells.Width * cells.Height * network.Outputs];
            network.Run(input, output, cells.Width, cells.Height, buffers, ConvArithmetic.Best);
            largest = Math.Max(largest, output.Max());
        }

        return largest;
    }
}
