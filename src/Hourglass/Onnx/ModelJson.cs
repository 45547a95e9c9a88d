using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hourglass.Architectures;
using Hourglass.Tasks;

namespace Hourglass.Onnx;

/// <summary>model.json: written with a checksum of itself, and read with distrust.</summary>
internal static class ModelJson
{
    /// <summary>The longest model.json that is read, in bytes: far more than the largest allowed number of layers takes.</summary>
    public const int MaxBytes = 4 << 20;

    private const int MaxDepth = 16;
    private const string VersionKey = "formatVersion";
    private const string ChecksumKey = "checksum";
    private static readonly string Zeros = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>The bytes of model.json; the checksum is filled in.</summary>
    public static byte[] Write(ModelInfo info)
    {
        // The version and the checksum are the first two members, so the first run of zeros is the checksum's.
        var json = JsonSerializer.SerializeToUtf8Bytes(info with { Checksum = Zeros, FormatVersion = info.Task is null ? ModelInfo.FirstVersion : ModelInfo.CurrentVersion }, ModelJsonContext.Default.ModelInfo);
        var checksum = Convert.ToHexStringLower(SHA256.HashData(json));
        Encoding.ASCII.GetBytes(checksum).CopyTo(json, json.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Zeros)));
        return json;
    }

    /// <summary>Reads and checks everything that can be checked without the other files.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="file">The path, for messages.</param>
    /// <exception cref="ModelFormatException">Something is not as the format says.</exception>
    public static ModelInfo Read(byte[] json, string file)
    {
        try
        {
            CheckVersionAndChecksum(json, file);
            var info = JsonSerializer.Deserialize(json, ModelJsonContext.Default.ModelInfo)
                ?? throw new JsonException("it is null; expected an object");
            ShapeInference.Infer(info.Architecture);
            CheckNumbers(info, file);
            return info;
        }
        catch (Exception broken) when (broken is JsonException or NotSupportedException or ArchitectureException)
        {
            throw new ModelFormatException(file, $"this is no model.json of Hourglass ({broken.Message.ReplaceLineEndings(" ").TrimEnd('.')}); copy or train the model again.", broken);
        }
    }

    private static void CheckVersionAndChecksum(byte[] json, string file)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException($"it is {root.ValueKind}; expected an object");
        if (!root.TryGetProperty(VersionKey, out var member) || member.ValueKind != JsonValueKind.Number || !member.TryGetInt32(out var version) || version < 1)
            throw new JsonException($"'{VersionKey}' is no whole number from 1");
        if (version > ModelInfo.CurrentVersion)
            throw new ModelFormatException(file, $"format version {version} is newer than {ModelInfo.CurrentVersion}, the newest this program reads; update hourglass.");

        // The bytes between the quotes as they stand: what is no UTF-8 cannot become a string.
        var found = root.TryGetProperty(ChecksumKey, out member) && member.ValueKind == JsonValueKind.String ? JsonMarshal.GetRawUtf8Value(member)[1..^1] : [];
        var place = found.Length == Zeros.Length ? json.AsSpan().IndexOf(found) : -1;
        if (place < 0)
            throw new JsonException($"'{ChecksumKey}' is no SHA-256 in hexadecimal");
        byte[] hashed = [.. json];
        Encoding.ASCII.GetBytes(Zeros).CopyTo(hashed, place);
        if (!Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(hashed))).AsSpan().SequenceEqual(found))
            throw new ModelFormatException(file, "it was changed after it was written: its checksum does not fit; copy or train the model again.");
    }

    private static void CheckNumbers(ModelInfo info, string file)
    {
        if (info.Task is null && !info.Architecture.HasCode)
            throw Wrong("task", "reconstruct", "a task, since the network has no code");
        try
        {
            info.Task?.Check();
        }
        catch (ArgumentException wrong)
        {
            throw Wrong("task", wrong.Message.TrimEnd('.'), "allowed values");
        }

        var normalization = info.Normalization;
        if (!float.IsFinite(normalization.Low) || !float.IsFinite(normalization.Span) || normalization.Span <= 0)
            throw Wrong("normalization", $"from {normalization.Low} to {normalization.High}", "a finite range, high above low");
        if (info.Samples < 0 || info.Epochs < 0)
            throw Wrong("samples, epochs", $"{info.Samples}, {info.Epochs}", "numbers from 0");
        if (!double.IsFinite(info.TrainingSeconds) || info.TrainingSeconds < 0)
            throw Wrong("trainingSeconds", $"{info.TrainingSeconds}", "a finite number from 0");
        foreach (var (name, value) in info.Metrics)
        {
            if (!double.IsFinite(value))
                throw Wrong($"metrics.{name}", $"{value}", "a finite number");
        }

        ModelFormatException Wrong(string field, string found, string expected) =>
            new(file, $"'{field}' is {found}; expected {expected}: copy or train the model again.");
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    MaxDepth = 16,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(ModelInfo))]
[JsonSerializable(typeof(RestorationTask))]
internal sealed partial class ModelJsonContext : JsonSerializerContext;
