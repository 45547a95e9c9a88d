using System.Text.Json.Serialization;

namespace Hourglass.Data;

/// <summary>Which part of a data set is meant, where its publisher split it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DataPart>))]
public enum DataPart
{
    /// <summary>The part to learn from; everything, where there is only one part.</summary>
    [JsonStringEnumMemberName("train")] Train,

    /// <summary>The part held out.</summary>
    [JsonStringEnumMemberName("test")] Test,
}
