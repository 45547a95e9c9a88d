using Hourglass.Archives.Container;

namespace Hourglass.Archives.Arrays;

/// <summary>Slabs of arrays as a chunk: each through <see cref="ArrayCodec"/>, one after another.</summary>
internal static class ArrayChunk
{
    /// <summary>The letters of the codec.</summary>
    public const string Letters = "arr1";

    /// <summary>Codes slabs.</summary>
    /// <param name="slabs">What they are.</param>
    /// <param name="raw">Their numbers, little-endian, one slab after another.</param>
    /// <param name="cancellation">Stops it.</param>
    public static byte[] Encode(IReadOnlyList<Slab> slabs, ReadOnlySpan<byte> raw, CancellationToken cancellation)
    {
        var (codec, payload) = (new ArrayCodec(), new FieldWriter());
        foreach (var slab in slabs)
        {
            var bound = slab.Numbers.Bound > 0 ? ArrayBound.Absolute(slab.Numbers.Bound) : ArrayBound.Exact;
            payload.Bytes(codec.Encode(raw[..slab.Bytes], slab.Layout, bound, cancellation));
            raw = raw[slab.Bytes..];
        }

        return payload.Written.ToArray();
    }

    /// <summary>Fills in the numbers of slabs.</summary>
    /// <exception cref="ArchiveFormatException">The payload is none of such slabs.</exception>
    public static void Decode(ReadOnlyMemory<byte> payload, IReadOnlyList<Slab> slabs, Span<byte> raw, CancellationToken cancellation)
    {
        var (codec, fields) = (new ArrayCodec(), new FieldReader(payload, 0));
        foreach (var slab in slabs)
        {
            codec.Decode(fields.Bytes("a slab of an array", payload.Length), slab.Layout, raw[..slab.Bytes], cancellation);
            raw = raw[slab.Bytes..];
        }

        fields.End("the slabs of a chunk");
    }
}
