using System.Text.Json.Serialization;

namespace Hourglass.Data;

/// <summary>How a data set is read.</summary>
public sealed record DataOptions
{
    /// <summary>The size that pictures are brought to, or null to choose: their own when all agree.</summary>
    public int? Height { get; init; }

    /// <summary>See <see cref="Height"/>.</summary>
    public int? Width { get; init; }

    /// <summary>1 for grey, 3 for color, null to choose: grey when every picture is grey.</summary>
    public int? Channels { get; init; }

    /// <summary>What happens to pictures of another size.</summary>
    public FitKind Fit { get; init; } = FitKind.Crop;

    /// <summary>Use the first so many samples only, or null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Refuse a data set with a broken file instead of leaving the file out.</summary>
    public bool Strict { get; init; }
}

/// <summary>What happens to a picture whose size differs from the data set's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FitKind>))]
public enum FitKind
{
    /// <summary>Scaled so that it covers the size, then cut at the edges, centered.</summary>
    [JsonStringEnumMemberName("crop")] Crop,

    /// <summary>Scaled to the size; proportions change.</summary>
    [JsonStringEnumMemberName("stretch")] Stretch,

    /// <summary>Scaled to fit inside, the rest filled with black.</summary>
    [JsonStringEnumMemberName("pad")] Pad,
}
