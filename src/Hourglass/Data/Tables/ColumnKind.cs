using System.Text.Json.Serialization;

namespace Hourglass.Data.Tables;

/// <summary>What the values of a column are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnKind>))]
public enum ColumnKind
{
    /// <summary>Numbers; missing ones are NaN.</summary>
    [JsonStringEnumMemberName("number")]
    Number,

    /// <summary>0 and 1; missing ones are NaN.</summary>
    [JsonStringEnumMemberName("boolean")]
    Boolean,

    /// <summary>Days, or moments, as seconds since the start of 1970; missing ones are NaN.</summary>
    [JsonStringEnumMemberName("date")]
    Date,

    /// <summary>Names of categories, or any text; missing ones are null.</summary>
    [JsonStringEnumMemberName("text")]
    Text,
}
