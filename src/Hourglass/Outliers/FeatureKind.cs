using System.Text.Json.Serialization;

namespace Hourglass.Outliers;

/// <summary>What a feature says about its column.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FeatureKind>))]
public enum FeatureKind
{
    /// <summary>The number, 0 or 1, or the seconds of a date; the median where it is missing.</summary>
    [JsonStringEnumMemberName("value")]
    Value,

    /// <summary>1 where the value is missing, else 0.</summary>
    [JsonStringEnumMemberName("missing")]
    Missing,

    /// <summary>1 for one category, else 0.</summary>
    [JsonStringEnumMemberName("category")]
    Category,

    /// <summary>How rare the category is, in nats: <c>ln((n + 1) / (rows + 1))</c>; a category never seen is the rarest.</summary>
    [JsonStringEnumMemberName("rarity")]
    Rarity,
}
