using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Hourglass.Data.Arrays;

/// <summary>The type of stored numbers and how they become float32.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="BigEndian">Whether the highest byte comes first.</param>
internal sealed record ElementType(ElementKind Kind, bool BigEndian = false)
{
    /// <summary>Bytes per number.</summary>
    public int Size => Kind switch
    {
        ElementKind.Boolean or ElementKind.UInt8 or ElementKind.Int8 => 1,
        ElementKind.UInt16 or ElementKind.Int16 or ElementKind.Float16 => 2,
        ElementKind.Int32 or ElementKind.Float32 => 4,
        _ => 8,
    };

    /// <summary>The range that <see cref="DataSet.Range"/> states for this type.</summary>
    public (float Low, float High)? Range => Kind switch
    {
        ElementKind.Boolean => (0, 1),
        ElementKind.UInt8 => (0, byte.MaxValue),
        ElementKind.UInt16 => (0, ushort.MaxValue),
        _ => null,
    };

    /// <summary>Whether a number of this type may be no number at all, or too large for float32.</summary>
    public bool CanBeInfinite => Kind is ElementKind.Float16 or ElementKind.Float32 or ElementKind.Float64;

    /// <summary>Turns stored bytes into float32; whole numbers beyond 2^24 and float64 are rounded. The bytes may be swapped in place.</summary>
    /// <param name="stored"><see cref="Size"/> bytes per number.</param>
    /// <param name="values">As many numbers.</param>
    public void ToSingles(Span<byte> stored, Span<float> values)
    {
        if (BigEndian == BitConverter.IsLittleEndian)
            Swap(stored);
        switch (Kind)
        {
            case ElementKind.Boolean:
                for (var i = 0; i < values.Length; i++)
                    values[i] = stored[i] == 0 ? 0 : 1;
                break;
            case ElementKind.UInt8:
                TensorPrimitives.ConvertTruncating<byte, float>(stored, values);
                break;
            case ElementKind.Int8:
                TensorPrimitives.ConvertTruncating(Cast<sbyte>(stored), values);
                break;
            case ElementKind.UInt16:
                TensorPrimitives.ConvertTruncating(Cast<ushort>(stored), values);
                break;
            case ElementKind.Int16:
                TensorPrimitives.ConvertTruncating(Cast<short>(stored), values);
                break;
            case ElementKind.Int32:
                TensorPrimitives.ConvertTruncating(Cast<int>(stored), values);
                break;
            case ElementKind.Int64:
                TensorPrimitives.ConvertTruncating(Cast<long>(stored), values);
                break;
            case ElementKind.Float16:
                TensorPrimitives.ConvertToSingle(Cast<Half>(stored), values);
                break;
            case ElementKind.Float32:
                Cast<float>(stored).CopyTo(values);
                break;
            default:
                TensorPrimitives.ConvertTruncating(Cast<double>(stored), values);
                break;
        }
    }

    private static ReadOnlySpan<T> Cast<T>(Span<byte> stored)
        where T : struct => MemoryMarshal.Cast<byte, T>(stored);

    /// <summary>Turns the bytes of every number around, in place.</summary>
    /// <param name="stored"><see cref="Size"/> bytes per number.</param>
    public void Swap(Span<byte> stored)
    {
        switch (Size)
        {
            case 2:
                var words = MemoryMarshal.Cast<byte, ushort>(stored);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                var doubles = MemoryMarshal.Cast<byte, uint>(stored);
                BinaryPrimitives.ReverseEndianness(doubles, doubles);
                break;
            case 8:
                var quads = MemoryMarshal.Cast<byte, ulong>(stored);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }
    }
}

/// <summary>Kinds of stored numbers.</summary>
internal enum ElementKind
{
    Boolean,
    UInt8,
    Int8,
    UInt16,
    Int16,
    Int32,
    Int64,
    Float16,
    Float32,
    Float64,
}
