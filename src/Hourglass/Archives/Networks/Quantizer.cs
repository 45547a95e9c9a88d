using System.Numerics.Tensors;

namespace Hourglass.Archives.Networks;

/// <summary>Makes whole numbers of a network's weights.</summary>
/// <remarks>
/// Units of a rectified or linear layer may be measured in any unit, if the weights that read them are divided by it: every unit gets the one
/// in which its largest weight is 127, and one shift serves the whole layer.
/// </remarks>
internal static class Quantizer
{
    private const int Largest = 127;
    private const double One = 256;
    private const int PositionShift = 7;
    private const double Tiny = 1e-9;

    /// <summary>The nearest integer network.</summary>
    /// <param name="network">Trained.</param>
    /// <param name="rate">See <see cref="IntegerWeights.OffsetRate"/>.</param>
    /// <param name="delay">See <see cref="IntegerWeights.OffsetDelay"/>.</param>
    public static ContextNetwork Quantize(FloatNetwork network, int rate, int delay)
    {
        var rounded = new FloatNetwork(network.Shape, 0);

        // Sums that could overflow are the only reason for a larger shift: rare, and found at once.
        for (var extra = 0; ; extra++)
        {
            try
            {
                return new ContextNetwork(Quantize(network, rate, delay, extra, rounded));
            }
            catch (ArchiveFormatException) when (extra < 4)
            {
            }
        }
    }

    /// <summary>Sets the weights of a network to those of another, rounded as <see cref="Quantize(FloatNetwork, int, int)"/> would.</summary>
    public static void Round(FloatNetwork network, FloatNetwork rounded)
    {
        network.Weights.CopyTo(rounded.Weights, 0);
        Quantize(network, 0, 1, 0, rounded);
    }

    private static IntegerWeights Quantize(FloatNetwork network, int rate, int delay, int extra, FloatNetwork rounded)
    {
        var shape = network.Shape;
        var result = new IntegerWeights(shape) { OffsetRate = rate, OffsetDelay = delay };
        var wideUnits = QuantizeTaps(network, result, extra, rounded);
        QuantizePlaces(network, result, wideUnits, rounded);

        int wide = shape.Wide, narrow = shape.Narrow;
        var scaled = new double[narrow * wide];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = network.NarrowWeights[(i % wide * narrow) + (i / wide)] / wideUnits[i % wide];
        var layer = QuantizeLayer(scaled, narrow);
        result.NarrowShift = layer.Shift;
        for (var i = 0; i < scaled.Length; i++)
        {
            var at = (i % wide * narrow) + (i / wide);
            result.NarrowWeights[at] = layer.Weights[i];
            rounded.NarrowWeights[at] = (float)(layer.Weights[i] * layer.Steps[i / wide] * wideUnits[i % wide]);
        }

        var narrowUnits = layer.Units;
        for (var n = 0; n < narrow; n++)
            result.NarrowBias[n] = Short(network.NarrowBias[n] * narrowUnits[n] * One);

        scaled = new double[shape.Rank * narrow];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = network.FeatureWeights[i] / narrowUnits[i % narrow];
        layer = QuantizeLayer(scaled, shape.Rank);
        result.FeatureShift = layer.Shift;
        layer.Weights.CopyTo(result.FeatureWeights, 0);
        for (var i = 0; i < scaled.Length; i++)
            rounded.FeatureWeights[i] = (float)(layer.Weights[i] * layer.Steps[i / narrow] * narrowUnits[i % narrow]);
        QuantizeNodes(network, result, layer.Units, rounded);
        return result;
    }

    /// <summary>The first layer; returns the units of its sums.</summary>
    private static double[] QuantizeTaps(FloatNetwork network, IntegerWeights result, int extra, FloatNetwork rounded)
    {
        var shape = network.Shape;
        int size = shape.EmbeddingSize, wide = shape.Wide;
        var columns = new double[size];
        for (var i = 0; i < network.Embedding.Length; i++)
            columns[i % size] = Math.Max(columns[i % size], Math.Abs(network.Embedding[i]) / Largest);
        for (var i = 0; i < network.Embedding.Length; i++)
        {
            columns[i % size] = Math.Max(columns[i % size], Tiny);
            result.Embedding[i] = SByte(network.Embedding[i] / columns[i % size]);
            rounded.Embedding[i] = (float)(result.Embedding[i] * columns[i % size]);
        }

        var inputs = size * shape.Taps.Length;
        var scaled = new double[wide * inputs];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = network.TapWeights[(i % inputs * wide) + (i / inputs)] * columns[i % inputs % size] * One;
        var layer = QuantizeLayer(scaled, wide);
        result.TapShift = Math.Min(layer.Shift + extra, IntegerWeights.MaxShift);
        for (var i = 0; i < scaled.Length; i++)
        {
            var at = (i % inputs * wide) + (i / inputs);
            result.TapWeights[at] = layer.Weights[i];
            rounded.TapWeights[at] = (float)(layer.Weights[i] * layer.Steps[i / inputs] / (columns[i % inputs % size] * One));
        }

        var units = layer.Units;
        for (var o = 0; o < wide; o++)
            units[o] *= Math.Pow(2, layer.Shift - result.TapShift);
        for (var i = 0; i < result.WideBias.Length; i++)
            result.WideBias[i] = Short(network.WideBias[i] * units[i % wide] * One);
        return units;
    }

