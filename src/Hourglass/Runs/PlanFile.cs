using System.Text.Json;
using System.Text.Json.Serialization;
using Hourglass.Data;
using Hourglass.Numerics;

namespace Hourglass.Runs;

/// <summary>plan.json of a run: a <see cref="TrainingPlan"/> as indented JSON.</summary>
public static class PlanFile
{
    /// <summary>The longest file that is read, in bytes.</summary>
    public const long MaxBytes = 1 << 20;

    /// <summary>Writes a plan; the file appears whole or not at all.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public static void Write(string path, TrainingPlan plan) =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(plan, PlanJson.Default.TrainingPlan) + "\n");

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="DataException">It is no plan.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TrainingPlan Read(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > MaxBytes)
            throw new DataException($"{path} has {stream.Length} bytes; a plan has at most {MaxBytes}: name the folder of a run.");
        try
        {
            return JsonSerializer.Deserialize(stream, PlanJson.Default.TrainingPlan)
                ?? throw new DataException($"{path} is null; expected a plan: start the run again without --resume.");
        }
        catch (JsonException broken)
        {
            throw new DataException($"{path} is no plan ({broken.Message}); undo what was changed in it, or start the run again without --resume.", broken);
        }
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TrainingPlan))]
internal sealed partial class PlanJson : JsonSerializerContext;
