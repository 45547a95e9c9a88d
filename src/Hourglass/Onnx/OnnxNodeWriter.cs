using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Onnx;

/// <summary>Appends steps to a graph as ONNX operations, one after another.</summary>
/// <param name="graph">The graph.</param>
/// <param name="input">The name of its input.</param>
/// <param name="shape">The shape of one sample of the input.</param>
/// <param name="rank">The rank of the input: a vector may come as <c>[N, n]</c> or <c>[N, n, 1, 1]</c>.</param>
internal sealed class OnnxNodeWriter(OnnxGraph graph, string input, SampleShape shape, int rank)
{
    /// <summary>The rank of <c>[N, n]</c>.</summary>
    public const int VectorRank = 2;

    /// <summary>The rank of <c>[N, C, H, W]</c>.</summary>
    public const int PictureRank = 4;

    // ONNX reads a 0 in a new shape as "as it was": the batch dimension.
    private const long Kept = 0;

    private readonly Dictionary<string, (string Value, SampleShape Shape, int Rank)> _taken = new(StringComparer.Ordinal);
    private string _value = input;
    private SampleShape _shape = shape;
    private int _rank = rank;

    /// <summary>Appends one step.</summary>
    public void Write(GraphStep step)
    {
        switch (step)
        {
            case LinearStep linear:
                WriteLinear(linear);
                break;
            case AffineStep affine:
                WriteAffine(affine.Name, affine.Affine);
                break;
            case SubtractStep subtract:
                _value = graph.Node("Sub", step.Name, [_value, Scalar($"{step.Name}.value", subtract.Value)]);
                break;
            case FirstStep:
                Require(VectorRank, step.Name);
                WriteSlice(step.Name, step.Output.Channels);
                break;
            case LayerStep { Layer: Activation activation }:
                WriteActivation(step.Name, activation);
                break;
            case LayerStep { Layer: Dropout or Noise }:
                break;
            case LayerStep { Layer: TopK top }:
                Require(VectorRank, step.Name);
                WriteTopK(step.Name, top.Keep);
                break;
            case LayerStep { Layer: Add or Concat } skip:
                WriteSkip(skip);
                break;
            case LayerStep { Layer: SpaceToDepth fold }:
                Require(PictureRank, step.Name);
                _value = graph.Node("SpaceToDepth", step.Name, [_value], OnnxAttribute.Integer("blocksize", fold.Block));
                break;
            case LayerStep { Layer: DepthToSpace unfold }:
                Require(PictureRank, step.Name);
                _value = graph.Node("DepthToSpace", step.Name, [_value], OnnxAttribute.Integer("blocksize", unfold.Block));
                break;
            case TextStep text:
                Require(text.Layer is Embedding or Unroll ? VectorRank : PictureRank, step.Name);
                _value = new OnnxTextWriter(graph, text, _shape).Write(_value);
                _rank = text.Layer is Mean or Choice ? VectorRank : PictureRank;
                break;
            default:
                WriteReshape(step.Name, step.Output, step.Output.IsVector ? VectorRank : PictureRank);
                break;
        }

        _shape = step.Output;
        if (step.IsTaken)
            Take(step.Name);
    }

    /// <summary>Gives what the graph has come to a name that skips may refer to.</summary>
    public void Take(string name) => _taken[name] = (_value, _shape, _rank);

    /// <summary>Gives the output its rank.</summary>
    public void Finish(int rank) => Require(rank, "output");

    private void WriteSkip(LayerStep step)
    {
        var half = step.Name[..(step.Name.IndexOf('.', StringComparison.Ordinal) + 1)];
        var earlier = _taken[half + Skips.Of(step.Layer)];
        if (earlier.Rank != _rank || step.Layer is Concat)
            Require(PictureRank, step.Name);
        if (earlier.Rank != _rank)
        {
            var sides = graph.Integers($"{step.Name}.shape", Kept, earlier.Shape.Channels, earlier.Shape.Height, earlier.Shape.Width);
            earlier.Value = graph.Node("Reshape", $"{step.Name}.with", [earlier.Value, sides]);
        }

        _value = step.Layer is Add
            ? graph.Node("Add", step.Name, [_value, earlier.Value])
            : graph.Node("Concat", step.Name, [_value, earlier.Value], OnnxAttribute.Integer("axis", 1));
    }