    private static void QuantizePlaces(FloatNetwork network, IntegerWeights result, double[] units, FloatNetwork rounded)
    {
        var wide = network.Shape.Wide;
        var step = Math.Max(Math.Abs((double)TensorPrimitives.MaxMagnitude<float>(network.Position)), Tiny) / Largest;
        for (var i = 0; i < result.Position.Length; i++)
        {
            result.Position[i] = SByte(network.Position[i] / step);
            rounded.Position[i] = (float)(result.Position[i] * step);
        }

        var scaled = new double[network.PositionWeights.Length];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = network.PositionWeights[i] * units[i % wide] * One * step;
        var peak = scaled.Max(Math.Abs);
        var shift = 0;
        while (shift < PositionShift && peak * (2 << shift) <= short.MaxValue)
            shift++;
        result.PositionShift = shift;
        for (var i = 0; i < scaled.Length; i++)
            result.PositionWeights[i] = Short(scaled[i] * (1 << shift));
    }

    private static void QuantizeNodes(FloatNetwork network, IntegerWeights result, double[] units, FloatNetwork rounded)
    {
        var shape = network.Shape;
        var row = new double[shape.Rank];
        for (var node = 0; node < shape.Nodes; node++)
        {
            for (var r = 0; r < row.Length; r++)
                row[r] = network.NodeWeights[(node * NetworkShape.Features) + r] / units[r];
            var peak = row.Max(Math.Abs);
            var shift = 0;
            while (shift < IntegerWeights.MaxShift && peak * (2 << shift) <= Largest)
                shift++;
            result.NodeShifts[node] = (byte)shift;
            for (var r = 0; r < row.Length; r++)
            {
                var weight = SByte(row[r] * (1 << shift));
                result.NodeWeights[(node * shape.Rank) + r] = weight;
                rounded.NodeWeights[(node * NetworkShape.Features) + r] = (float)(weight * units[r] / (1 << shift));
            }

            result.NodeBias[node] = Short(network.NodeBias[node] * One);
        }
    }

    /// <summary>Rounds weights <c>[outputs, inputs]</c>.</summary>
    private static Layer QuantizeLayer(double[] weights, int outputs)
    {
        var inputs = weights.Length / outputs;
        var steps = new double[outputs];
        for (var o = 0; o < outputs; o++)
            steps[o] = Math.Max(Math.Abs(TensorPrimitives.MaxMagnitude<double>(weights.AsSpan(o * inputs, inputs))) / Largest, Tiny);
        var middle = steps.Order().ElementAt(outputs / 2);
        var shift = Math.Clamp((int)Math.Round(-Math.Log2(middle)), 0, IntegerWeights.MaxShift);
        var least = Math.Pow(2, -shift - 2);
        var rounded = new sbyte[weights.Length];
        var units = new double[outputs];
        for (var o = 0; o < outputs; o++)
        {
            steps[o] = Math.Max(steps[o], least);
            for (var i = o * inputs; i < (o + 1) * inputs; i++)
                rounded[i] = SByte(weights[i] / steps[o]);
            units[o] = Math.Pow(2, -shift) / steps[o];
        }

        return new Layer(rounded, steps, units, shift);
    }

    private static sbyte SByte(double value) => (sbyte)Math.Clamp(Math.Round(value), -Largest, Largest);

    private static short Short(double value) => (short)Math.Clamp(Math.Round(value), -short.MaxValue, short.MaxValue);

    /// <summary>A layer <c>[outputs, inputs]</c>: weights, what one of them stands for, the units of the outputs, and the shift that all share.</summary>
    private sealed record Layer(sbyte[] Weights, double[] Steps, double[] Units, int Shift);
}
