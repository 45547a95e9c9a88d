using System.Text.Json;
using System.Text.Json.Serialization;
using Hourglass.Archives.Container;

namespace Hourglass.Archives;

/// <summary>How a part of an archive was made: what the archive says of itself. Unpacking does not depend on it.</summary>
public sealed record PackSummary
{
    /// <summary>Program and version.</summary>
    public required string Producer { get; init; }

    /// <summary>What it was made for.</summary>
    public PackPreset Preset { get; init; }

    /// <summary>From 1, quick, to 9, small.</summary>
    public int Effort { get; init; }

    /// <summary>The error that was allowed, in 1/255 of the range of a sample; 0 when all comes back exactly.</summary>
    public int MaxError { get; init; }

    /// <summary>The error that was allowed in arrays, as a share of the range of each; null when none or another.</summary>
    public double? RelativeError { get; init; }

    /// <summary>The error that was allowed in arrays, in their units; null when none or another.</summary>
    public double? AbsoluteError { get; init; }

    /// <summary>What codes were to do, in words, where only codes are kept; null otherwise.</summary>
    public string? Codes { get; init; }

    /// <summary>The number of bytes of the files.</summary>
    public long InputBytes { get; init; }

    /// <summary>What was tried on each stream of pictures, and what won.</summary>
    public IReadOnlyList<StreamSummary> Streams { get; init; } = [];

    /// <summary>What became of arrays; null when there are none.</summary>
    public ArraySummary? Arrays { get; init; }

    /// <summary>The longest JSON that is read, in bytes.</summary>
    internal const int MaxBytes = 1 << 20;

    /// <summary>The payload of a section: the number of the part, the length of the JSON, the JSON packed by Brotli.</summary>
    internal byte[] Write(long part)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, PackSummaryJson.Default.PackSummary);
        var fields = new FieldWriter();
        fields.Number(part);
        fields.Number(json.Length);
        fields.Raw(BrotliBytes.Pack(json, effort: 9));
        return fields.Written.ToArray();
    }

    /// <summary>Reads a payload.</summary>
    /// <exception cref="ArchiveFormatException">It is no such JSON.</exception>
    internal static (long Part, PackSummary Summary) Read(ReadOnlyMemory<byte> payload, long offset)
    {
        var fields = new FieldReader(payload, offset);
        var part = fields.Number("the number of the part", long.MaxValue);
        var json = new byte[fields.Number("the length of the summary", MaxBytes)];
        if (!BrotliBytes.TryUnpack(fields.Rest.Span, json))
            throw fields.Wrong("the summary", "broken", $"{json.Length} bytes packed by Brotli");
        try
        {
            return (part, JsonSerializer.Deserialize(json, PackSummaryJson.Default.PackSummary) ?? throw new JsonException("it is null"));
        }
        catch (Exception broken) when (broken is JsonException or NotSupportedException)
        {
            throw fields.Wrong("the summary", $"no JSON of a summary ({broken.Message.ReplaceLineEndings(" ").TrimEnd('.')})", "an object");
        }
    }
}

/// <summary>A stream of pictures: those with the same channels and levels.</summary>
/// <param name="Channels">Samples per pixel.</param>
/// <param name="Levels">How many values a sample can take.</param>
/// <param name="Pictures">How many pictures, bands of large ones counted one by one.</param>
/// <param name="Samples">How many samples.</param>
/// <param name="Chunks">How many chunks.</param>
/// <param name="WorstError">The largest error of any sample, in levels.</param>
/// <param name="SquaredError">The mean squared error of the samples, in levels squared.</param>
/// <param name="Candidates">What was tried.</param>
public sealed record StreamSummary(
    int Channels, int Levels, int Pictures, long Samples, int Chunks, int WorstError, double SquaredError, IReadOnlyList<CandidateSummary> Candidates);

/// <summary>The stream of arrays.</summary>
/// <param name="Arrays">How many.</param>
/// <param name="Values">How many numbers they have.</param>
/// <param name="Chunks">How many chunks.</param>
/// <param name="Bytes">The packed bytes of these.</param>
/// <param name="WorstShare">The largest error of any number, as a share of the bound of its array; null when that was not measured.</param>
/// <param name="Codecs">How many chunks each way of coding won.</param>
public sealed record ArraySummary(int Arrays, long Values, int Chunks, long Bytes, double? WorstShare, IReadOnlyList<CandidateSummary> Codecs);

/// <summary>A way of coding that was tried on a stream.</summary>
/// <param name="Codec">Its four letters.</param>
/// <param name="ModelBytes">The bytes of its model; 0 when it has none.</param>
/// <param name="MeasuredBytes">What it made of the chunks that all candidates were measured on, without the model.</param>
/// <param name="Chunks">How many chunks of the stream it won.</param>
/// <param name="Bytes">The packed bytes of these.</param>
public sealed record CandidateSummary(string Codec, long ModelBytes, long MeasuredBytes, int Chunks, long Bytes);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 16,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(PackSummary))]
internal sealed partial class PackSummaryJson : JsonSerializerContext;
