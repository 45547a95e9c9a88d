using System.Text.Json;
using Hourglass.Architectures;
using Hourglass.Cli.Terminal;
using Hourglass.Numerics;
using Hourglass.Onnx;

namespace Hourglass.Cli.Commands;

/// <summary>What <c>inspect</c> says about a network.</summary>
/// <param name="Name">The architecture's name.</param>
/// <param name="Input">The shape of one sample.</param>
/// <param name="CodeLength">The length of the code; null without one.</param>
/// <param name="Parameters">Trained parameters.</param>
/// <param name="MultiplyAdds">For one sample, there and back.</param>
/// <param name="Layers">In the order data passes them.</param>
internal sealed record Network(
    string Name, SampleShape Input, int? CodeLength, long Parameters, long MultiplyAdds, IReadOnlyList<NetworkLayer> Layers)
{
    /// <summary>What the network makes of a sample of shape <see cref="Input"/>.</summary>
    public required SampleShape Output { get; init; }

    /// <summary>Sides of pictures are multiples of this inside the network; null for a network of one size.</summary>
    public int? Stride { get; init; }

    /// <summary>What model.json says, for a trained model.</summary>
    public ModelInfo? Model { get; init; }

    /// <summary>How the stored samples came out, if that was asked for.</summary>
    public Verification? Verification { get; init; }

    /// <summary>Describes an architecture.</summary>
    /// <exception cref="ArchitectureException">Its layers do not fit together.</exception>
    public static Network Of(Architecture architecture)
    {
        var layers = ShapeInference.Infer(architecture);
        return new Network(
            architecture.Name,
            architecture.Input,
            architecture.HasCode ? ShapeInference.CodeLength(architecture) : null,
            CostModel.Parameters(architecture),
            CostModel.MultiplyAdds(architecture),
            [.. layers.Select(NetworkLayer.Of)])
        {
            Output = ShapeInference.Output(architecture),
            Stride = architecture.HasCode ? null : NetworkStride.Of(architecture),
        };
    }

    /// <summary>Prints it.</summary>
    public void Print(Output output)
    {
        output.Sentence(CodeLength is { } code
            ? $"{Name}: {Input}, {Format.Count(Input.Size)} values, into a code of {Format.Count(code)}"
            : $"{Name}: pictures to pictures, {Input} to {Output}; any size, in steps of {Stride} pixels");
        if (Model is not null)
            PrintModel(output, Model);
        output.Table(
            ["layer", "kind", "output", "parameters", "multiply-adds"],
            [.. Layers.Select(layer => new[] { layer.Name, layer.Kind, layer.Output, Format.Count(layer.Parameters), Format.Count(layer.MultiplyAdds) })],
            textColumns: 2);
        output.Pairs(
            ("parameters", $"{Format.Count(Parameters)} ({Format.Bytes(Parameters * (double)sizeof(float))} as float32)"),
            ("multiply-adds", $"{Format.Count(MultiplyAdds)} a sample"));
        if (Verification is { } verification)
            output.Sentence(verification.ToString());
    }

    private static void PrintModel(Output output, ModelInfo model) => output.Pairs(
    [
        .. model.Task is { } task ? [("task", task.Summary)] : ((string, string)[])[],
        ("trained on", $"{model.Data}, {Format.Count(model.Samples)} samples, {Format.Count(model.Epochs)} epochs"),
        ("training time", Format.Duration(TimeSpan.FromSeconds(model.TrainingSeconds))),
        ("seed", Format.Plain(model.Seed)),
        ("producer", model.Producer),
        .. model.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal).Select(metric => (metric.Key, Format.Figure(metric.Value))),
    ]);
}

/// <summary>One row of the table of layers.</summary>
/// <param name="Name">Half and name, such as <c>encoder.conv1</c>.</param>
/// <param name="Kind">For example <c>conv-transpose</c>.</param>
/// <param name="Output">The shape after it.</param>
/// <param name="Parameters">Trained parameters.</param>
/// <param name="MultiplyAdds">For one sample.</param>
internal sealed record NetworkLayer(string Name, string Kind, string Output, long Parameters, long MultiplyAdds)
{
    /// <summary>Describes a layer.</summary>
    public static NetworkLayer Of(LayerShapes layer) => new(
        $"{layer.Half}.{layer.Layer.Name}",
        JsonNamingPolicy.KebabCaseLower.ConvertName(layer.Layer.GetType().Name),
        layer.Output.ToString(),
        CostModel.Parameters(layer),
        CostModel.MultiplyAdds(layer));
}

/// <summary>How far recomputed samples are from what the trainer computed.</summary>
/// <param name="Codes">The largest difference of a code's value; null without codes.</param>
/// <param name="Outputs">The largest difference of a reconstruction's value.</param>
/// <param name="Tolerance">What is allowed.</param>
/// <param name="Passed">Whether both are within it.</param>
internal sealed record Verification(double? Codes, double Outputs, double Tolerance, bool Passed)
{
    /// <summary>Judges differences; those that are no number fail.</summary>
    public static Verification Of((double? Codes, double Outputs) difference, double tolerance) =>
        new(difference.Codes, difference.Outputs, tolerance, (difference.Codes is null || difference.Codes <= tolerance) && difference.Outputs <= tolerance);

    /// <summary>One line for people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"verify: {(Passed ? "passed" : "FAILED")}, largest difference {(Codes is null ? "" : FormattableString.Invariant($"{Codes:0.0e0} in codes, "))}{Outputs:0.0e0} in outputs, {Tolerance:0.0e0} allowed");
}