    private void WriteLinear(LinearStep step)
    {
        Require(step.Layer is Dense ? VectorRank : PictureRank, step.Name);
        var (from, to) = ((long)step.Input.Channels, (long)step.Output.Channels);
        (string Operation, long[] Sides, OnnxAttribute[] Attributes) node = step.Layer switch
        {
            Conv conv => ("Conv", [to, from, conv.Kernel, conv.Kernel], Window(conv.Kernel, conv.Stride, conv.Padding)),
            ConvTranspose conv => ("ConvTranspose", [from, to, conv.Kernel, conv.Kernel],
                [.. Window(conv.Kernel, conv.Stride, conv.Padding), OnnxAttribute.Integers("output_padding", conv.ExtraHeight, conv.ExtraWidth)]),
            _ => ("Gemm", [to, from], [OnnxAttribute.Integer("transB", 1)]),
        };
        var weight = graph.Floats($"{step.Name}.weight", node.Sides, step.Weight);
        string[] inputs = step.Bias is null ? [_value, weight] : [_value, weight, graph.Floats($"{step.Name}.bias", [to], step.Bias)];
        _value = graph.Node(node.Operation, step.Name, inputs, node.Attributes);
    }

    private static OnnxAttribute[] Window(long kernel, long stride, long padding) =>
    [
        OnnxAttribute.Integers("kernel_shape", kernel, kernel),
        OnnxAttribute.Integers("strides", stride, stride),
        OnnxAttribute.Integers("pads", padding, padding, padding, padding),
    ];

    private void WriteAffine(string name, Affine affine)
    {
        float[] scale = [.. affine.Scale.Select(value => (float)value)];
        float[] shift = [.. affine.Shift.Select(value => (float)value)];
        if (!affine.IsUniform)
        {
            long channels = scale.Length;
            _value = graph.Node(
                "BatchNormalization", name,
                [
                    _value, graph.Floats($"{name}.scale", [channels], scale), graph.Floats($"{name}.shift", [channels], shift),
                    graph.Floats($"{name}.mean", [channels], new float[channels]),
                    graph.Floats($"{name}.variance", [channels], [.. Enumerable.Repeat(1f, scale.Length)]),
                ],
                OnnxAttribute.Float("epsilon", 0));
            return;
        }

        if (scale[0] != 1)
            _value = graph.Node("Mul", $"{name}.multiply", [_value, Scalar($"{name}.scale", scale[0])]);
        if (shift[0] != 0)
            _value = graph.Node("Add", $"{name}.add", [_value, Scalar($"{name}.shift", shift[0])]);
    }

    private void WriteActivation(string name, Activation activation) => _value = activation.Function switch
    {
        ActivationFunction.Relu => graph.Node("Relu", name, [_value]),
        ActivationFunction.LeakyRelu => graph.Node("LeakyRelu", name, [_value], OnnxAttribute.Float("alpha", activation.Slope)),
        ActivationFunction.Silu => graph.Node("Mul", name, [_value, graph.Node("Sigmoid", $"{name}.sigmoid", [_value])]),
        ActivationFunction.Sigmoid => graph.Node("Sigmoid", name, [_value]),
        ActivationFunction.Tanh => graph.Node("Tanh", name, [_value]),
        _ => throw new ArchitectureException($"The activation {activation.Function} of '{name}' is unknown to the ONNX emitter."),
    };

    /// <summary>Keeps what is at least the smallest of the <paramref name="keep"/> largest values of each row.</summary>
    private void WriteTopK(string name, int keep)
    {
        var largest = graph.Node(
            "TopK", $"{name}.largest", [_value, graph.Integers($"{name}.keep", keep)], OnnxAttribute.Integer("axis", 1), OnnxAttribute.Integer("sorted", 0));
        var bound = graph.Node("ReduceMin", $"{name}.bound", [largest], OnnxAttribute.Integers("axes", 1), OnnxAttribute.Integer("keepdims", 1));
        var kept = graph.Node("GreaterOrEqual", $"{name}.kept", [_value, bound]);
        _value = graph.Node("Where", name, [kept, _value, Scalar($"{name}.zero", 0)]);
    }

    private void WriteSlice(string name, int count) => _value = graph.Node(
        "Slice", name, [_value, graph.Integers($"{name}.start", 0), graph.Integers($"{name}.end", count), graph.Integers($"{name}.axis", 1)]);

    private void WriteReshape(string name, SampleShape to, int rank)
    {
        var sides = graph.Integers($"{name}.shape", rank == VectorRank ? [Kept, to.Size] : [Kept, to.Channels, to.Height, to.Width]);
        _value = graph.Node("Reshape", name, [_value, sides]);
        _rank = rank;
    }

    private void Require(int rank, string before)
    {
        if (_rank != rank)
            WriteReshape($"{before}.rank", _shape, rank);
    }

    private string Scalar(string name, float value) => graph.Floats(name, [], [value]);
}
