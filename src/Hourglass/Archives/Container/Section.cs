namespace Hourglass.Archives.Container;

/// <summary>A section of an archive.</summary>
/// <remarks><code>
/// kind: 4 letters | length of the payload: u32 | CRC-32C of the 8 bytes before | payload | CRC-32C of the payload
/// </code>Little-endian.</remarks>
/// <param name="Kind">One of <see cref="SectionKind"/>.</param>
/// <param name="Offset">Where it begins, in bytes from the start of the archive.</param>
/// <param name="Length">The number of bytes of its payload.</param>
internal readonly record struct Section(string Kind, long Offset, long Length)
{
    /// <summary>The bytes before the payload.</summary>
    public const int HeadBytes = 12;

    /// <summary>The bytes beside the payload.</summary>
    public const int ExtraBytes = HeadBytes + Crc32C.Bytes;

    /// <summary>The largest payload.</summary>
    public const long MaxLength = int.MaxValue - 64;

    /// <summary>Where the payload begins.</summary>
    public long PayloadOffset => Offset + HeadBytes;

    /// <summary>Where the next section begins.</summary>
    public long End => Offset + Length + ExtraBytes;
}
