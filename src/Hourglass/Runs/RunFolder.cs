using System.Text.Json;
using Hourglass.Architectures;
using Hourglass.Numerics;

namespace Hourglass.Runs;

/// <summary>
/// Where a training run keeps what it makes: plan.json, architecture.json, metrics.jsonl, TensorBoard events, checkpoints, the model and the
/// report.
/// </summary>
/// <param name="Path">The folder.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>The name of the folder inside a run that holds the model.</summary>
    public const string ModelName = "model";

    private const long MaxPlanBytes = 1 << 20;
    private const long MaxArchitectureBytes = 16 << 20;

    /// <summary>The recipe.</summary>
    public string PlanFile => System.IO.Path.Combine(Path, "plan.json");

    /// <summary>The network, as it was when the run started.</summary>
    public string ArchitectureFile => System.IO.Path.Combine(Path, "architecture.json");

    /// <summary>One JSON object per epoch.</summary>
    public string MetricsFile => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>Checkpoints, while the run is not finished.</summary>
    public string Checkpoints => System.IO.Path.Combine(Path, "checkpoints");

    /// <summary>The trained model.</summary>
    public string Model => System.IO.Path.Combine(Path, ModelName);

    /// <summary>The report.</summary>
    public string Report => System.IO.Path.Combine(Path, "report.html");

    /// <summary>The figures of the report, as JSON; the last file of a run, so that its presence says that the run is finished.</summary>
    public string Evaluation => System.IO.Path.Combine(Path, "evaluation.json");

    /// <summary>Whether a run was started here.</summary>
    public bool IsStarted => File.Exists(PlanFile);

    /// <summary>Whether the run came to its end.</summary>
    public bool IsFinished => File.Exists(Evaluation);

    /// <summary>Whether there is a checkpoint to go on from; a run that was killed before its first has none.</summary>
    public bool HasCheckpoint => Directory.Exists(Checkpoints) && Directory.EnumerateDirectories(Checkpoints).Any(path => !System.IO.Path.HasExtension(path));

    /// <summary>Makes the folder and stores recipe and network in it.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written, or something else stands in the way.</exception>
    public void Start(TrainingPlan plan, Architecture architecture)
    {
        Directory.CreateDirectory(Path);
        AtomicFile.WriteText(ArchitectureFile, architecture.ToJson());
        AtomicFile.WriteText(PlanFile, JsonSerializer.Serialize(plan, PlanJson.Default.TrainingPlan));
    }

    /// <summary>Reads the recipe.</summary>
    /// <exception cref="ModelFormatException">There is none, or it is broken.</exception>
    public TrainingPlan ReadPlan()
    {
        try
        {
            var plan = JsonSerializer.Deserialize(ReadText(PlanFile, MaxPlanBytes), PlanJson.Default.TrainingPlan)
                ?? throw new JsonException("it is null");
            plan.Check();
            return plan;
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            throw new ModelFormatException(PlanFile, (broken as JsonException)?.BytePositionInLine ?? 0, "the plan", $"broken ({broken.Message})", "the JSON of a training plan", broken);
        }
    }

    /// <summary>Reads the network.</summary>
    /// <exception cref="ModelFormatException">There is none.</exception>
    /// <exception cref="ArchitectureException">It is broken.</exception>
    public Architecture ReadArchitecture() => Architecture.FromJson(ReadText(ArchitectureFile, MaxArchitectureBytes));

    private static string ReadText(string file, long most)
    {
        var length = File.Exists(file) ? new FileInfo(file).Length : -1;
        return length >= 0 && length <= most
            ? File.ReadAllText(file)
            : throw new ModelFormatException(file, 0, "the file", length < 0 ? "missing" : $"{length} bytes long", $"a file of at most {most} bytes");
    }
}
