using System.Text.Json.Serialization;

namespace Hourglass.Architectures;

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(Architecture))]
internal sealed partial class ArchitectureJson : JsonSerializerContext;
