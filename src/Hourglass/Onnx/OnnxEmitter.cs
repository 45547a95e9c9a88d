using System.Globalization;
using Hourglass.Architectures;

namespace Hourglass.Onnx;

/// <summary>Writes one half of a network as an ONNX model that needs nothing beside it: weights, normalization and all.</summary>
/// <remarks>
/// <code>
/// encoder: samples [N, C, H, W] in stored units -> codes [N, n]
/// decoder: codes [N, n] -> outputs [N, C, H, W] in stored units
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

    /// <summary>Writes the encoder or the decoder.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="half"><see cref="Architecture.EncoderHalf"/> or <see cref="Architecture.DecoderHalf"/>.</param>
    /// <param name="architecture">The network.</param>
    /// <param name="weights">At least the weights of that half.</param>
    /// <param name="normalization">Becomes part of the graph.</param>
    /// <param name="producer">The program that trained the model.</param>
    /// <exception cref="ArgumentException"><paramref name="half"/> is neither.</exception>
    /// <exception cref="ArchitectureException">The layers or weights do not fit together, or the half takes 2 GiB or more, which ONNX cannot hold.</exception>
    public static void Write(
        Stream stream, string half, Architecture architecture, IReadOnlyList<WeightTensor> weights, Normalization normalization,
        string producer = "hourglass")
    {
        var encoder = half == Architecture.EncoderHalf;
        if (!encoder && half != Architecture.DecoderHalf)
            throw new ArgumentException($"'{half}' is no half of a network; there are {Architecture.EncoderHalf} and {Architecture.DecoderHalf}.", nameof(half));
        LayerShapes[] layers = [.. ShapeInference.Infer(architecture).Where(layer => layer.Half == half)];
        var values = WeightFit.Values(layers.SelectMany(layer => layer.Weights()), weights);
        var steps = GraphSteps.Of(layers, values, normalization);
        GraphFolding.Fold(steps);

        var graph = new OnnxGraph($"{architecture.Name} {half}");
        var nodes = new OnnxNodeWriter(graph, encoder ? Samples : Codes, layers[0].Input, encoder ? OnnxNodeWriter.PictureRank : OnnxNodeWriter.VectorRank);
        foreach (var step in steps)
            nodes.Write(step);
        nodes.Finish(encoder ? OnnxNodeWriter.VectorRank : OnnxNodeWriter.PictureRank);

        var sample = architecture.Input;
        (string, long[]) samples = (encoder ? Samples : Outputs, [sample.Channels, sample.Height, sample.Width]);
        (string, long[]) codes = (Codes, [encoder ? layers[^1].Output.Channels : layers[0].Input.Channels]);
        var model = graph.Model(encoder ? samples : codes, encoder ? codes : samples, producer,
        [
            ("hourglass.architecture", architecture.Name),
            ("hourglass.half", half),
            ("hourglass.normalization.low", normalization.Low.ToString("R", CultureInfo.InvariantCulture)),
            ("hourglass.normalization.high", normalization.High.ToString("R", CultureInfo.InvariantCulture)),
        ]);
        if (model.Length > int.MaxValue)
            throw new ArchitectureException($"The {half} takes {model.Length} bytes; an ONNX file holds 2 GiB at most: use fewer units or filters.");
        model.CopyTo(stream);
    }
}
