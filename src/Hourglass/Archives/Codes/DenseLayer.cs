namespace Hourglass.Archives.Codes;

/// <summary>A fully connected layer in integers, cut at 0: what a quantized code becomes first.</summary>
internal sealed class DenseLayer
{
    /// <summary>The most values that come out.</summary>
    public const int MaxOutputs = 1 << 14;

    /// <summary>The most weights.</summary>
    public const int MaxWeights = 1 << 20;

    /// <summary>The largest weight; the smallest is its negative.</summary>
    public const int MaxWeight = short.MaxValue;

    /// <summary>The largest shift.</summary>
    public const int MaxShift = 24;

    /// <summary>A layer whose sums are proven to fit 32 bits.</summary>
    /// <param name="shift">Sums are divided by two to this power.</param>
    /// <param name="weights"><c>[outputs, inputs]</c>.</param>
    /// <param name="bias"><c>[outputs]</c>, in units of what comes out.</param>
    /// <param name="largestInput">No input is larger in size.</param>
    /// <exception cref="ArchiveFormatException">A number is out of range, or a sum could overflow.</exception>
    public DenseLayer(int shift, short[] weights, short[] bias, int largestInput)
    {
        if (shift is < 0 or > MaxShift)
            throw new ArchiveFormatException(0, "shift of a layer", $"{shift}", $"0 to {MaxShift}");
        (Shift, Weights, Bias) = (shift, weights, bias);
        for (var o = 0; o < bias.Length; o++)
        {
            var sum = ((long)Math.Abs((int)bias[o]) << shift) + (1L << shift);
            foreach (var weight in weights.AsSpan(o * Inputs, Inputs))
                sum += Math.Abs((long)weight) * largestInput;
            if (sum > int.MaxValue)
                throw new ArchiveFormatException(0, "the largest sum of a layer", $"{sum}", $"at most {int.MaxValue}");
        }
    }

    /// <summary>Sums are divided by two to this power.</summary>
    public int Shift { get; }

    /// <summary><c>[outputs, inputs]</c>.</summary>
    public short[] Weights { get; }

    /// <summary><c>[outputs]</c>.</summary>
    public short[] Bias { get; }

    /// <summary>Values that go in.</summary>
    public int Inputs => Weights.Length / Bias.Length;

    /// <summary>Works out all values.</summary>
    /// <param name="input"><c>[inputs]</c>.</param>
    /// <param name="output"><c>[outputs]</c>.</param>
    public void Run(ReadOnlySpan<short> input, Span<short> output)
    {
        for (var o = 0; o < output.Length; o++)
        {
            var sum = (Bias[o] << Shift) + (1 << Shift >> 1);
            var weights = Weights.AsSpan(o * input.Length, input.Length);
            for (var i = 0; i < weights.Length; i++)
                sum += weights[i] * input[i];
            output[o] = (short)Math.Clamp(sum >> Shift, 0, short.MaxValue);
        }
    }
}
