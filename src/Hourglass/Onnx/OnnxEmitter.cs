using System.Globalization;
using Hourglass.Architectures;

namespace Hourglass.Onnx;

/// <summary>Writes a network, or one half of it, as an ONNX model that needs nothing beside it: weights, normalization and all.</summary>
/// <remarks>
/// <code>
/// encoder: samples [N, C, H, W] in stored units -> codes [N, n]
/// decoder: codes [N, n] -> outputs [N, C, H, W] in stored units
/// recoder: as an encoder;  adversary: samples in stored units, or codes -> features [N, f]
/// network without a code: x [N, C, H, W] -> y [N, C', s H, s W], values around 0 to 1, N, H and W free
/// </code>
/// Operator set 17, IR version 8, N free. Batch norms and normalization are folded into neighboring weights where that is exact.
/// </remarks>
public static class OnnxEmitter
{
    /// <summary>The input of an encoder.</summary>
    public const string Samples = "samples";

    /// <summary>The output of an encoder, the input of a decoder.</summary>
    public const string Codes = "codes";

    /// <summary>The output of a decoder.</summary>
    public const string Outputs = "outputs";

    /// <summary>The output of an adversary.</summary>
    public const string Features = "features";

    /// <summary>The input of a network without a code.</summary>
    public const string Input = "x";

    /// <summary>The output of a network without a code.</summary>
    public const string Output = "y";

    /// <summary>Values as the network sees them.</summary>
    private static Normalization Network { get; } = new(0, 1);

    /// <summary>Writes a network without a code, for pictures of any size that is a multiple of <see cref="NetworkStride.Of"/>.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="architecture">The network; its decoder is empty.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="producer">The program that trained the model.</param>
    /// <exception cref="ArchitectureException">The layers or weights do not fit together, or work at one size only.</exception>
    public static void Write(Stream stream, Architecture architecture, IReadOnlyList<WeightTensor> weights, string producer = "hourglass")
    {
        NetworkStride.Of(architecture);
        var layers = ShapeInference.Infer(architecture);
        var graph = new OnnxGraph(architecture.Name);
        var nodes = new OnnxNodeWriter(graph, Input, layers[0].Input, OnnxNodeWriter.PictureRank);
        WriteSteps(nodes, Architecture.EncoderHalf, layers, weights, Network);
        var model = graph.Model(
            (Input, [layers[0].Input.Channels, OnnxGraph.Height, OnnxGraph.Width]), (Output, [layers[^1].Output.Channels, OnnxGraph.OutputHeight, OnnxGraph.OutputWidth]),
            producer, [("hourglass.architecture", architecture.Name)]);
        Copy(model, stream, "network");
    }

    /// <summary>Writes the encoder or the decoder, or one of the networks beside them.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="half"><see cref="Architecture.EncoderHalf"/>, <see cref="Architecture.DecoderHalf"/>, <see cref="Architecture.RecoderHalf"/> or <see cref="Architecture.AdversaryHalf"/>.</param>
    /// <param name="architecture">The network.</param>
    /// <param name="weights">At least the weights of that half.</param>
    /// <param name="normalization">Becomes part of the graph.</param>
    /// <param name="producer">The program that trained the model.</param>
    /// <exception cref="ArgumentException"><paramref name="half"/> is none of the network's.</exception>
    /// <exception cref="ArchitectureException">The layers or weights do not fit together, or the half takes 2 GiB or more, which ONNX cannot hold.</exception>
    public static void Write(
        Stream stream, string half, Architecture architecture, IReadOnlyList<WeightTensor> weights, Normalization normalization,
        string producer = "hourglass")
    {
        var layers = Part(architecture, half);
        var fromSamples = half is Architecture.EncoderHalf or Architecture.RecoderHalf
            || half == Architecture.AdversaryHalf && architecture.Adversary!.Game != AdversarialGame.Codes;
        var toSamples = half == Architecture.DecoderHalf;
        var graph = new OnnxGraph($"{architecture.Name} {half}");
        var nodes = new OnnxNodeWriter(
            graph, fromSamples ? Samples : Codes, layers[0].Input, fromSamples ? OnnxNodeWriter.PictureRank : OnnxNodeWriter.VectorRank);
        WriteSteps(nodes, half, layers, weights, fromSamples || toSamples ? normalization : Network);
        nodes.Finish(toSamples ? OnnxNodeWriter.PictureRank : OnnxNodeWriter.VectorRank);

        OnnxSide[] sample = [architecture.Input.Channels, architecture.Input.Height, architecture.Input.Width];
        (string, OnnxSide[]) input = fromSamples ? (Samples, sample) : (Codes, [layers[0].Input.Channels]);
        (string, OnnxSide[]) output = toSamples ? (Outputs, sample) : (half == Architecture.AdversaryHalf ? Features : Codes, [layers[^1].Output.Channels]);
        var model = graph.Model(input, output, producer,
        [
            ("hourglass.architecture", architecture.Name),
            ("hourglass.half", half),
            ("hourglass.normalization.low", normalization.Low.ToString("R", CultureInfo.InvariantCulture)),
            ("hourglass.normalization.high", normalization.High.ToString("R", CultureInfo.InvariantCulture)),
        ]);
        Copy(model, stream, half);
    }

    /// <summary>The layers of one part; of an adversary, those that make its features.</summary>
    private static LayerShapes[] Part(Architecture architecture, string half)
    {
        LayerShapes[] layers = [.. ShapeInference.Infer(architecture).Concat(ShapeInference.InferAdversary(architecture)).Where(layer => layer.Half == half)];
        return layers.Length > 0
            ? half == Architecture.AdversaryHalf ? layers[..^1] : layers
            : throw new ArgumentException($"The network '{architecture.Name}' has no part called '{half}'.", nameof(half));
    }

    private static void WriteSteps(
        OnnxNodeWriter nodes, string half, IReadOnlyList<LayerShapes> layers, IReadOnlyList<WeightTensor> weights, Normalization normalization)
    {
        var values = WeightFit.Values(layers.SelectMany(layer => layer.Weights()), weights);
        var steps = GraphSteps.Of(layers, values, normalization);
        GraphFolding.Fold(steps);
        var input = $"{half}.{Architecture.InputName}";
        nodes.Take(input);
        foreach (var step in steps)
        {
            nodes.Write(step);
            if (step.Name == GraphSteps.Scale)
                nodes.Take(input);
        }
    }

    private static void Copy(Numerics.ProtobufWriter model, Stream stream, string what)
    {
        if (model.Length > int.MaxValue)
            throw new ArchitectureException($"The {what} takes {model.Length} bytes; an ONNX file holds 2 GiB at most: use fewer units or filters.");
        model.CopyTo(stream);
    }
}
