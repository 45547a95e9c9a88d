using System.Buffers.Binary;
using Hourglass.Data.Bytes;

namespace Hourglass.Data.Arrays;

/// <summary>Reads IDX files, the format of MNIST, raw or packed by gzip.</summary>
/// <remarks><code>
/// 0 | 0 | type: u8 | sides: u8 | that many sides: u32 big-endian | values, big-endian
/// </code>Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits" (1998).</remarks>
internal static class IdxFile
{
    /// <summary>The most sides that are read.</summary>
    public const int MaxRank = 4;

    private const int MagicBytes = 4;

    /// <summary>Whether a file begins like IDX.</summary>
    public static bool Is(ReadOnlySpan<byte> start) => start is [0, 0, var type, >= 1 and <= MaxRank, ..] && TypeOf(type) is not null;

    /// <summary>Opens an IDX file; nothing is allocated on the word of its header alone.</summary>
    /// <exception cref="DataException">It is no IDX file, or is shorter or longer than its header promises.</exception>
    public static StoredArray Open(string path, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var store = ByteStore.Open(path);
        try
        {
            return Spool.IsGzip(store) ? OpenPacked(path, store, progress, cancellation) : OpenRaw(path, store);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static StoredArray OpenRaw(string path, ByteStore store)
    {
        using var stream = store.OpenStream();
        var (type, shape) = ReadHeader(stream, path);
        var offset = stream.Position;
        StoredArray.CheckLength(store, offset, StoredArray.BytesOf(shape, type, path), path);
        return new StoredArray(path, store, offset, type, shape);
    }

    private static StoredArray OpenPacked(string path, ByteStore packed, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        using (packed)
        using (var stream = Spool.Gunzip(packed))
        {
            var (type, shape) = ReadHeader(stream, path);
            var store = Spool.Exactly(stream, StoredArray.BytesOf(shape, type, path), packed.Length, path, progress, cancellation);
            return new StoredArray(path, store, 0, type, shape);
        }
    }

    private static (ElementType Type, long[] Shape) ReadHeader(Stream stream, string path)
    {
        Span<byte> header = stackalloc byte[MagicBytes + MaxRank * sizeof(uint)];
        var magic = header[..MagicBytes];
        Spool.ReadHeader(stream, magic, path, "IDX");
        if (magic is not [0, 0, _, _] || TypeOf(magic[2]) is not { } type)
            throw new DataException(
                $"{path} begins with {Convert.ToHexString(magic)}, not with 0000, a type (08, 09, 0B, 0C, 0D, 0E) and the number of sides: it is no IDX file.");
        if (magic[3] is < 1 or > MaxRank)
            throw new DataException($"{path}: an IDX file of {magic[3]} sides; 1 to {MaxRank} are read.");
        var sides = header.Slice(MagicBytes, magic[3] * sizeof(uint));
        Spool.ReadHeader(stream, sides, path, "IDX");
        var shape = new long[magic[3]];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = BinaryPrimitives.ReadUInt32BigEndian(sides[(i * sizeof(uint))..]);
        return (type, shape);
    }

    private static ElementType? TypeOf(byte code) => code switch
    {
        0x08 => new ElementType(ElementKind.UInt8),
        0x09 => new ElementType(ElementKind.Int8),
        0x0B => new ElementType(ElementKind.Int16, BigEndian: true),
        0x0C => new ElementType(ElementKind.Int32, BigEndian: true),
        0x0D => new ElementType(ElementKind.Float32, BigEndian: true),
        0x0E => new ElementType(ElementKind.Float64, BigEndian: true),
        _ => null,
    };
}
