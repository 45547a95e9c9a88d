namespace Hourglass.Archives.Restoration;

/// <summary>The weights of a <see cref="ConvLayer"/>, padded by zeros to whole vectors.</summary>
/// <param name="Inputs">Channels that go in, as stored.</param>
/// <param name="Outputs">Channels that come out, a multiple of 8.</param>
/// <param name="Pairs"><c>[9, inputs / 2, outputs, 2]</c>: what multiplies two neighboring inputs stands together.</param>
/// <param name="Singles"><c>[9, inputs, outputs]</c>.</param>
/// <param name="Start"><c>[outputs]</c>: what sums begin with, the bias and half a unit for rounding.</param>
internal sealed record PackedConv(int Inputs, int Outputs, short[] Pairs, int[] Singles, int[] Start);
