using Hourglass.Numerics;

namespace Hourglass.Onnx;

/// <summary>One operation of an ONNX graph.</summary>
internal sealed record OnnxNode(string Operation, string Name, IReadOnlyList<string> Inputs, IReadOnlyList<OnnxAttribute> Attributes)
{
    /// <summary>The name of its first output, the only one in use.</summary>
    public string Output { get; init; } = Name;

    /// <summary>Writes the fields of a NodeProto.</summary>
    public void Write(ProtobufWriter node)
    {
        foreach (var input in Inputs)
            node.String(NodeField.Input, input);
        node.String(NodeField.Output, Output);
        if (Operation == "TopK")
            node.String(NodeField.Output, $"{Name}.indices"); // required by the operator set, though nothing reads it
        node.String(NodeField.Name, Name);
        node.String(NodeField.Operation, Operation);
        foreach (var attribute in Attributes)
            node.Message(NodeField.Attribute, attribute.Write);
    }
}

/// <summary>A fixed parameter of an operation.</summary>
/// <param name="Name">As the operator set names it.</param>
/// <param name="Write">Writes the fields of an AttributeProto.</param>
internal sealed record OnnxAttribute(string Name, Action<ProtobufWriter> Write)
{
    private const int FloatKind = 1;
    private const int IntegerKind = 2;
    private const int TextKind = 3;
    private const int IntegersKind = 7;

    /// <summary>A number.</summary>
    public static OnnxAttribute Float(string name, float value) =>
        Of(name, FloatKind, attribute => attribute.Float(AttributeField.Float, value));

    /// <summary>A whole number.</summary>
    public static OnnxAttribute Integer(string name, long value) =>
        Of(name, IntegerKind, attribute => attribute.Varint(AttributeField.Integer, value));

    /// <summary>A text.</summary>
    public static OnnxAttribute Text(string name, string value) =>
        Of(name, TextKind, attribute => attribute.String(AttributeField.Text, value));

    /// <summary>Whole numbers.</summary>
    public static OnnxAttribute Integers(string name, params long[] values) =>
        Of(name, IntegersKind, attribute => attribute.PackedVarints(AttributeField.Integers, values));

    private static OnnxAttribute Of(string name, int kind, Action<ProtobufWriter> value) => new(name, attribute =>
    {
        attribute.String(AttributeField.Name, name);
        value(attribute);
        attribute.Varint(AttributeField.Type, kind);
    });
}
