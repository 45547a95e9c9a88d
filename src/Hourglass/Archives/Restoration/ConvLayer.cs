namespace Hourglass.Archives.Restoration;

/// <summary>
/// A convolution of 3 x 3 in integers: weights below 2^11, activations of 16 bits, sums of 32. A value is the sum, rounded and divided by
/// 2^<see cref="Shift"/>, and cut to the range of the activations. Pixels outside of the picture are zero.
/// </summary>
internal sealed class ConvLayer
{
    /// <summary>The largest activation; the smallest is its negative, or 0 after a rectified layer.</summary>
    public const int MaxActivation = short.MaxValue;

    /// <summary>The largest weight; the smallest is its negative.</summary>
    public const int MaxWeight = 2047;

    /// <summary>The largest <see cref="Shift"/>.</summary>
    public const int MaxShift = 24;

    /// <summary>The most channels that may go in or come out.</summary>
    public const int MaxChannels = 128;

    /// <summary>Taps of the kernel.</summary>
    public const int Taps = 9;

    /// <summary>A layer whose sums are proven to fit 32 bits.</summary>
    /// <param name="inputs">Channels that go in: 1 to <see cref="MaxChannels"/>.</param>
    /// <param name="outputs">Channels that come out: 1 to <see cref="MaxChannels"/>.</param>
    /// <param name="shift">0 to <see cref="MaxShift"/>.</param>
    /// <param name="rectified">Whether negative values become 0.</param>
    /// <param name="weights"><c>[outputs, 9, inputs]</c>, taps row by row.</param>
    /// <param name="bias"><c>[outputs]</c>, in units of what comes out.</param>
    /// <exception cref="ArchiveFormatException">A number is out of range, or a sum could overflow.</exception>
    public ConvLayer(int inputs, int outputs, int shift, bool rectified, short[] weights, short[] bias)
    {
        (Inputs, Outputs, Shift, Rectified, Weights, Bias) = (inputs, outputs, shift, rectified, weights, bias);
        Check("channels of a layer", inputs, 1, MaxChannels);
        Check("channels of a layer", outputs, 1, MaxChannels);
        Check("shift of a layer", shift, 0, MaxShift);
        if (weights.Length != Taps * inputs * outputs || bias.Length != outputs)
            throw new ArchiveFormatException(0, "weights of a layer", $"{weights.Length}", $"{Taps * inputs * outputs}");
        CheckSums();
        Packed = ConvArithmetic.Pack(this);
    }

    /// <summary>Channels that go in.</summary>
    public int Inputs { get; }

    /// <summary>Channels that come out.</summary>
    public int Outputs { get; }

    /// <summary>Sums are divided by two to this power.</summary>
    public int Shift { get; }

    /// <summary>Whether negative values become 0.</summary>
    public bool Rectified { get; }

    /// <summary><c>[outputs, 9, inputs]</c>.</summary>
    public short[] Weights { get; }

    /// <summary><c>[outputs]</c>.</summary>
    public short[] Bias { get; }

    /// <summary>The weights in the order in which the arithmetic passes over them.</summary>
    public PackedConv Packed { get; }

    /// <summary>The smallest value that comes out.</summary>
    public int Lowest => Rectified ? 0 : -MaxActivation;

    /// <summary>How many values a pixel takes in a buffer, for so many channels: the arithmetic works on eight at a time, on inputs of one picture in pairs.</summary>
    public static int Stored(int channels) => channels <= 2 ? 2 : channels <= 4 ? 4 : (channels + 7) / 8 * 8;

    private void CheckSums()
    {
        var perOutput = Taps * Inputs;
        for (var o = 0; o < Outputs; o++)
        {
            var sum = ((long)Math.Abs((int)Bias[o]) << Shift) + (1L << Shift);
            foreach (var weight in Weights.AsSpan(o * perOutput, perOutput))
            {
                Check("weight", weight, -MaxWeight, MaxWeight);
                sum += Math.Abs((long)weight) * MaxActivation;
            }

            if (sum > int.MaxValue)
                throw new ArchiveFormatException(0, "the largest sum of a layer", $"{sum}", $"at most {int.MaxValue}");
        }
    }

    private static void Check(string field, int value, int least, int most)
    {
        if (value < least || value > most)
            throw new ArchiveFormatException(0, field, $"{value}", $"{least} to {most}");
    }
}
