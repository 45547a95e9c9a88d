using System.Text.Json.Serialization;
using Hourglass.Architectures;
using Hourglass.Tasks;

namespace Hourglass.Onnx;

/// <summary>What model.json holds: all that is known about a trained model except its weights.</summary>
public sealed record ModelInfo
{
    /// <summary>The newest version of the model folder's format, and the newest that this program reads.</summary>
    public const int CurrentVersion = 2;

    /// <summary>The version of models without a <see cref="Task"/>; programs that know no tasks read it too.</summary>
    public const int FirstVersion = 1;

    /// <summary>The version of the format; filled when the folder is written.</summary>
    [JsonPropertyOrder(-2)]
    public int FormatVersion { get; init; } = FirstVersion;

    /// <summary>SHA-256 in hexadecimal of model.json itself, with 64 zeros in this place; filled when the folder is written.</summary>
    [JsonPropertyOrder(-1)]
    public string Checksum { get; init; } = "";

    /// <summary>Program and version that trained the model.</summary>
    public required string Producer { get; init; }

    /// <summary>The network.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>How stored values become network values; it is inside the graphs too.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>What the model restores; null for one that reconstructs its samples, stored as the text <c>reconstruct</c>.</summary>
    [JsonConverter(typeof(TaskConverter))]
    public RestorationTask? Task { get; init; }

    /// <summary>The name of the training data.</summary>
    public required string Data { get; init; }

    /// <summary>How many samples it was trained on.</summary>
    public required int Samples { get; init; }

    /// <summary>Epochs done.</summary>
    public required int Epochs { get; init; }

    /// <summary>Seconds of training.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>The seed of every random choice.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Quality on held-out data by name, for example <c>mse</c>, <c>psnr</c>, <c>pca.mse</c>; empty until evaluated.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>SHA-256 in hexadecimal of every other file of the folder, by name; filled when the folder is written.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();
}
