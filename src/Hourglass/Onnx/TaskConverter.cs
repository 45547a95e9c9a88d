using System.Text.Json;
using System.Text.Json.Serialization;
using Hourglass.Tasks;

namespace Hourglass.Onnx;

/// <summary>The task of a model: an object with its type, or the text <c>reconstruct</c>, as every model of the first format has it.</summary>
public sealed class TaskConverter : JsonConverter<RestorationTask?>
{
    private const string Reconstruct = "reconstruct";

    /// <inheritdoc />
    public override bool HandleNull => true;

    /// <inheritdoc />
    public override RestorationTask? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(Reconstruct))
            return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"'task' is neither an object nor \"{Reconstruct}\"");
        return JsonSerializer.Deserialize(ref reader, ModelJsonContext.Default.RestorationTask);
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, RestorationTask? value, JsonSerializerOptions options)
    {
        if (value is null)
            writer.WriteStringValue(Reconstruct);
        else
            JsonSerializer.Serialize(writer, value, ModelJsonContext.Default.RestorationTask);
    }
}
