using System.Text;

namespace Hourglass.Archives.Container;

/// <summary>The table of contents as the payload of a section.</summary>
/// <remarks><code>
/// part | length of the table | table, packed by Brotli
/// table   := streams: count, each channels, levels, (step - 1) / 2
///            entries: count; the name of each: bytes shared with the name before, rest; then of each: kind, fields
/// bytes   := length
/// array   := see <see cref="NumberFormat"/>
/// pixels, png := stream | count - 1 | width | height | rows of a band | form | before | after
/// </code>Numbers are LEB128; names, before and after are bytes with their number before them.</remarks>
internal static class ContentsFormat
{
    /// <summary>Brotli does not pack tables of contents better than this; a length that promises more lies.</summary>
    private const int MaxRatio = 5_000;

    private const int SmallTable = 1 << 20;
    private const int MaxStreams = 1 << 16;
    private const int MaxLevels = 1 << 16;
    private const int MaxChannels = 4;

    /// <summary>The payload.</summary>
    public static byte[] Write(Contents contents)
    {
        var table = new FieldWriter();
        table.Number(contents.Streams.Count);
        foreach (var stream in contents.Streams)
        {
            table.Number(stream.Channels);
            table.Number(stream.Levels);
            table.Number(stream.Step / 2);
        }

        table.Number(contents.Entries.Count);
        var before = Array.Empty<byte>();
        foreach (var entry in contents.Entries)
        {
            var name = Encoding.UTF8.GetBytes(entry.Name);
            var shared = before.AsSpan().CommonPrefixLength(name);
            table.Number(shared);
            table.Bytes(name.AsSpan(shared));
            before = name;
        }

        foreach (var entry in contents.Entries)
            Write(table, entry);
        var payload = new FieldWriter();
        payload.Number(contents.Part);
        payload.Number(table.Written.Length);
        payload.Raw(BrotliBytes.Pack(table.Written, effort: 5));
        return payload.Written.ToArray();
    }

    /// <summary>Reads a payload, within limits.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="offset">Where the section begins, for messages.</param>
    /// <param name="limits">What to accept.</param>
    /// <exception cref="ArchiveFormatException">Something is not as the format says.</exception>
    public static Contents Read(ReadOnlyMemory<byte> payload, long offset, ArchiveLimits limits)
    {
        var head = new FieldReader(payload, offset);
        var part = head.Number("the number of the part", limits.MaxParts);
        var length = (int)head.Number("the length of the table of contents", Math.Min(limits.MaxContentsBytes, int.MaxValue / 2));
        if (length > Math.Max(SmallTable, (long)head.Rest.Length * MaxRatio))
            throw head.Wrong("the length of the table of contents", $"{length}", $"no more than {head.Rest.Length} packed bytes can hold");
        var table = new byte[length];
        if (!BrotliBytes.TryUnpack(head.Rest.Span, table))
            throw head.Wrong("the table of contents", "broken", $"{length} bytes packed by Brotli");
        try
        {
            return ReadTable(new FieldReader(table, offset), part, limits);
        }
        catch (OverflowException)
        {
            throw head.Wrong("the size of all files", "2^63 bytes or more", "less");
        }
    }

    private static void Write(FieldWriter table, EntryLayout entry)
    {
        table.Byte((byte)entry.Kind);
        if (entry.Kind == EntryKind.Bytes)
            table.Number(entry.Length);
        if (entry.Numbers is { } numbers)
            NumberFormat.Write(table, numbers);
        if (entry.Pictures is not { } pictures)
            return;
        table.Number(pictures.Stream);
        table.Number(pictures.Count - 1);
        table.Number(pictures.Width);
        table.Number(pictures.Height);
        table.Number(pictures.BandRows);
        table.Byte(pictures.Form);
        table.Bytes(pictures.Before.Span);
        table.Bytes(pictures.After.Span);
    }

