namespace Hourglass.Architectures;

/// <summary>Counts what a network costs: parameters, and multiply-adds for one sample.</summary>
public static class CostModel
{
    /// <summary>The number of trained parameters.</summary>
    /// <exception cref="ArchitectureException">See <see cref="ShapeInference.Infer"/>.</exception>
    public static long Parameters(Architecture architecture) => ShapeInference.Infer(architecture).Sum(Parameters);

    /// <summary>Multiply-adds of one forward pass through encoder and decoder, for one sample.</summary>
    /// <exception cref="ArchitectureException">See <see cref="ShapeInference.Infer"/>.</exception>
    public static long MultiplyAdds(Architecture architecture) => ShapeInference.Infer(architecture).Sum(MultiplyAdds);

    /// <summary>The number of trained parameters of one layer.</summary>
    public static long Parameters(LayerShapes layer) => layer.Weights().Where(weight => weight.Trained).Sum(weight => weight.Size);

    /// <summary>
    /// Multiply-adds of one layer for one sample, for dense layers, convolutions, recurrent units and choices; elementwise layers count as nothing, and a batch norm
    /// is folded into its neighbor when the model is exported.
    /// </summary>
    public static long MultiplyAdds(LayerShapes layer) => layer.Layer switch
    {
        Dense dense => (long)layer.Input.Channels * dense.Units,
        Conv conv => (long)layer.Output.Size * layer.Input.Channels * conv.Kernel * conv.Kernel,
        ConvTranspose conv => (long)layer.Input.Size * conv.Filters * conv.Kernel * conv.Kernel,
        Recurrent recurrent => 2L * layer.Input.Height * 3 * recurrent.Units * ((long)layer.Input.Channels + recurrent.Units),
        Choice choice => (long)layer.Input.Size * choice.Words,
        _ => 0,
    };
}
