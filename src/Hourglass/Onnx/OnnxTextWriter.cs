using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Onnx;

/// <summary>Appends a layer of a network for text to a graph.</summary>
/// <param name="graph">The graph.</param>
/// <param name="step">The layer and its weights.</param>
/// <param name="input">The shape of one sample before it.</param>
internal sealed class OnnxTextWriter(OnnxGraph graph, TextStep step, SampleShape input)
{
    // ONNX reads a 0 in a new shape as "as it was": the batch dimension.
    private const long Kept = 0;
    private const long FloatType = 1;
    private const long Int32Type = 6;
    private const long Int64Type = 7;

    /// <summary>Appends the operations.</summary>
    /// <param name="value">The name of what goes in.</param>
    /// <returns>The name of what comes out.</returns>
    public string Write(string value) => step.Layer switch
    {
        Embedding embedding => WriteEmbedding(value, embedding),
        Recurrent recurrent => WriteRecurrent(value, recurrent.Units),
        Unroll unroll => WriteUnroll(value, unroll.Length),
        Choice choice => WriteChoice(value, choice.Words),
        _ => Reshape(graph.Node("GlobalAveragePool", Part("mean"), [value]), step.Name, Kept, input.Channels),
    };

    private string WriteEmbedding(string value, Embedding embedding)
    {
        var numbers = Cast(value, "numbers", Int64Type);
        float[] weight = [.. new float[embedding.Size], .. step.Weights["weight"].AsSpan(embedding.Size)];
        var vectors = graph.Node("Gather", Part("vectors"), [graph.Floats(Part("weight"), [embedding.Words, embedding.Size], weight), numbers]);
        var columns = graph.Node("Transpose", Part("columns"), [vectors], OnnxAttribute.Integers("perm", 0, 2, 1));
        return Reshape(columns, step.Name, Kept, embedding.Size, input.Channels, 1);
    }

    private string WriteRecurrent(string value, int units)
    {
        var (channels, length) = (input.Channels, input.Height);
        var columns = Reshape(value, Part("columns"), Kept, channels, length);
        var series = graph.Node("Transpose", Part("series"), [columns], OnnxAttribute.Integers("perm", 2, 0, 1));
        var states = graph.Node(
            "GRU", Part("states"),
            [series, Floats("weight", 2, 3 * units, channels), Floats("recurrent", 2, 3 * units, units), Floats("bias", 2, 6 * units), Lengths(columns)],
            OnnxAttribute.Text("direction", "bidirectional"), OnnxAttribute.Integer("hidden_size", units), OnnxAttribute.Integer("linear_before_reset", 1));
        var turned = graph.Node("Transpose", Part("turned"), [states], OnnxAttribute.Integers("perm", 2, 1, 3, 0));
        return Reshape(turned, step.Name, Kept, 2 * units, length, 1);
    }

    /// <summary>How many vectors of each column are not zero.</summary>
    private string Lengths(string columns)
    {
        var greatest = graph.Node(
            "ReduceMax", Part("greatest"), [graph.Node("Abs", Part("absolute"), [columns])], OnnxAttribute.Integers("axes", 1), OnnxAttribute.Integer("keepdims", 0));
        var read = graph.Node("Greater", Part("read"), [greatest, graph.Floats(Part("zero"), [], [0])]);
        return graph.Node(
            "ReduceSum", Part("lengths"), [Cast(read, "counted", Int32Type), graph.Integers(Part("axis"), 1)], OnnxAttribute.Integer("keepdims", 0));
    }

    private string WriteUnroll(string value, int length)
    {
        var single = Reshape(value, Part("single"), Kept, input.Channels, 1, 1);
        return graph.Node("Add", step.Name, [single, Floats("weight", input.Channels, length, 1)]);
    }

    private string WriteChoice(string value, int words)
    {
        var columns = Reshape(value, Part("columns"), Kept, input.Channels, input.Height);
        var vectors = graph.Node("Transpose", Part("vectors"), [columns], OnnxAttribute.Integers("perm", 0, 2, 1));
        var weight = new float[step.Weights["weight"].Length];
        MatrixProduct.Transpose(step.Weights["weight"], weight, words, input.Channels);
        var products = graph.Node("MatMul", Part("products"), [vectors, graph.Floats(Part("weight"), [input.Channels, words], weight)]);
        var fits = graph.Node("Add", Part("fits"), [products, Floats("bias", words)]);
        var best = graph.Node("ArgMax", Part("best"), [fits], OnnxAttribute.Integer("axis", 2), OnnxAttribute.Integer("keepdims", 0));
        return Cast(best, null, FloatType);
    }

    private string Cast(string value, string? part, long type) =>
        graph.Node("Cast", part is null ? step.Name : Part(part), [value], OnnxAttribute.Integer("to", type));

    private string Reshape(string value, string name, params long[] sides) =>
        graph.Node("Reshape", name, [value, graph.Integers($"{name}.shape", sides)]);

    private string Floats(string weight, params long[] sides) => graph.Floats(Part(weight), sides, step.Weights[weight]);

    private string Part(string part) => $"{step.Name}.{part}";
}
