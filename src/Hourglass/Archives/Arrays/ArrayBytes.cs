using Hourglass.Archives.Container;

namespace Hourglass.Archives.Arrays;

/// <summary>Plain bytes through Brotli, or as they are where that is no longer.</summary>
internal static class ArrayBytes
{
    private const byte Stored = 0;
    private const byte Brotli = 1;

    /// <summary>One byte that says how; for Brotli the number of bytes; the bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="effort">1 to 9.</param>
    public static byte[] Pack(ReadOnlySpan<byte> bytes, int effort)
    {
        var packed = new FieldWriter();
        packed.Byte(Brotli);
        packed.Number(bytes.Length);
        packed.Raw(BrotliBytes.Pack(bytes, effort));
        return packed.Written.Length <= bytes.Length ? packed.Written.ToArray() : [Stored, .. bytes];
    }

    /// <summary>Gives back what <see cref="Pack"/> took.</summary>
    /// <param name="packed">The bytes.</param>
    /// <param name="most">The most bytes that may come out.</param>
    /// <param name="field">What they are, for messages.</param>
    /// <exception cref="ArchiveFormatException">Nothing of the kind, or more.</exception>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> packed, long most, string field)
    {
        var from = new FieldReader(packed, 0);
        switch (from.Byte(field))
        {
            case Stored when from.Rest.Length <= most:
                return from.Rest;
            case Brotli:
                var bytes = new byte[from.Number($"the length of {field}", Math.Min(most, Array.MaxLength))];
                return BrotliBytes.TryUnpack(from.Rest.Span, bytes) ? bytes : throw from.Wrong(field, "no Brotli stream", $"one of {bytes.Length} bytes");
            default:
                throw from.Wrong(field, $"too long, or packed in an unknown way, with {packed.Length} bytes", $"at most {most} bytes, stored or through Brotli");
        }
    }
}
