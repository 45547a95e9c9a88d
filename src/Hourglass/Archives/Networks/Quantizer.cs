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

    /// <summary>The nearest integer network.</summary>
    /// <param name="network">Trained.</param>
    /// <param name="rate">See <see cref="IntegerWeights.OffsetRate"/>.</param>
    /// <param name="delay">See <see cref="IntegerWeights.OffsetDelay"/>.</param>
    public static ContextNetwork Quantize(FloatNetwork network, int rate, int delay)
    {
        // Sums that could overflow are the only reason for a larger shift: rare, and found at once.
        for (var extra = 0; ; extra++)
        {
            try
            {
                return new ContextNetwork(Quantize(network, rate, delay, extra));
            }
            catch (ArchiveFormatException) when (extra < 4)
            {
            }
        }
    }

    private static IntegerWeights Quantize(FloatNetwork network, int rate, int delay, int extra)
    {
        var shape = network.Shape;
        var result = new IntegerWeights(shape) { OffsetRate = rate, OffsetDelay = delay };
        var wideUnits = QuantizeTaps(network, result, extra);
        QuantizePlaces(network, result, wideUnits);

        int wide = shape.Wide, narrow = shape.Narrow;
        var scaled = new double[narrow * wide];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = network.NarrowWeights[(i % wide * narrow) + (i / wide)] / wideUnits[i % wide];
        var (weights, narrowUnits, shift) = QuantizeLayer(scaled, narrow);
        result.NarrowShift = shift;
        for (var i = 0; i < scaled.Length; i++)
            result.NarrowWeights[(i % wide * narrow) + (i / wide)] = weights[i];
        for (var n = 0; n < narrow; n++)
            result.NarrowBias[n] = Short(network.NarrowBias[n] * narrowUnits[n] * One);

        scaled = new double[shape.Rank * narrow];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = network.FeatureWeights[i] / narrowUnits[i % narrow];
        (weights, var featureUnits, shift) = QuantizeLayer(scaled, shape.Rank);
        result.FeatureShift = shift;
        weights.CopyTo(result.FeatureWeights, 0);
        QuantizeNodes(network, result, featureUnits);
        return result;
    }

    /// <summary>The first layer; returns the units of its sums.</summary>
    private static double[] QuantizeTaps(FloatNetwork network, IntegerWeights result, int extra)
    {
        var shape = network.Shape;
        int size = shape.EmbeddingSize, wide = shape.Wide;
        var columns = new double[size];
        for (var i = 0; i < network.Embedding.Length; i++)
            columns[i % size] = Math.Max(columns[i % size], Math.Abs(network.Embedding[i]));
        for (var i = 0; i < network.Embedding.Length; i++)
            result.Embedding[i] = SByte(network.Embedding[i] * Largest / Math.Max(columns[i % size], 1e-9));
        var scaled = new double[wide * size * shape.Taps.Length];
        var inputs = size * shape.Taps.Length;
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = network.TapWeights[(i % inputs * wide) + (i / inputs)] * columns[i % inputs % size] / Largest * One;
        var (weights, units, shift) = QuantizeLayer(scaled, wide);
        result.TapShift = Math.Min(shift + extra, IntegerWeights.MaxShift);
        for (var i = 0; i < scaled.Length; i++)
            result.TapWeights[(i % inputs * wide) + (i / inputs)] = weights[i];
        for (var o = 0; o < wide; o++)
            units[o] *= Math.Pow(2, shift - result.TapShift);
        for (var i = 0; i < result.WideBias.Length; i++)
            result.WideBias[i] = Short(network.WideBias[i] * units[i % wide] * One);
        return units;
    }

    private static void QuantizePlaces(FloatNetwork network, IntegerWeights result, double[] units)
    {
        var wide = network.Shape.Wide;
        var largest = Math.Max(Math.Abs((double)TensorPrimitives.MaxMagnitude<float>(network.Position)), 1e-9);
        for (var i = 0; i < result.Position.Length; i++)
            result.Position[i] = SByte(network.Position[i] * Largest / largest);
        var scaled = new double[network.PositionWeights.Length];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = network.PositionWeights[i] * units[i % wide] * One * largest / Largest;
        var peak = scaled.Max(Math.Abs);
        var shift = 0;
        while (shift < PositionShift && peak * (2 << shift) <= short.MaxValue)
            shift++;
        result.PositionShift = shift;
        for (var i = 0; i < scaled.Length; i++)
            result.PositionWeights[i] = Short(scaled[i] * (1 << shift));
    }

    private static void QuantizeNodes(FloatNetwork network, IntegerWeights result, double[] units)
    {
        var shape = network.Shape;
        for (var node = 0; node < shape.Nodes; node++)
        {
            var row = new double[shape.Rank];
            for (var r = 0; r < row.Length; r++)
                row[r] = network.NodeWeights[(node * NetworkShape.Features) + r] / units[r];
            var peak = row.Max(Math.Abs);
            var shift = 0;
            while (shift < IntegerWeights.MaxShift && peak * (2 << shift) <= Largest)
                shift++;
            result.NodeShifts[node] = (byte)shift;
            for (var r = 0; r < row.Length; r++)
                result.NodeWeights[(node * shape.Rank) + r] = SByte(row[r] * (1 << shift));
            result.NodeBias[node] = Short(network.NodeBias[node] * One);
        }
    }

    /// <summary>Weights <c>[outputs, inputs]</c>, the units of the outputs, and the shift that brings those nearest to 1.</summary>
    private static (sbyte[] Weights, double[] Units, int Shift) QuantizeLayer(double[] weights, int outputs)
    {
        var inputs = weights.Length / outputs;
        var units = new double[outputs];
        for (var o = 0; o < outputs; o++)
            units[o] = Largest / Math.Max(weights.Skip(o * inputs).Take(inputs).Max(Math.Abs), 1e-9);
        var middle = units.Order().ElementAt(outputs / 2);
        var shift = Math.Clamp((int)Math.Round(Math.Log2(middle)), 0, IntegerWeights.MaxShift);
        var most = Math.Pow(2, shift + 2);
        var rounded = new sbyte[weights.Length];
        for (var o = 0; o < outputs; o++)
        {
            units[o] = Math.Min(units[o], most);
            for (var i = o * inputs; i < (o + 1) * inputs; i++)
                rounded[i] = SByte(weights[i] * units[o]);
            units[o] /= Math.Pow(2, shift);
        }

        return (rounded, units, shift);
    }

    private static sbyte SByte(double value) => (sbyte)Math.Clamp(Math.Round(value), -Largest, Largest);

    private static short Short(double value) => (short)Math.Clamp(Math.Round(value), -short.MaxValue, short.MaxValue);
}
