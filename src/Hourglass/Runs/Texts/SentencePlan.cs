using System.Text.Json;
using System.Text.Json.Serialization;
using Hourglass.Architectures;
using Hourglass.Tasks;

namespace Hourglass.Runs.Texts;

/// <summary>How a sequence autoencoder for sentences is learned.</summary>
public sealed record SentencePlan
{
    /// <summary>The name of the plan's file in the folder of a run.</summary>
    public const string FileName = "sentences.json";

    /// <summary>The name of the folder in the folder of a run that holds the word vectors it starts from.</summary>
    public const string WordsName = "words";

    /// <summary>Text files and folders of them.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Whether bytes that are not UTF-8 are an error.</summary>
    public bool Strict { get; init; }

    /// <summary>At most so many words have a number of their own, the most frequent ones.</summary>
    public int Words { get; init; } = 20_000;

    /// <summary>So many numbers are shared by all other words.</summary>
    public int Buckets { get; init; } = 2_000;

    /// <summary>How often a word must be seen to have a number of its own.</summary>
    public int MinCount { get; init; } = 5;

    /// <summary>The longest sentence in words; longer ones are cut into pieces.</summary>
    public int Length { get; init; } = 32;

    /// <summary>The length of a word's vector, and of the network's state in each direction.</summary>
    public int Size { get; init; } = 128;

    /// <summary>The length of a code.</summary>
    public int Code { get; init; } = 256;

    /// <summary>What is spoilt.</summary>
    public WordDropout Dropout { get; init; } = new();

    /// <summary>Times that training goes over all sentences, where <see cref="Minutes"/> says nothing.</summary>
    public int Epochs { get; init; } = 2;

    /// <summary>How long training takes, or null to go by <see cref="Epochs"/>.</summary>
    public double? Minutes { get; init; }

    /// <summary>Names every random choice.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Threads to work with.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What the trainer is told.</summary>
    public TrainingPlan ToTrainingPlan() => new()
    {
        Data = string.Join(", ", Inputs),
        Model = SentenceNetwork.Id,
        Latent = Code,
        Epochs = Epochs,
        Minutes = Minutes,
        BatchSize = 128,
        LearningRate = 2e-3,
        WeightDecay = 0,
        Seed = Seed,
        Threads = Threads,
        Device = DeviceKind.Cpu,
    };

    /// <summary>The plan as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SentencePlanJson.Default.SentencePlan);

    /// <summary>Reads the plan of a run.</summary>
    /// <exception cref="ModelFormatException">There is none, or it is broken.</exception>
    public static SentencePlan Read(RunFolder folder)
    {
        var file = Path.Combine(folder.Path, FileName);
        if (!File.Exists(file))
            throw new ModelFormatException(folder.Path, $"holds no {FileName}: no run of hourglass sentences train was started there.");
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), SentencePlanJson.Default.SentencePlan) ?? throw new JsonException("it is null");
        }
        catch (JsonException broken)
        {
            throw new ModelFormatException(file, $"cannot be read ({broken.Message.TrimEnd('.')}); start the run again.", broken);
        }
    }
}

/// <summary>The plan in source-generated form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SentencePlan))]
internal sealed partial class SentencePlanJson : JsonSerializerContext;
