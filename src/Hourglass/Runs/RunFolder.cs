
namespace Hourglass.Runs;

/// <summary>
/// Where a training run keeps what it makes: plan.json, metrics.jsonl, TensorBoard events, checkpoints, the model and the report.
/// </summary>
/// <param name="Path">The folder.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>The name of the folder inside a run that holds the model.</summary>
    public const string ModelName = "model";

    /// <summary>The recipe.</summary>
    public string PlanFile => System.IO.Path.Combine(Path, "plan.json");

    /// <summary>One JSON object per epoch.</summary>
    public string MetricsFile => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>Checkpoints, while the run is not finished.</summary>
    public string Checkpoints => System.IO.Path.Combine(Path, "checkpoints");

    /// <summary>The trained model.</summary>
    public string Model => System.IO.Path.Combine(Path, ModelName);

    /// <summary>The report.</summary>
    public string Report => System.IO.Path.Combine(Path, "report.html");

    /// <summary>The figures of the report, as JSON.</summary>
    public string Evaluation => System.IO.Path.Combine(Path, "evaluation.json");
}
