using System.Globalization;
using System.Text.RegularExpressions;
using Hourglass.Archives.Arrays;
using Hourglass.Archives.Container;
using Hourglass.Data;
using Hourglass.Data.Arrays;
using Hourglass.Data.Bytes;

namespace Hourglass.Archives.Files;

/// <summary>Files that are one array: npy, or bare floats under a name that says their sides, such as <c>wind-2x3x241x480.f32</c>.</summary>
internal static partial class ArrayFile
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Looks whether a file is an array, all of it as its header or name says.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Its first bytes.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The array, not cut and exact; or null. One without numbers is null too.</returns>
    public static NumberLayout? Find(ByteStore file, ReadOnlySpan<byte> start, string name) => NpyFile.Is(start) ? OfNpy(file, name) : OfName(file, name);

    /// <summary>Reads a slab: its numbers, little-endian.</summary>
    /// <exception cref="DataException">The file has become shorter or cannot be read.</exception>
    public static void Read(ByteStore file, Slab slab, Span<byte> raw)
    {
        file.Read(slab.Offset, raw);
        ToOrder(slab, raw);
    }

    /// <summary>Turns the numbers of a slab from little-endian into the order of its file, and back.</summary>
    public static void ToOrder(Slab slab, Span<byte> raw)
    {
        if (slab.Numbers.Type.BigEndian)
            slab.Numbers.Type.Swap(raw);
    }

    /// <summary>The bound for an array in the units of its numbers; 0 for exact.</summary>
    /// <exception cref="DataException">The file has become shorter or cannot be read.</exception>
    public static double BoundOf(ByteStore file, NumberLayout numbers, ArrayBound bound)
    {
        if (bound.Kind != ArrayBoundKind.Relative || numbers.Type.Kind == ElementKind.Boolean)
            return numbers.Type.Kind == ElementKind.Boolean ? 0 : bound.Value;
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        var block = new byte[Math.Min(BlockBytes, numbers.Bytes)];
        for (var done = 0L; done < numbers.Bytes; done += block.Length)
        {
            var bytes = block.AsSpan(0, (int)Math.Min(block.Length, numbers.Bytes - done));
            file.Read(numbers.Before.Length + done, bytes);
            if (numbers.Type.BigEndian)
                numbers.Type.Swap(bytes);
            Elements.Widen(bytes, numbers.Type.Kind, ref low, ref high);
        }

        return bound.Resolve(low, high).Value;
    }

    private static NumberLayout? OfNpy(ByteStore file, string name)
    {
        try
        {
            using var stream = file.OpenStream();
            var header = NpyHeader.Read(stream, name);
            var before = new byte[stream.Position];
            file.Read(0, before);
            return header.Shape.All(side => side is > 0 and <= int.MaxValue) && before.Length + StoredArray.BytesOf(header.Shape, header.Type, name) == file.Length
                ? new NumberLayout(header.Type, header.Fortran, [.. header.Shape.Select(side => (int)side)], 0, 1, 0, before)
                : null;
        }
        catch (DataException)
        {
            return null;
        }
    }

    private static NumberLayout? OfName(ByteStore file, string name)
    {
        if (ShapeInName().Match(name) is not { Success: true } match)
            return null;
        var type = new ElementType(match.Groups[2].Value == "32" ? ElementKind.Float32 : ElementKind.Float64);
        var (sides, bytes) = (new List<int>(), (Int128)type.Size);
        foreach (var text in match.Groups[1].Value.Split('x'))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) || side == 0 || sides.Count == NumberLayout.MaxRank)
                return null;
            sides.Add(side);
            bytes *= side;
            if (bytes > file.Length)
                return null;
        }

        return bytes == file.Length ? new NumberLayout(type, false, sides, 0, 1, 0, default) : null;
    }

    [GeneratedRegex(@"-([0-9]+(?:x[0-9]+)*)\.f(32|64)$", RegexOptions.CultureInvariant)]
    private static partial Regex ShapeInName();
}
