using Hourglass.Archives.Arrays;
using Hourglass.Data.Arrays;

namespace Hourglass.Fuzz;

/// <summary>The input is an array: kind, number of sides (0 to 4), sides, one byte each, payload.</summary>
internal static class ArrayChunkTarget
{
    private const int MostValues = 1 << 12;
    private static readonly ElementKind[] s_kinds = Enum.GetValues<ElementKind>();

    public static void Decode(ReadOnlyMemory<byte> input)
    {
        var head = input.Span;
        if (head.Length < 2 || head.Length < 2 + (head[1] % 5))
            return;
        int[] shape = [.. head.Slice(2, head[1] % 5)];
        var layout = new ArrayLayoutInfo(s_kinds[head[0] % s_kinds.Length], shape);
        if (layout.Count <= MostValues)
            new ArrayCodec().Decode(input[(2 + shape.Length)..], layout, new byte[layout.Bytes], default);
    }

    /// <summary>An array as such an input; the number of the target is before it.</summary>
    public static byte[] Write(ArrayLayoutInfo layout, ReadOnlySpan<byte> payload) =>
        [3, (byte)Array.IndexOf(s_kinds, layout.Kind), (byte)layout.Shape.Count, .. layout.Shape.Select(side => (byte)side), .. payload];
}
