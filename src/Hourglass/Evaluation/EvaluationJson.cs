using System.Text.Json.Serialization;

namespace Hourglass.Evaluation;

[JsonSourceGenerationOptions(
    WriteIndented = false,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(EvaluationResult))]
[JsonSerializable(typeof(RestorationResult))]
[JsonSerializable(typeof(EpochRecord))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
