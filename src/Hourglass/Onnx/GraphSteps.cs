using Hourglass.Architectures;

namespace Hourglass.Onnx;

/// <summary>Turns one part of a network into steps as they act outside training, with normalization at the sample's end.</summary>
internal static class GraphSteps
{
    /// <summary>The last step before the first layer of what takes samples, where stored values are not those of the network.</summary>
    public const string Scale = "normalization.scale";

    /// <summary>The steps in order, not folded yet.</summary>
    public static List<GraphStep> Of(IReadOnlyList<LayerShapes> layers, IReadOnlyDictionary<string, float[]> weights, Normalization normalization)
    {
        var steps = new List<GraphStep>();
        var taken = Skips.Taken(layers.Select(layer => layer.Layer));
        var stored = normalization is not { Low: 0, High: 1 };
        var isDecoder = layers[0].Half == Architecture.DecoderHalf;
        if (!isDecoder && stored)
        {
            if (normalization.Low != 0)
                steps.Add(new SubtractStep("normalization.low", layers[0].Input, normalization.Low));
            steps.Add(new AffineStep(Scale, Affine.Uniform(layers[0].Input, 1.0 / normalization.Span, 0)) { IsTaken = taken.Contains(Architecture.InputName) });
        }

        steps.AddRange(layers.Select(layer => Step(layer, weights) with { IsTaken = taken.Contains(layer.Layer.Name) }));
        if (isDecoder && stored)
            steps.Add(new AffineStep("normalization", Affine.Uniform(layers[^1].Output, normalization.Span, normalization.Low)));
        return steps;
    }

    private static GraphStep Step(LayerShapes at, IReadOnlyDictionary<string, float[]> weights)
    {
        var name = $"{at.Half}.{at.Layer.Name}";
        return at.Layer switch
        {
            Dense or Conv or ConvTranspose => new LinearStep(
                name, at.Output, at.Input, at.Layer, Weight("weight"), weights.GetValueOrDefault(Architecture.WeightName(at.Half, at.Layer, "bias"))),
            BatchNorm norm => new AffineStep(
                name, Affine.BatchNorm(at.Input, Weight("weight"), Weight("bias"), Weight("running_mean"), Weight("running_var"), norm.Epsilon)),
            Activation or Dropout or Noise or Reshape or TopK or Add or Concat or SpaceToDepth or DepthToSpace => new LayerStep(name, at.Output, at.Layer),
            Embedding or Recurrent or Mean or Unroll or Choice => new TextStep(
                name, at.Output, at.Layer, at.Weights().ToDictionary(weight => weight.Name[(weight.Name.LastIndexOf('.') + 1)..], weight => weights[weight.Name])),
            Variational => new FirstStep(name, at.Output),
            _ => throw new ArchitectureException($"{at.Half} layer '{at.Layer.Name}' ({at.Layer.GetType().Name}): unknown to the ONNX emitter."),
        };

        float[] Weight(string weight) => weights[Architecture.WeightName(at.Half, at.Layer, weight)];
    }
}
