using System.Text.Json.Serialization;

namespace Hourglass.Numerics;

/// <summary>The shape of one sample, or of what stands between two layers: <c>[Channels, Height, Width]</c>.</summary>
/// <param name="Channels">Channels of a picture; the length of a vector.</param>
/// <param name="Height">Rows; 1 for a vector.</param>
/// <param name="Width">Columns; 1 for a vector.</param>
public readonly record struct SampleShape(int Channels, int Height, int Width)
{
    /// <summary>The largest number of values one sample may have: 256 Mi, that is 1 GiB of float32.</summary>
    public const int MaxSize = 1 << 28;

    /// <summary>The number of values: <c>Channels * Height * Width</c>.</summary>
    /// <exception cref="OverflowException">The product does not fit in an <see cref="int"/>.</exception>
    [JsonIgnore]
    public int Size => checked(Channels * Height * Width);

    /// <summary>Whether this is a plain vector, <c>[n, 1, 1]</c>.</summary>
    [JsonIgnore]
    public bool IsVector => Height == 1 && Width == 1;

    /// <summary>A vector of <paramref name="length"/> values, <c>[length, 1, 1]</c>.</summary>
    public static SampleShape Vector(int length) => new(length, 1, 1);

    /// <summary>For example <c>1x28x28</c>, or <c>16</c> for a vector.</summary>
    public override string ToString() => IsVector ? $"{Channels}" : $"{Channels}x{Height}x{Width}";
}
