using System.Text.Json.Serialization;

namespace Hourglass.Tasks;

/// <summary>What is missing of a picture.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Missing>))]
public enum Missing
{
    /// <summary>One of the others, drawn anew for every picture.</summary>
    [JsonStringEnumMemberName("any")] Any,

    /// <summary>Half of all pixels, at random.</summary>
    [JsonStringEnumMemberName("pixels")] Pixels,

    /// <summary>Lines of text.</summary>
    [JsonStringEnumMemberName("text")] Text,

    /// <summary>Rectangles of up to half the picture's sides, 32 pixels at most.</summary>
    [JsonStringEnumMemberName("rectangles")] Rectangles,
}
