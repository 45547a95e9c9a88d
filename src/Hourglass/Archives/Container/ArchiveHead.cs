using System.Buffers.Binary;
using Hourglass.Data.Bytes;

namespace Hourglass.Archives.Container;

/// <summary>The first bytes of an archive.</summary>
/// <remarks><code>89 'H' 'G' 'A' 0D 0A 1A 0A | major version: u16 | minor version: u16 | CRC-32C of the 12 bytes before</code></remarks>
internal static class ArchiveHead
{
    /// <summary>Its length.</summary>
    public const int Bytes = 16;

    /// <summary>A reader refuses archives of another major version.</summary>
    public const int Major = 1;

    /// <summary>A reader takes archives of any minor version: they differ in codecs only, which are named by chunks.</summary>
    public const int Minor = 0;

    /// <summary>What every archive begins with: like PNG's, it shows what a transfer as text did to it.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'G', (byte)'A', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The bytes.</summary>
    public static byte[] Write()
    {
        var head = new byte[Bytes];
        Signature.CopyTo(head);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(8), Major);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(10), Minor);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), Crc32C.Of(head.AsSpan(0, 12)));
        return head;
    }

    /// <summary>Whether a file begins like an archive.</summary>
    public static bool Is(ReadOnlySpan<byte> start) => start.StartsWith(Signature);

    /// <summary>Checks the bytes.</summary>
    /// <exception cref="ArchiveFormatException">It is no archive, a damaged one, or one of a newer version.</exception>
    public static void Check(ByteStore archive)
    {
        Span<byte> head = stackalloc byte[(int)Math.Min(Bytes, archive.Length)];
        archive.Read(0, head);
        if (!Is(head))
            throw new ArchiveFormatException(0, "the signature", Convert.ToHexString(head[..Math.Min(8, head.Length)]), $"{Convert.ToHexString(Signature)}: this is no archive of Hourglass");
        if (head.Length < Bytes)
            throw new ArchiveFormatException(0, "the head", $"{head.Length} bytes long", $"{Bytes} bytes: the archive is truncated");
        if (Crc32C.Of(head[..12]) != BinaryPrimitives.ReadUInt32LittleEndian(head[12..]))
            throw new ArchiveFormatException(0, "the checksum of the head", "wrong", "the one of its bytes: the archive is damaged");
        var major = BinaryPrimitives.ReadUInt16LittleEndian(head[8..]);
        if (major != Major)
            throw new ArchiveFormatException(8, "the format version", $"{major}", $"{Major}: a newer hourglass may read it");
    }
}
