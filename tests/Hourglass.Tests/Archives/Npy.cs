using System.Runtime.InteropServices;
using System.Text;

namespace Hourglass.Tests.Archives;

/// <summary>Npy files as numpy writes them.</summary>
internal static class Npy
{
    /// <summary>A file.</summary>
    /// <param name="type">Such as <c>&lt;f4</c>.</param>
    /// <param name="shape">The sides.</param>
    /// <param name="values">The bytes of the values.</param>
    /// <param name="fortran">Whether the first side runs fastest.</param>
    public static byte[] Of(string type, int[] shape, ReadOnlySpan<byte> values, bool fortran = false)
    {
        var sides = string.Concat(shape.Select(side => $"{side}, ")).TrimEnd();
        var text = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': ({(shape.Length > 1 ? sides.TrimEnd(',') : sides)}), }}";
        var padded = text.PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)padded.Length, (byte)(padded.Length >> 8), .. Encoding.ASCII.GetBytes(padded), .. values];
    }

    /// <summary>Smooth float32 values with some that are no numbers.</summary>
    public static float[] Smooth(int count, int period = 37) =>
        [.. Enumerable.Range(0, count).Select(i => i % 101 == 3 ? float.NaN : i % 307 == 5 ? float.NegativeInfinity : MathF.Sin(i / (float)period) * 50 + (i % 3))];

    /// <summary>The bytes of numbers, in the order of this machine.</summary>
    public static byte[] Bytes<T>(params T[] values)
        where T : struct => MemoryMarshal.AsBytes<T>(values).ToArray();

    /// <summary>The bytes of every number turned around.</summary>
    public static byte[] Turned(byte[] bytes, int size) => [.. bytes.Chunk(size).SelectMany(number => number.Reverse())];
}
