using Hourglass.Archives.Container;
using Hourglass.Data.Arrays;

namespace Hourglass.Archives.Arrays;

/// <summary>
/// Codes arrays of numbers, exactly or within a bound. An array is cut into pieces along its first sides, which are coded independently of each
/// other, each in the way that turns out the smallest: as a field on a lattice, as planes of bytes through Brotli, or stored.
/// </summary>
internal sealed class ArrayCodec
{
    private const byte Stored = 0;
    private const byte Planes = 1;
    private const byte Field = 2;

    private const int PlanesEffort = 2;

    /// <summary>Codes an array.</summary>
    /// <param name="rawLittleEndianElements">Its numbers, the last side running fastest.</param>
    /// <param name="layout">What they are.</param>
    /// <param name="bound">How far they may be off; a relative bound must have been resolved by the range of the whole array.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>At most 0.1 % and 16 bytes longer than the numbers.</returns>
    public byte[] Encode(ReadOnlySpan<byte> rawLittleEndianElements, ArrayLayoutInfo layout, ArrayBound bound, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)bound.Kind, (int)ArrayBoundKind.Relative, nameof(bound));
        ArgumentOutOfRangeException.ThrowIfNotEqual(rawLittleEndianElements.Length, layout.Bytes, nameof(rawLittleEndianElements));
        var payload = new FieldWriter();
        foreach (var piece in ArrayPiece.Cut(layout))
            payload.Bytes(EncodePiece(rawLittleEndianElements.Slice((int)piece.Offset, piece.Bytes), piece, bound.Value, cancellation));
        return payload.Written.ToArray();
    }

    /// <summary>Fills in the numbers of an array.</summary>
    /// <param name="payload">What <see cref="Encode"/> returned.</param>
    /// <param name="layout">What they are.</param>
    /// <param name="raw">As many bytes as the layout says.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArchiveFormatException">The payload cannot have been written by this codec for such an array.</exception>
    public void Decode(ReadOnlyMemory<byte> payload, ArrayLayoutInfo layout, Span<byte> raw, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(raw.Length, layout.Bytes, nameof(raw));
        var blocks = new FieldReader(payload, 0);
        foreach (var piece in ArrayPiece.Cut(layout))
            DecodePiece(blocks.Bytes("a piece of an array", payload.Length), piece, raw.Slice((int)piece.Offset, piece.Bytes), cancellation);
        blocks.End("the pieces of an array");
    }

    private static byte[] EncodePiece(ReadOnlySpan<byte> raw, ArrayPiece piece, double bound, CancellationToken cancellation)
    {
        byte[] best = [Stored, .. raw];
        var field = FieldCodec.Encode(raw, piece.Kind, piece.Shape, bound, cancellation);
        if (field is not null && field.Length < raw.Length)
            best = [Field, .. field];
        // Where the field took most of the bits away, planes of bytes cannot win.
        if (best.Length < raw.Length / 2)
            return best;
        var planes = ArrayBytes.Pack(BytePlanes.Split(raw, new ElementType(piece.Kind).Size), PlanesEffort);
        return planes.Length + 1 < best.Length ? [Planes, .. planes] : best;
    }

    private static void DecodePiece(ReadOnlyMemory<byte> payload, ArrayPiece piece, Span<byte> raw, CancellationToken cancellation)
    {
        var method = payload.Length == 0 ? 255 : payload.Span[0];
        switch (method)
        {
            case Stored when payload.Length == raw.Length + 1:
                payload.Span[1..].CopyTo(raw);
                break;
            case Planes:
                const string field = "the planes of an array";
                var planes = ArrayBytes.Unpack(payload[1..], raw.Length, field);
                if (planes.Length != raw.Length)
                    throw new ArchiveFormatException(0, field, $"{planes.Length} bytes", $"{raw.Length}");
                BytePlanes.Join(planes.Span, new ElementType(piece.Kind).Size, raw);
                break;
            case Field:
                FieldCodec.Decode(payload[1..], piece.Kind, piece.Shape, raw, cancellation);
                break;
            default:
                throw new ArchiveFormatException(0, "a piece of an array", $"method {method} in {payload.Length} bytes", "a method of this version of the format");
        }
    }
}
