using System.Runtime.InteropServices;
using Hourglass.Data.Arrays;

namespace Hourglass.Data;

/// <summary>Writes a float32 array as npy, value after value in C order, so that it never has to be in memory as a whole.</summary>
public sealed class NpyWriter : IDisposable
{
    private readonly Stream _stream;
    private long _missing;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="shape">The sides, such as <c>[count, 16]</c>; none negative.</param>
    /// <exception cref="ArgumentException">A side is negative, or there are none or more than eight.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public NpyWriter(Stream stream, int[] shape)
    {
        if (shape.Length is 0 or > NpyHeader.MaxRank || shape.Any(side => side < 0))
            throw new ArgumentException($"The shape [{string.Join(", ", shape)}] needs 1 to {NpyHeader.MaxRank} sides, none negative.", nameof(shape));
        _stream = stream;
        _missing = shape.Aggregate(1L, (product, side) => checked(product * side));
        stream.Write(NpyHeader.ForSingles(shape));
    }

    /// <summary>Writes the next values.</summary>
    /// <exception cref="ArgumentException">They are more than the shape has left.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(ReadOnlySpan<float> values)
    {
        if (values.Length > _missing)
            throw new ArgumentException($"{values.Length} values, but the shape has only {_missing} left.", nameof(values));
        _missing -= values.Length;
        if (BitConverter.IsLittleEndian)
        {
            _stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> word = stackalloc byte[sizeof(float)];
        foreach (var value in values)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(word, value);
            _stream.Write(word);
        }
    }

    /// <summary>Checks that all values were written.</summary>
    /// <exception cref="InvalidOperationException">Some are missing: the file would be truncated.</exception>
    public void Complete()
    {
        if (_missing != 0)
            throw new InvalidOperationException($"{_missing} values are missing: the array is not complete.");
    }

    /// <summary>Flushes; the stream stays open.</summary>
    public void Dispose() => _stream.Flush();
}