    private static Contents ReadTable(FieldReader table, long part, ArchiveLimits limits)
    {
        var streams = new StreamLayout[table.Number("the number of streams", Math.Min(MaxStreams, table.Rest.Length))];
        for (var i = 0; i < streams.Length; i++)
        {
            var channels = (int)table.Positive("the channels of a stream", MaxChannels);
            var levels = (int)table.Positive("the levels of a stream", MaxLevels);
            if (levels < 2)
                throw table.Wrong("the levels of a stream", "1", $"2 to {MaxLevels}");
            streams[i] = new StreamLayout(channels, levels, (2 * (int)table.Number("the error of a stream", levels - 2)) + 1);
        }

        // An entry takes three bytes at least, so a table cannot promise more entries than it has room for.
        var names = new string[table.Number("the number of entries", Math.Min(limits.MaxEntries, table.Rest.Length / 3))];
        ReadNames(table, names);
        var entries = new EntryLayout[names.Length];
        var (items, bytes) = (0L, 0L);
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = ReadEntry(table, names[i], streams, limits);
            items = checked(items + (entries[i].Kind == EntryKind.Bytes ? 0 : entries[i].Items));
            bytes = checked(bytes + entries[i].Length);
            if (items > limits.MaxItems)
                throw table.Wrong("the number of pictures and slabs", $"more than {limits.MaxItems}", "fewer, unless large archives are allowed");
        }

        table.End("the table of contents");
        return new Contents(part, streams, entries);
    }

    private static void ReadNames(FieldReader table, string[] names)
    {
        byte[] before = new byte[EntryName.MaxBytes], name = new byte[EntryName.MaxBytes];
        var length = 0;
        for (var i = 0; i < names.Length; i++)
        {
            var shared = (int)table.Number("the shared length of a name", length);
            var rest = table.Bytes("a name", EntryName.MaxBytes - shared);
            before.AsSpan(0, shared).CopyTo(name);
            rest.Span.CopyTo(name.AsSpan(shared));
            length = shared + rest.Length;
            names[i] = table.Text("a name", name.AsSpan(0, length));
            (before, name) = (name, before);
        }
    }

    private static EntryLayout ReadEntry(FieldReader table, string name, StreamLayout[] streams, ArchiveLimits limits)
    {
        var kind = (EntryKind)table.Byte("the kind of an entry");
        switch (kind)
        {
            case EntryKind.Folder:
                return new EntryLayout(name, kind);
            case EntryKind.Bytes:
                return new EntryLayout(name, kind, table.Number("the length of an entry", long.MaxValue / (1 << 10)));
            case EntryKind.Pixels or EntryKind.Png:
                return new EntryLayout(name, kind, 0, ReadPictures(table, kind, streams, limits));
            case EntryKind.Array:
                return new EntryLayout(name, kind, Numbers: NumberFormat.Read(table, limits));
            default:
                throw table.Wrong("the kind of an entry", $"{(byte)kind}", $"0 to {(byte)EntryKind.Array}");
        }
    }

    private static PictureLayout ReadPictures(FieldReader table, EntryKind kind, StreamLayout[] streams, ArchiveLimits limits)
    {
        var stream = (int)table.Positive("the stream of an entry", streams.Length);
        var count = 1 + (int)table.Number("the pictures of an entry", Math.Min(limits.MaxItems, int.MaxValue) - 1);
        var width = (int)table.Positive("the width of a picture", limits.MaxPixels);
        var height = (int)table.Positive("the height of a picture", limits.MaxPixels / width);
        var rows = (int)table.Positive("the rows of a band", height);
        var samples = (long)width * rows * streams[stream - 1].Channels;
        if (samples > limits.MaxChunkSamples)
            throw table.Wrong("a band of a picture", $"{samples} samples large", $"at most {limits.MaxChunkSamples}, unless large archives are allowed");
        var form = table.Byte("the form of a picture");
        if (kind == EntryKind.Pixels ? form > (byte)SampleOrder.All : !Files.PngForm.Fits(form, streams[stream - 1]) || count != 1)
            throw table.Wrong("the form of a picture", $"{form}", "one that the format defines, and that its stream has the samples for");
        var before = table.Bytes("the bytes before the samples", int.MaxValue);
        return new PictureLayout(stream, count, width, height, rows, form, before, table.Bytes("the bytes behind the samples", int.MaxValue));
    }
}
