using System.Text.Json.Serialization;

namespace Hourglass.Runs;

/// <summary>Which pictures to restore, and where to.</summary>
public sealed record RestorePlan
{
    /// <summary>Pictures, folders of pictures, and tar archives of pictures.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>A folder; or, for one picture, a file that ends in <c>.png</c>, <c>.jpg</c> or <c>.jpeg</c>.</summary>
    public required string Output { get; init; }

    /// <summary>The format of the results; null for what the ending of <see cref="Output"/> says, else PNG.</summary>
    public RestoredFormat? Format { get; init; }

    /// <summary>The quality of JPEG, 1 to 100.</summary>
    public int Quality { get; init; } = 95;

    /// <summary>A picture that is white where pixels are missing, or a folder of such pictures with the names of the inputs; null for none.</summary>
    public string? Mask { get; init; }

    /// <summary>The clean picture, or a folder of clean pictures with the names of the inputs, to measure against; null to measure nothing.</summary>
    public string? Against { get; init; }

    /// <summary>Whether results replace files that are there already.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the first picture that cannot be restored ends the job, instead of being left out.</summary>
    public bool Strict { get; init; }
}

/// <summary>Formats that results are written in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RestoredFormat>))]
public enum RestoredFormat
{
    /// <summary>Exact, 8 or 16 bits, with transparency.</summary>
    [JsonStringEnumMemberName("png")]
    Png,

    /// <summary>Smaller, 8 bits, without transparency.</summary>
    [JsonStringEnumMemberName("jpeg")]
    Jpeg,
}
