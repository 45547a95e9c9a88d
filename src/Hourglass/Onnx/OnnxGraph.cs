using Hourglass.Numerics;

namespace Hourglass.Onnx;

/// <summary>An ONNX graph being written: a chain of nodes from one input to one output, both with a free batch dimension.</summary>
/// <remarks>The numbers of fields and types are those of onnx.proto3, ONNX 1.12 (IR version 8, operator set 17).</remarks>
internal sealed class OnnxGraph(string name)
{
    /// <summary>The operator set.</summary>
    public const int OperatorSet = 17;

    /// <summary>The name of the batch dimension.</summary>
    public const string Batch = "N";

    /// <summary>The names of free sides of pictures.</summary>
    public const string Height = "H", Width = "W", OutputHeight = "OH", OutputWidth = "OW";

    private const int IrVersion = 8;
    private const int FloatType = 1;
    private const int Int64Type = 7;

    private readonly ProtobufWriter _tensors = new();
    private readonly List<OnnxNode> _nodes = [];

    /// <summary>Adds a node with one output, which is called like the node.</summary>
    /// <returns>The name of the output.</returns>
    public string Node(string operation, string nodeName, string[] inputs, params OnnxAttribute[] attributes)
    {
        _nodes.Add(new OnnxNode(operation, nodeName, inputs, attributes));
        return nodeName;
    }

    /// <summary>Adds a constant of float32.</summary>
    /// <returns>Its name.</returns>
    public string Floats(string tensorName, ReadOnlySpan<long> sides, float[] values)
    {
        var shape = sides.ToArray();
        _tensors.Message(GraphField.Initializer, tensor =>
        {
            tensor.PackedVarints(TensorField.Dimensions, shape);
            tensor.Varint(TensorField.DataType, FloatType);
            tensor.String(TensorField.Name, tensorName);
            tensor.PackedFloats(TensorField.RawData, values);
        });
        return tensorName;
    }

    /// <summary>Adds a constant list of int64.</summary>
    /// <returns>Its name.</returns>
    public string Integers(string tensorName, params long[] values)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (var i = 0; i < values.Length; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        _tensors.Message(GraphField.Initializer, tensor =>
        {
            tensor.PackedVarints(TensorField.Dimensions, [values.Length]);
            tensor.Varint(TensorField.DataType, Int64Type);
            tensor.String(TensorField.Name, tensorName);
            tensor.Bytes(TensorField.RawData, bytes);
        });
        return tensorName;
    }

    /// <summary>The whole model; the last node's output becomes the output of the graph.</summary>
    public ProtobufWriter Model(
        (string Name, OnnxSide[] Sides) input, (string Name, OnnxSide[] Sides) output, string producer, IReadOnlyList<(string Key, string Value)> metadata)
    {
        _nodes[^1] = _nodes[^1] with { Output = output.Name };
        var model = new ProtobufWriter();
        model.Varint(ModelField.IrVersion, IrVersion);
        model.String(ModelField.ProducerName, producer);
        model.Message(ModelField.Graph, graph =>
        {
            foreach (var node in _nodes)
                graph.Message(GraphField.Node, node.Write);
            graph.String(GraphField.Name, name);
            graph.Append(_tensors);
            graph.Message(GraphField.Input, value => WriteValue(value, input));
            graph.Message(GraphField.Output, value => WriteValue(value, output));
        });
        model.Message(ModelField.OperatorSets, set => set.Varint(OperatorSetField.Version, OperatorSet));
        foreach (var (key, text) in metadata)
        {
            model.Message(ModelField.Metadata, entry =>
            {
                entry.String(EntryField.Key, key);
                entry.String(EntryField.Value, text);
            });
        }

        return model;
    }

    private static void WriteValue(ProtobufWriter value, (string Name, OnnxSide[] Sides) about)
    {
        value.String(ValueField.Name, about.Name);
        value.Message(ValueField.Type, type => type.Message(TypeField.Tensor, tensor =>
        {
            tensor.Varint(TensorTypeField.ElementType, FloatType);
            tensor.Message(TensorTypeField.Shape, shape =>
            {
                shape.Message(ShapeField.Dimension, dimension => dimension.String(DimensionField.Parameter, Batch));
                foreach (var side in about.Sides)
                    shape.Message(ShapeField.Dimension, side.Write);
            });
        }));
    }
}
