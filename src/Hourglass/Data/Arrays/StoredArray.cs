using System.Buffers;
using Hourglass.Data.Bytes;

namespace Hourglass.Data.Arrays;

/// <summary>An array in a file: what its header says, checked against what is there.</summary>
/// <param name="Name">The file, or the file and the array inside it, for messages.</param>
/// <param name="Store">Where the values are.</param>
/// <param name="Offset">The byte of the first value.</param>
/// <param name="Type">The type of the values.</param>
/// <param name="Shape">The sides.</param>
/// <param name="Fortran">Whether the first side runs fastest, not the last.</param>
internal sealed record StoredArray(string Name, ByteStore Store, long Offset, ElementType Type, long[] Shape, bool Fortran = false) : IDisposable
{
    /// <summary>The number of bytes that values of a shape and type take.</summary>
    /// <exception cref="DataException">It is more than any file has.</exception>
    public static long BytesOf(IReadOnlyList<long> shape, ElementType type, string name)
    {
        var bytes = (Int128)type.Size;
        foreach (var side in shape)
        {
            bytes *= side;
            if (bytes > long.MaxValue / 2)
                throw new DataException($"{name}: its header claims the shape [{string.Join(", ", shape)}], which no file can hold: it is broken or forged.");
        }

        return bytes < 0 ? throw new DataException($"{name}: its header claims a negative side in [{string.Join(", ", shape)}].") : (long)bytes;
    }

    /// <summary>Refuses a raw file whose length is not what its header promises.</summary>
    /// <exception cref="DataException">It is shorter or longer.</exception>
    public static void CheckLength(ByteStore store, long offset, long promised, string name)
    {
        if (store.Length - offset == promised)
            return;
        var there = store.Length - offset;
        throw new DataException(there < promised
            ? $"{name} is truncated: its header promises {promised} bytes of values, {there} are there; get the file again."
            : $"{name}: its header promises {promised} bytes of values, but {there} follow; get the file again.");
    }

    /// <summary>Reads a one-sided array of whole numbers as labels.</summary>
    /// <param name="count">How many labels there must be.</param>
    /// <exception cref="DataException">Their number differs, or one is no whole number.</exception>
    public Labels ReadLabels(int count)
    {
        if (Shape is not ([_] or [_, 1]) || Shape[0] != count)
            throw new DataException($"{Name} has the shape [{string.Join(", ", Shape)}], but labels for {count} samples are expected: [{count}].");
        const int Most = 4096;
        var values = new int[count];
        var stored = ArrayPool<byte>.Shared.Rent(Most * Type.Size);
        Span<float> singles = new float[Most];
        for (var first = 0; first < count; first += Most)
        {
            var block = singles[..Math.Min(Most, count - first)];
            var bytes = stored.AsSpan(0, block.Length * Type.Size);
            Store.Read(Offset + (long)first * Type.Size, bytes);
            Type.ToSingles(bytes, block);
            for (var i = 0; i < block.Length; i++)
            {
                if (block[i] != MathF.Round(block[i]) || MathF.Abs(block[i]) > Labels.MaxValue)
                    throw new DataException(
                        $"{Name}: label {first + i} is {FormattableString.Invariant($"{block[i]}")}; labels are whole numbers of at most {Labels.MaxValue}.");
                values[first + i] = (int)block[i];
            }
        }

        ArrayPool<byte>.Shared.Return(stored);
        return Labels.Of(values);
    }

    /// <inheritdoc />
    public void Dispose() => Store.Dispose();
}
