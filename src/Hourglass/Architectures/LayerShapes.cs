using Hourglass.Numerics;

namespace Hourglass.Architectures;

/// <summary>One layer and what goes in and comes out of it.</summary>
/// <param name="Half">
/// <see cref="Architecture.EncoderHalf"/>, <see cref="Architecture.DecoderHalf"/>, <see cref="Architecture.RecoderHalf"/> or <see cref="Architecture.AdversaryHalf"/>.
/// </param>
/// <param name="Layer">The layer.</param>
/// <param name="Input">The shape of one sample before it.</param>
/// <param name="Output">The shape of one sample after it.</param>
public sealed record LayerShapes(string Half, Layer Layer, SampleShape Input, SampleShape Output)
{
    /// <summary>
    /// The weights of this layer, by full name and shape, in a fixed order; empty for layers without weights.
    /// Running statistics of a batch norm are among them, though no gradient reaches them.
    /// </summary>
    public IEnumerable<WeightShape> Weights() => Layer switch
    {
        Dense dense => WithBias(dense.Bias, dense.Units, [dense.Units, Input.Channels]),
        Conv conv => WithBias(conv.Bias, conv.Filters, [conv.Filters, Input.Channels, conv.Kernel, conv.Kernel]),
        ConvTranspose conv => WithBias(conv.Bias, conv.Filters, [Input.Channels, conv.Filters, conv.Kernel, conv.Kernel]),
        BatchNorm => [Weight("weight", Input.Channels), Weight("bias", Input.Channels),
            Weight("running_mean", Input.Channels) with { Trained = false }, Weight("running_var", Input.Channels) with { Trained = false }],
        Embedding embedding => [Weight("weight", embedding.Words, embedding.Size)],
        Recurrent { Units: var units } => [Weight("weight", 2, 3 * units, Input.Channels), Weight("recurrent", 2, 3 * units, units), Weight("bias", 2, 6 * units)],
        Unroll unroll => [Weight("weight", Input.Channels, unroll.Length)],
        Choice choice => WithBias(true, choice.Words, [choice.Words, Input.Channels]),
        _ => [],
    };

    private IEnumerable<WeightShape> WithBias(bool bias, int outputs, int[] shape) =>
        bias ? [Weight("weight", shape), Weight("bias", outputs)] : [Weight("weight", shape)];

    private WeightShape Weight(string name, params int[] shape) => new(Architecture.WeightName(Half, Layer, name), shape);
}
