using Hourglass.Numerics;

namespace Hourglass.Onnx;

/// <summary>A side of a tensor: a number, or a name where it is free.</summary>
internal readonly record struct OnnxSide(long Value, string? Name)
{
    public static implicit operator OnnxSide(int value) => new(value, null);

    public static implicit operator OnnxSide(string name) => new(0, name);

    /// <summary>Writes the fields of a dimension.</summary>
    public void Write(ProtobufWriter dimension)
    {
        if (Name is null)
            dimension.Varint(DimensionField.Value, Value);
        else
            dimension.String(DimensionField.Parameter, Name);
    }
}
