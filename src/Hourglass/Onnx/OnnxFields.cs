namespace Hourglass.Onnx;

// The numbers of the fields of onnx.proto3 that Hourglass writes. Whatever is not listed here, OnnxCheck refuses to load.

internal static class ModelField
{
    public const int IrVersion = 1, ProducerName = 2, Graph = 7, OperatorSets = 8, Metadata = 14;
}

internal static class OperatorSetField
{
    public const int Domain = 1, Version = 2;
}

internal static class EntryField
{
    public const int Key = 1, Value = 2;
}

internal static class GraphField
{
    public const int Node = 1, Name = 2, Initializer = 5, Input = 11, Output = 12;
}

internal static class NodeField
{
    public const int Input = 1, Output = 2, Name = 3, Operation = 4, Attribute = 5;
}

internal static class AttributeField
{
    public const int Name = 1, Float = 2, Integer = 3, Text = 4, Integers = 8, Type = 20;
}

internal static class TensorField
{
    public const int Dimensions = 1, DataType = 2, Name = 8, RawData = 9;
}

internal static class ValueField
{
    public const int Name = 1, Type = 2;
}

internal static class TypeField
{
    public const int Tensor = 1;
}

internal static class TensorTypeField
{
    public const int ElementType = 1, Shape = 2;
}

internal static class ShapeField
{
    public const int Dimension = 1;
}

internal static class DimensionField
{
    public const int Value = 1, Parameter = 2;
}
