using System.Buffers.Binary;
using System.Text;

namespace Hourglass.Training.Native;

/// <summary>
/// Edits the version needs of a 64-bit little-endian ELF library: marks one as weak, so that the dynamic loader no longer refuses the
/// library on a system whose C++ runtime is too old to define that version.
/// </summary>
/// <remarks>Layout: System V ABI, gABI chapters 4 and 5, and the Linux Standard Base on symbol versions (Elf64_Verneed, Elf64_Vernaux).</remarks>
internal static class ElfVersionNeeds
{
    private const ushort WeakFlag = 2;
    private const uint VersionNeedSection = 0x6ffffffe;
    private const int SectionHeaderSize = 64;

    /// <summary>Sets the weak flag on every need of <paramref name="version"/> in the image of a library.</summary>
    /// <returns>How many needs were changed; 0 when the library does not need that version.</returns>
    /// <exception cref="InvalidDataException">The bytes are no 64-bit little-endian ELF library, or its tables lie outside of it.</exception>
    public static int Weaken(Span<byte> library, string version)
    {
        if (library.Length < SectionHeaderSize || BinaryPrimitives.ReadUInt32BigEndian(library) != 0x7F454C46 || library[4] != 2 || library[5] != 1)
            throw new InvalidDataException("The library is no 64-bit little-endian ELF file.");
        var sections = Offset(library, BinaryPrimitives.ReadUInt64LittleEndian(library[0x28..]));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(library[0x3C..]);
        var changed = 0;
        for (var i = 0; i < count; i++)
        {
            var header = Part(library, sections + (long)i * SectionHeaderSize, SectionHeaderSize);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != VersionNeedSection)
                continue;
            var names = Part(library, sections + (long)BinaryPrimitives.ReadUInt32LittleEndian(header[40..]) * SectionHeaderSize, SectionHeaderSize);
            changed += WeakenSection(
                library,
                Offset(library, BinaryPrimitives.ReadUInt64LittleEndian(header[24..])),
                Offset(library, BinaryPrimitives.ReadUInt64LittleEndian(names[24..])),
                version);
        }

        return changed;
    }

    private static int WeakenSection(Span<byte> library, long need, long names, string version)
    {
        var changed = 0;
        for (uint next = 1; next != 0; need += next)
        {
            var entry = Part(library, need, 16);
            var auxiliaries = BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]);
            next = BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]);
            var place = need + BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
            for (var i = 0; i < auxiliaries; i++)
            {
                var auxiliary = Part(library, place, 16);
                var name = names + BinaryPrimitives.ReadUInt32LittleEndian(auxiliary[8..]);
                if (NameAt(library, name, version))
                {
                    var flags = BinaryPrimitives.ReadUInt16LittleEndian(auxiliary[4..]);
                    BinaryPrimitives.WriteUInt16LittleEndian(auxiliary[4..], (ushort)(flags | WeakFlag));
                    changed++;
                }

                place += BinaryPrimitives.ReadUInt32LittleEndian(auxiliary[12..]);
            }
        }

        return changed;
    }

    private static bool NameAt(Span<byte> library, long offset, string name)
    {
        var bytes = Encoding.ASCII.GetBytes(name + "\0");
        return offset + bytes.Length <= library.Length && library.Slice((int)offset, bytes.Length).SequenceEqual(bytes);
    }

    private static long Offset(ReadOnlySpan<byte> library, ulong offset) => offset < (ulong)library.Length
        ? (long)offset
        : throw new InvalidDataException($"An ELF table starts at {offset}, outside the {library.Length} bytes of the library.");

    private static Span<byte> Part(Span<byte> library, long offset, int length) => offset >= 0 && offset + length <= library.Length
        ? library.Slice((int)offset, length)
        : throw new InvalidDataException($"An ELF entry at {offset} lies outside the {library.Length} bytes of the library.");
}
