using System.Text.Json.Serialization;
using Hourglass.Numerics;

namespace Hourglass.Data;

/// <summary>How a data set is read.</summary>
public sealed record DataOptions
{
    /// <summary>
    /// The height that pictures are brought to, in pixels, or null. If only one of height and width is given, the other is the same. If neither is, it
    /// is the size that all pictures have; else the one that more than half of them have; else a square of the median shorter side, at most 128,
    /// rounded down to a multiple of 8. <see cref="DataSet.Notes"/> says what was chosen.
    /// </summary>
    public int? Height { get; init; }

    /// <summary>See <see cref="Height"/>.</summary>
    public int? Width { get; init; }

    /// <summary>
    /// 1 for grey (0.299 R + 0.587 G + 0.114 B), 3 for RGB, null to choose: grey when every picture is grey. Transparent pixels are laid on white.
    /// </summary>
    public int? Channels { get; init; }

    /// <summary>What happens to pictures of another size.</summary>
    public FitKind Fit { get; init; } = FitKind.Crop;

    /// <summary>
    /// Use so many samples only, or null for all. They are evenly spaced over the data, not the first ones, so that data sorted by label keeps its labels
    /// in proportion. Of pictures, no others are scanned, and broken ones among them are not replaced.
    /// </summary>
    public int? Limit { get; init; }

    /// <summary>Refuse a data set with a broken file instead of leaving the file out.</summary>
    public bool Strict { get; init; }

    /// <summary>These options for data that must come out in a shape: pictures are brought to it, other data has it or not.</summary>
    public DataOptions As(SampleShape shape) => shape.Channels is 1 or 3 && !shape.IsVector
        ? this with { Height = shape.Height, Width = shape.Width, Channels = shape.Channels }
        : this with { Height = null, Width = null, Channels = null };
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
