using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hourglass.Architectures;

/// <summary>Reads and writes float32 tensors in the safetensors format of Hugging Face, which every major framework reads.</summary>
/// <remarks>
/// <code>
/// u64 little-endian: length of the header | header: JSON, padded with spaces | values, little-endian, tensor after tensor
/// </code>
/// The header maps each name to its dtype (only F32 here), shape and [begin, end) in bytes within the values.
/// </remarks>
public static class Safetensors
{
    /// <summary>The longest header that is read, in bytes: some 100,000 tensors. The format itself allows 100 MB.</summary>
    public const int MaxHeaderBytes = 16 << 20;

    /// <summary>The most sides one tensor may have.</summary>
    public const int MaxRank = 8;

    private const string Metadata = "__metadata__";
    private const int PrefixBytes = sizeof(ulong);

    /// <summary>Writes tensors in the order given.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="tensors">Their names are unique and their values as many as their shapes say.</param>
    /// <param name="metadata">Free text to store with them, or null.</param>
    /// <exception cref="ArgumentException">A name is used twice or reserved, or a shape does not fit its values.</exception>
    public static void Write(Stream stream, IReadOnlyList<WeightTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var header = Header(tensors, metadata);
        var padding = -header.WrittenCount & (PrefixBytes - 1);
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)(header.WrittenCount + padding));
        stream.Write(prefix);
        stream.Write(header.WrittenSpan);
        stream.Write("       "u8[..padding]);
        foreach (var tensor in tensors)
            stream.Write(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
    }

    /// <summary>Reads every tensor, in the order of the header.</summary>
    /// <param name="stream">Read from its position to its end; must be able to seek, so that lengths are checked before memory is taken.</param>
    /// <param name="name">The name of the file, for messages.</param>
    /// <exception cref="ModelFormatException">Any field is not what the format says; nothing is allocated on the word of the header alone.</exception>
    public static IReadOnlyList<WeightTensor> Read(Stream stream, string name = "safetensors file")
    {
        var start = stream.Position;
        var entries = ReadEntries(stream, name);
        var data = stream.Position;
        var tensors = new WeightTensor[entries.Count];
        foreach (var (entry, i) in entries.Select((entry, i) => (entry, i)).OrderBy(pair => pair.entry.Begin))
        {
            var values = new float[(entry.End - entry.Begin) / sizeof(float)];
            stream.Position = data + entry.Begin;
            var read = stream.ReadAtLeast(MemoryMarshal.AsBytes(values.AsSpan()), values.Length * sizeof(float), throwOnEndOfStream: false);
            if (read != (long)values.Length * sizeof(float))
                throw new ModelFormatException(name, stream.Position - start, "the end of the file", "here", $"more values of '{entry.Shape.Name}'");
            tensors[i] = new WeightTensor(entry.Shape.Name, entry.Shape.Shape, values);
        }

        return tensors;
    }

    private static ArrayBufferWriter<byte> Header(IReadOnlyList<WeightTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        if (metadata is not null)
        {
            json.WriteStartObject(Metadata);
            foreach (var (key, value) in metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        var names = new HashSet<string>(StringComparer.Ordinal) { Metadata };
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"The tensor name '{tensor.Name}' is reserved or used twice; give each tensor its own.", nameof(tensors));
            if (new WeightShape(tensor.Name, tensor.Shape).Size != tensor.Values.Length || tensor.Shape.Any(side => side < 0) || tensor.Shape.Count > MaxRank)
                throw new ArgumentException($"The tensor '{tensor.Name}' has {tensor.Values.Length} values, which do not fit [{string.Join(", ", tensor.Shape)}].", nameof(tensors));
            var end = offset + (long)tensor.Values.Length * sizeof(float);
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", "F32");
            WriteNumbers("shape", tensor.Shape.Select(side => (long)side));
            WriteNumbers("data_offsets", [offset, end]);
            json.WriteEndObject();
            offset = end;
        }

        json.WriteEndObject();
        return buffer;

        void WriteNumbers(string key, IEnumerable<long> numbers)
        {
            json.WriteStartArray(key);
            foreach (var number in numbers)
                json.WriteNumberValue(number);
            json.WriteEndArray();
        }
    }

    /// <summary>Reads and checks the header; leaves the stream where the values begin.</summary>
    private static List<Entry> ReadEntries(Stream stream, string file)
    {
        var available = stream.Length - stream.Position - PrefixBytes;
        if (available < 0)
            throw new ModelFormatException(file, 0, "the length of the file", $"{available + PrefixBytes} bytes", $"at least {PrefixBytes}");
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeaderBytes || (long)length > available)
            throw new ModelFormatException(file, 0, "the length of the header", $"{length}", $"at most {Math.Min(MaxHeaderBytes, available)}");

        var header = new byte[length];
        stream.ReadExactly(header);
        try
        {
            // Duplicate names are refused: two readers could otherwise see different tensors in one file.
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var entries = Entries(json.RootElement, file);
            CheckOffsets(entries, available - (long)length, file);
            return entries;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException) // The latter for names that are no UTF-8.
        {
            var place = PrefixBytes + ((broken as JsonException)?.BytePositionInLine ?? 0);
            throw new ModelFormatException(file, place, "the header", $"no JSON ({broken.Message.ReplaceLineEndings(" ")})", "a JSON object without duplicate names", broken);
        }
    }

    private static List<Entry> Entries(JsonElement root, string file)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Wrong("the header", $"{root.ValueKind}", "a JSON object");
        var entries = new List<Entry>();
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name == Metadata)
            {
                if (property.Value.ValueKind != JsonValueKind.Object || property.Value.EnumerateObject().Any(pair => pair.Value.ValueKind != JsonValueKind.String))
                    throw Wrong(Metadata, $"{property.Value.ValueKind}", "an object of strings");
                continue;
            }

            entries.Add(Parse(property.Name, property.Value));
        }

        return entries;

        ModelFormatException Wrong(string field, string found, string expected) => new(file, PrefixBytes, field, found, expected);

        Entry Parse(string name, JsonElement value)
        {
            if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() != 3)
                throw Wrong($"'{name}'", value.ValueKind == JsonValueKind.Object ? $"an object of {value.GetPropertyCount()} members" : $"{value.ValueKind}",
                    "an object of dtype, shape and data_offsets");
            if (!value.TryGetProperty("dtype", out var type) || type.ValueKind != JsonValueKind.String || !type.ValueEquals("F32"))
                throw Wrong($"'{name}'.dtype", type.ValueKind == JsonValueKind.Undefined ? "missing" : type.GetRawText(), "\"F32\"");
            var shape = Numbers(name, value, "shape", MaxRank, int.MaxValue);
            var offsets = Numbers(name, value, "data_offsets", 2, long.MaxValue);
            if (offsets.Length != 2 || offsets[0] > offsets[1])
                throw Wrong($"'{name}'.data_offsets", $"[{string.Join(", ", offsets)}]", "a begin and an end at or after it");
            var bytes = shape.Aggregate((Int128)sizeof(float), (product, side) => product * side);
            if (bytes != offsets[1] - offsets[0] || bytes > (Int128)Array.MaxLength * sizeof(float))
                throw Wrong($"'{name}'.data_offsets", $"{offsets[1] - offsets[0]} bytes", $"{bytes} bytes for the shape [{string.Join(", ", shape)}]");
            return new Entry(new WeightShape(name, [.. shape.Select(side => (int)side)]), offsets[0], offsets[1]);
        }

        long[] Numbers(string name, JsonElement tensor, string key, int most, long largest)
        {
            if (!tensor.TryGetProperty(key, out var array) || array.ValueKind != JsonValueKind.Array || array.GetArrayLength() > most)
                throw Wrong($"'{name}'.{key}", array.ValueKind == JsonValueKind.Array ? $"a list of {array.GetArrayLength()}" : $"{array.ValueKind}", $"a list of at most {most} numbers");
            return [.. array.EnumerateArray().Select(item =>
                item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= 0 && number <= largest
                    ? number
                    : throw Wrong($"'{name}'.{key}", item.GetRawText(), $"whole numbers from 0 to {largest}"))];
        }
    }

    private static void CheckOffsets(List<Entry> entries, long available, string file)
    {
        var end = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != end)
                throw new ModelFormatException(file, PrefixBytes, $"'{entry.Shape.Name}'.data_offsets", $"a begin of {entry.Begin}", $"{end}, without gap or overlap");
            if (entry.End > available)
                throw new ModelFormatException(file, PrefixBytes, $"'{entry.Shape.Name}'.data_offsets", $"an end of {entry.End}", $"at most {available}, the end of the file");
            end = entry.End;
        }

        if (end != available)
            throw new ModelFormatException(file, PrefixBytes, "the length of the values", $"{available} bytes", $"{end} by the header");
    }

    private sealed record Entry(WeightShape Shape, long Begin, long End);
}
