using System.Text.Json.Serialization;

namespace Hourglass.Outliers;

/// <summary>How a stored model is written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OutlierDescription))]
internal sealed partial class OutlierJson : JsonSerializerContext;
