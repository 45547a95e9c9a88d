namespace Hourglass.Architectures;

/// <summary>What sizes of pictures a network without a code takes, and what it makes of them; a pure function of its layers.</summary>
public static class NetworkStride
{
    /// <summary>Height and width of what goes in must be multiples of this number of pixels.</summary>
    /// <exception cref="ArchitectureException">A layer works only at one size, or the layers do not fit together.</exception>
    public static int Of(Architecture architecture)
    {
        var (stride, up, down) = (1L, 1L, 1L);
        foreach (var at in ShapeInference.Infer(architecture))
        {
            var (times, over) = Change(at.Layer);
            (up, down) = (up * times, down * over);
            var common = (long)System.Numerics.BigInteger.GreatestCommonDivisor(up, down);
            (up, down) = (up / common, down / common);
            stride = stride / (long)System.Numerics.BigInteger.GreatestCommonDivisor(stride, down) * down;
            if (stride > architecture.Input.Height || stride > architecture.Input.Width || up > int.MaxValue)
                throw new ArchitectureException($"The layer '{at.Layer.Name}' works at a {down}th of the size, but the sample is {architecture.Input}: make it larger.");
        }

        return (int)stride;
    }

    /// <summary>How much larger or smaller the picture is after a layer.</summary>
    private static (long Times, long Over) Change(Layer layer) => layer switch
    {
        Conv conv => (1, conv.Stride),
        ConvTranspose conv => (conv.Stride, 1),
        SpaceToDepth fold => (1, fold.Block),
        DepthToSpace unfold => (unfold.Block, 1),
        BatchNorm or Activation or Dropout or Noise or Add or Concat => (1, 1),
        _ => throw new ArchitectureException($"The layer '{layer.Name}' ({layer.GetType().Name}) works at one size only; a network without a code has none like it."),
    };
}
