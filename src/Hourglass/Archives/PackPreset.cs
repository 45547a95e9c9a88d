using System.Text.Json.Serialization;

namespace Hourglass.Archives;

/// <summary>What an archive is made for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PackPreset>))]
public enum PackPreset
{
    /// <summary>The smallest archive: chunks as large as leave several for the cores to share.</summary>
    [JsonStringEnumMemberName("best")] Best,

    /// <summary>Quick to unpack, and to take single pictures out of: chunks of at most 64 pictures.</summary>
    [JsonStringEnumMemberName("fast")] Fast,
}
