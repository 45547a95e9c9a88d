using System.Buffers.Binary;
using Hourglass.Data.Arrays;

namespace Hourglass.Archives.Arrays;

/// <summary>Numbers of any kind between their bytes, their value and whole numbers that keep their order.</summary>
internal static class Elements
{
    /// <summary>Whether the kind is a floating-point one.</summary>
    public static bool IsFloat(ElementKind kind) => kind is ElementKind.Float16 or ElementKind.Float32 or ElementKind.Float64;

    /// <summary>The bits of number <paramref name="index"/>, zero-extended.</summary>
    public static ulong Bits(ReadOnlySpan<byte> raw, int size, int index) => size switch
    {
        1 => raw[index],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(raw[(2 * index)..]),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(raw[(4 * index)..]),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(raw[(8 * index)..]),
    };

    /// <summary>Puts back what <see cref="Bits"/> gave.</summary>
    public static void Put(Span<byte> raw, int size, int index, ulong bits)
    {
        switch (size)
        {
            case 1:
                raw[index] = (byte)bits;
                break;
            case 2:
                BinaryPrimitives.WriteUInt16LittleEndian(raw[(2 * index)..], (ushort)bits);
                break;
            case 4:
                BinaryPrimitives.WriteUInt32LittleEndian(raw[(4 * index)..], (uint)bits);
                break;
            default:
                BinaryPrimitives.WriteUInt64LittleEndian(raw[(8 * index)..], bits);
                break;
        }
    }

    /// <summary>The value of a floating-point number.</summary>
    public static double Value(ElementKind kind, ulong bits) => kind switch
    {
        ElementKind.Float16 => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
        ElementKind.Float32 => BitConverter.UInt32BitsToSingle((uint)bits),
        _ => BitConverter.UInt64BitsToDouble(bits),
    };

    /// <summary>The bits of the floating-point number nearest to a value.</summary>
    public static ulong BitsOf(ElementKind kind, double value) => kind switch
    {
        ElementKind.Float16 => BitConverter.HalfToUInt16Bits((Half)value),
        ElementKind.Float32 => BitConverter.SingleToUInt32Bits((float)value),
        _ => BitConverter.DoubleToUInt64Bits(value),
    };

    /// <summary>A whole number as such.</summary>
    public static long Whole(ElementKind kind, ulong bits) => kind switch
    {
        ElementKind.Int8 => (sbyte)bits,
        ElementKind.Int16 => (short)bits,
        ElementKind.Int32 => (int)bits,
        _ => (long)bits,
    };

    /// <summary>The bits of the number of a kind that is nearest to a whole one.</summary>
    public static ulong BitsOfWhole(ElementKind kind, long value) => kind switch
    {
        ElementKind.Boolean or ElementKind.UInt8 => (ulong)Math.Clamp(value, 0, byte.MaxValue),
        ElementKind.Int8 => (byte)Math.Clamp(value, sbyte.MinValue, sbyte.MaxValue),
        ElementKind.UInt16 => (ulong)Math.Clamp(value, 0, ushort.MaxValue),
        ElementKind.Int16 => (ushort)Math.Clamp(value, short.MinValue, short.MaxValue),
        ElementKind.Int32 => (uint)Math.Clamp(value, int.MinValue, int.MaxValue),
        _ => (ulong)value,
    };

    /// <summary>A whole number that is the larger the larger the floating-point number of <paramref name="size"/> bytes is.</summary>
    public static long Ordered(ulong bits, int size)
    {
        var sign = 1UL << ((8 * size) - 1);
        return (bits & sign) != 0 ? -1 - (long)(bits ^ sign) : (long)bits;
    }

    /// <summary>The bits that <see cref="Ordered"/> was made from.</summary>
    public static ulong Unordered(long ordered, int size)
    {
        var sign = 1UL << ((8 * size) - 1);
        var mask = sign | (sign - 1);
        return ordered < 0 ? ((ulong)(-1 - ordered) & mask) ^ sign : (ulong)ordered & mask;
    }

    /// <summary>The smallest and the largest finite value; both 0 where there is none.</summary>
    public static (double Low, double High) Range(ReadOnlySpan<byte> raw, ElementKind kind)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        Widen(raw, kind, ref low, ref high);
        return low <= high ? (low, high) : (0, 0);
    }

    /// <summary>Widens a range until it holds all finite values.</summary>
    public static void Widen(ReadOnlySpan<byte> raw, ElementKind kind, ref double low, ref double high)
    {
        var size = new ElementType(kind).Size;
        for (var i = 0; i < raw.Length / size; i++)
        {
            var bits = Bits(raw, size, i);
            var value = IsFloat(kind) ? Value(kind, bits) : Whole(kind, bits);
            if (!double.IsFinite(value))
                continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
    }
}
