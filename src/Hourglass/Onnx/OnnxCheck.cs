using System.Text;
using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Onnx;

/// <summary>
/// Looks through an ONNX file before ONNX Runtime sees it, and refuses all that Hourglass never writes: tensors that lie in other files or at
/// memory addresses, loops and other sub-graphs, functions, operators beyond those of the emitter.
/// </summary>
internal static class OnnxCheck
{
    private static readonly HashSet<string> Operators = new(StringComparer.Ordinal)
    {
        "Abs", "Add", "ArgMax", "BatchNormalization", "Cast", "Concat", "Conv", "ConvTranspose", "DepthToSpace", "GRU", "Gather", "Gemm", "GlobalAveragePool",
        "Greater", "GreaterOrEqual", "LeakyRelu", "MatMul", "Mul", "ReduceMax", "ReduceMin", "ReduceSum", "Relu", "Reshape", "Sigmoid", "Slice", "SpaceToDepth",
        "Sub", "Tanh", "TopK", "Transpose", "Where",
    };

    private static readonly Message Entry = new("a metadata entry", [EntryField.Key, EntryField.Value]);
    private static readonly Message OperatorSet = new("an operator set", [OperatorSetField.Domain, OperatorSetField.Version]);

    private static readonly Message Attribute = new(
        "an attribute", [AttributeField.Name, AttributeField.Float, AttributeField.Integer, AttributeField.Integers, AttributeField.Text, AttributeField.Type]);

    private static readonly Message Tensor = new(
        "a tensor", [TensorField.Dimensions, TensorField.DataType, TensorField.Name, TensorField.RawData]);

    private static readonly Message Node = new(
        "a node", [NodeField.Input, NodeField.Output, NodeField.Name, NodeField.Operation], (NodeField.Attribute, Attribute));

    private static readonly Message Value = new("a value", [ValueField.Name], (ValueField.Type, new Message(
        "a type", [], (TypeField.Tensor, new Message("a tensor type", [TensorTypeField.ElementType], (TensorTypeField.Shape, new Message(
            "a shape", [], (ShapeField.Dimension, new Message("a dimension", [DimensionField.Value, DimensionField.Parameter])))))))));

    private static readonly Message Graph = new(
        "the graph", [GraphField.Name], (GraphField.Node, Node), (GraphField.Initializer, Tensor), (GraphField.Input, Value), (GraphField.Output, Value));

    private static readonly Message Model = new(
        "the model", [ModelField.IrVersion, ModelField.ProducerName], (ModelField.Graph, Graph), (ModelField.OperatorSets, OperatorSet), (ModelField.Metadata, Entry));

    /// <summary>Checks a whole file.</summary>
    /// <param name="model">Its bytes.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <returns>The operators of the graph, in order.</returns>
    /// <exception cref="ModelFormatException">There is something in it that Hourglass does not write, or it is no ONNX file at all.</exception>
    public static IReadOnlyList<string> Inspect(ReadOnlySpan<byte> model, string file)
    {
        var operators = new List<string>();
        try
        {
            Inspect(model, Model, operators);
        }
        catch (InvalidDataException refused)
        {
            throw new ModelFormatException(file, $"it holds {refused.Message}, which Hourglass never writes; do not use this model.", refused);
        }

        return operators;
    }

    private static void Inspect(ReadOnlySpan<byte> bytes, Message message, List<string> operators)
    {
        var reader = new ProtobufReader(bytes);
        while (reader.Read())
        {
            if (message.Nested.TryGetValue(reader.Field, out var nested))
                Inspect(reader.Bytes, nested, operators);
            else if (!message.Plain.Contains(reader.Field))
                throw new InvalidDataException($"field {reader.Field} in {message.Name}");
            else if (message == Node && reader.Field == NodeField.Operation)
                operators.Add(Known(Encoding.UTF8.GetString(reader.Bytes)));
            else if (message == OperatorSet && reader.Field == OperatorSetField.Domain && reader.Bytes.Length > 0)
                throw new InvalidDataException("operators of another domain than ONNX's own");
        }
    }

    private static string Known(string operation) => Operators.Contains(operation)
        ? operation
        : throw new InvalidDataException($"the operator '{operation[..Math.Min(operation.Length, 40)]}'");

    /// <summary>What a protobuf message may hold; the tree of messages has no cycle, so its depth is bounded.</summary>
    private sealed class Message(string name, int[] plain, params (int Field, Message Message)[] nested)
    {
        public string Name { get; } = name;

        public HashSet<int> Plain { get; } = [.. plain];

        public Dictionary<int, Message> Nested { get; } = nested.ToDictionary(pair => pair.Field, pair => pair.Message);
    }
}
