using System.Buffers.Binary;
using Hourglass.Archives;
using Hourglass.Archives.Container;

namespace Hourglass.Fuzz;

/// <summary>The input is an archive as it is in a file. Its checksums are made right first, or nothing would get past them.</summary>
internal static class WholeArchive
{
    private static readonly ArchiveOptions s_options = new()
    {
        Threads = 1,
        Limits = new ArchiveLimits
        {
            MaxEntries = 1_000,
            MaxItems = 10_000,
            MaxPixels = 1 << 15,
            MaxChunkSamples = 1 << 15,
            MaxModelBytes = 1 << 16,
            MaxContentsBytes = 1 << 20,
            MaxOutputBytes = 1 << 20,
            MaxParts = 20,
        },
    };

    private static readonly string s_folder = Path.Combine(Path.GetTempPath(), $"hourglass-fuzz-{Environment.ProcessId}");

    public static void Read(ReadOnlyMemory<byte> input)
    {
        var bytes = input.ToArray();
        Repair(bytes);
        ReadAll(bytes);
    }

    /// <summary>Everything that a user can do with an archive.</summary>
    public static void ReadAll(byte[] bytes)
    {
        ArchiveVerifier.Verify(new MemoryStream(bytes), options: s_options);
        using var damaged = Archive.Open(new MemoryStream(bytes), s_options, isDamaged: true);
        try
        {
            using var archive = Archive.Open(new MemoryStream(bytes), s_options);
            _ = archive.Entries.Count + archive.Summaries.Count;
            archive.Describe();
            foreach (var codes in archive.ReadCodes())
                Search(codes);
            Unpack(archive);
        }
        catch (ArchiveFormatException)
        {
            Unpack(damaged);
            throw;
        }
    }

    /// <summary>What is done with codes: names, neighbors and a preview, of the first and the last picture.</summary>
    private static void Search(PictureCodes codes)
    {
        foreach (var picture in new[] { 0, codes.Count - 1 })
        {
            _ = codes.IndexOf(codes.NameOf(picture)) + codes.Nearest(picture, 3).Count;
            codes.WritePreview(picture, Stream.Null);
        }
    }

    private static void Unpack(Archive archive)
    {
        try
        {
            archive.Unpack(s_folder);
        }
        catch (IOException)
        {
            // Names that this file system does not take, such as those that are too long.
        }
        finally
        {
            if (Directory.Exists(s_folder))
                Directory.Delete(s_folder, recursive: true);
        }
    }

    private static void Repair(Span<byte> bytes)
    {
        if (bytes.Length < ArchiveHead.Bytes)
            return;
        Sum(bytes[..ArchiveHead.Bytes]);
        for (var rest = bytes[ArchiveHead.Bytes..]; rest.Length >= Section.HeadBytes;)
        {
            Sum(rest[..Section.HeadBytes]);
            var length = (long)BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) + Section.ExtraBytes;
            if (length > rest.Length)
                return;
            Sum(rest[Section.HeadBytes..(int)length]);
            rest = rest[(int)length..];
        }
    }

    private static void Sum(Span<byte> block) => BinaryPrimitives.WriteUInt32LittleEndian(block[^Crc32C.Bytes..], Crc32C.Of(block[..^Crc32C.Bytes]));
}
