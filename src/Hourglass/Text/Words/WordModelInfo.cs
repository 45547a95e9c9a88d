using System.Text.Json.Serialization;

namespace Hourglass.Text.Words;

/// <summary>What words.json says of word vectors.</summary>
public sealed record WordModelInfo
{
    /// <summary>The format that is written.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the format.</summary>
    public int FormatVersion { get; init; } = CurrentVersion;

    /// <summary>How the vectors were learned.</summary>
    public required WordOptions Options { get; init; }

    /// <summary>How many words were read.</summary>
    public required long Tokens { get; init; }

    /// <summary>The SHA-256 of each other file, in hex.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();
}

/// <summary>words.json in source-generated form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(WordModelInfo))]
internal sealed partial class WordModelJson : JsonSerializerContext;
